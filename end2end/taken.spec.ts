// Two people, one hour.
import { expect, projectNumber, test } from './fixtures';
import { book, firstHour, openProfessional } from './hours';
import { signUp } from './people';
import { expectSound } from './sound';

test('the second to book an hour is told, is shown near ones, and keeps the question', async ({ page, open }) => {
  const other = await open();
  await signUp(page);
  await signUp(other);
  await openProfessional(page, 8 + projectNumber());
  const hour = await firstHour(page);
  await page.goto(hour);
  await other.goto(hour);

  await book(page);
  await expect(page.getByRole('status')).toContainText('C’est réservé.');
  await book(other, 'Qu’est-ce qui vous a surpris au début ?');

  await expect(other.getByRole('alert')).toHaveText('Cette heure vient d’être prise. En voici d’autres, toutes proches.');
  await expect(other.getByRole('alert')).toBeFocused();
  await expect(other.getByLabel(/^Ce que vous aimeriez savoir/)).toHaveValue('Qu’est-ce qui vous a surpris au début ?');
  await expect(other.getByRole('group', { name: /Comment voulez-vous/ }).getByRole('radio').first()).toBeChecked();
  await expectSound(other);

  await other.getByRole('button', { name: 'Confirmer la rencontre' }).click();
  await expect(other.getByRole('alert')).toContainText('Les heures libres les plus proches : Choisissez une réponse.');
  await expect(other.getByLabel(/^Ce que vous aimeriez savoir/)).toHaveValue('Qu’est-ce qui vous a surpris au début ?');
  await expectSound(other);

  await other.getByRole('group', { name: 'Les heures libres les plus proches' }).getByRole('radio').first().check();
  await other.getByRole('button', { name: 'Confirmer la rencontre' }).click();
  await expect(other.getByRole('status')).toContainText('C’est réservé.');
  await expect(other.getByText('Qu’est-ce qui vous a surpris au début ?')).toBeVisible();
});

test('an hour that one has given away already is refused', async ({ page }) => {
  await signUp(page);
  await openProfessional(page, 12 + projectNumber());
  const hour = await firstHour(page);
  await page.goto(hour);
  await book(page);
  await expect(page.getByRole('status')).toBeVisible();
  await page.goto(hour);
  await expect(page.getByText('Cette heure n’est plus proposée. En voici d’autres.')).toBeVisible();
  await expectSound(page);
});
