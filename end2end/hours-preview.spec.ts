// What one's hours would offer, before they are saved: on demand without scripts, at once with them.
import { expect, hasScripts, test } from './fixtures';
import { openStep } from './hours';
import { signUp } from './people';
import { expectSound } from './sound';

test('hours tell what they would offer, and nothing is saved', async ({ page }) => {
  await signUp(page);
  await openStep(page, 'heures');
  const preview = page.getByRole('region', { name: 'Ce qui sera proposé' });
  const ask = async () => {
    if (!hasScripts()) await preview.getByRole('button', { name: 'Voir ce qui sera proposé' }).click();
  };
  await expect(page.getByRole('grid')).toHaveCount(hasScripts() ? 1 : 0);
  await page.getByLabel('Réservations ouvertes, en jours').fill('61');
  const thursday = page.getByRole('group', { name: 'Jeudi' });
  await thursday.getByLabel('de', { exact: true }).fill('14:00');
  await thursday.getByLabel('à', { exact: true }).fill('17:30');
  await ask();
  await expect(preview).toContainText(/\d+ horaires seront proposés dans les 61 jours à venir\./);
  // The notice may cut the first one.
  const thursdays = preview.getByRole('listitem').filter({ hasText: /^jeudi/ });
  await expect(thursdays.nth(1)).toContainText('de 14 h 00 à 16 h 30');
  if (!hasScripts()) await expect(preview.locator('.week-preview__offer')).toBeFocused();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('status')).toHaveCount(0);
  await expect(page.getByLabel('Réservations ouvertes, en jours')).toHaveValue('61');
  await expectSound(page);

  await thursday.getByLabel('à', { exact: true }).fill('13:00');
  await ask();
  await expect(preview).toContainText('Jeudi : La fin doit venir après le début.');
  await expect(thursday.getByLabel('à', { exact: true })).toHaveValue('13:00');
  await expectSound(page);
  await openStep(page, 'heures');
  await expect(thursday.getByLabel('de', { exact: true })).toHaveValue('');
});
