// Under age.
import { expect, projectNumber, test } from './fixtures';
import { book, firstHour, openProfessional } from './hours';
import { bornYearsAgo, fillSignUp, signUp, somebody, submitSignUp } from './people';
import { expectSound } from './sound';

test('at sixteen a guardian is needed to book', async ({ page }) => {
  await signUp(page, somebody({ birthDate: bornYearsAgo(16) }));
  await openProfessional(page, 16);
  await page.goto(await firstHour(page));
  await book(page, 'Faut-il le bac ?');
  await expect(page.getByRole('alert')).toContainText('Avant 18 ans, un parent ou un responsable doit d’abord donner son accord.');
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel(/^Ce que vous aimeriez savoir/)).toHaveValue('Faut-il le bac ?');
  await expectSound(page);
  await page.goto('/agenda');
  await expect(page.getByText('Aucune rencontre à venir.')).toBeVisible();
});

test('at fourteen an account needs a guardian', async ({ page }) => {
  await page.goto('/inscription');
  await fillSignUp(page, somebody({ birthDate: bornYearsAgo(14) }));
  await submitSignUp(page);
  await expect(page.getByLabel('Date de naissance')).toHaveAccessibleDescription(/Avant 15 ans, la loi demande l’accord d’un parent/);
  await expect(page.getByRole('alert')).toBeFocused();
  await expectSound(page);
});
