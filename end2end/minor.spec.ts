// Under age.
import { expect, test } from './fixtures';
import { firstHour, openProfessional } from './hours';
import { bornYearsAgo, fillSignUp, signUp, somebody, submitSignUp } from './people';
import { expectSound } from './sound';

test('at sixteen a guardian is needed to book, which is said instead of the form', async ({ page }) => {
  await signUp(page, somebody({ birthDate: bornYearsAgo(16) }));
  await openProfessional(page, 16);
  const professional = page.url().replace(/\?.*/, '');
  await page.goto(await firstHour(page));
  await expect(page.getByRole('heading', { level: 1, name: 'Avant 18 ans, il faut l’accord d’un adulte' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Ce que vous pouvez faire dès maintenant' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Confirmer la rencontre' })).toHaveCount(0);
  await expectSound(page);
  await page.getByRole('link', { name: /^Lire ce que cette personne dit/ }).click();
  await expect(page).toHaveURL(new RegExp(`^${professional}`));
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
