// An explorer who also gives hours.
import { expect, test } from './fixtures';
import { book, hours } from './hours';
import { signUp } from './people';
import { expectSound } from './sound';

const DAYS = ['Lundi', 'Mardi', 'Mercredi', 'Jeudi', 'Vendredi', 'Samedi', 'Dimanche'];

test('a profile is made, found within two seconds, and booked by somebody else', async ({ page, open }) => {
  const person = await signUp(page);
  await page.goto('/agenda');
  await page.getByRole('link', { name: 'Présenter mon métier' }).click();
  await expect(page).toHaveURL('/compte/metier');

  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel('Métier', { exact: true })).toHaveAccessibleDescription(/Ce champ est nécessaire/);
  await expectSound(page);

  await page.getByLabel('Métier', { exact: true }).fill('boulangère');
  await page.getByLabel('Votre métier en une phrase').fill(`Je pétris la nuit, et ${person.name} signe ses miches.`);
  await page.getByLabel('Ce que j’aime', { exact: true }).fill('La pâte qui lève.\nLes clients du matin.');
  await page.getByLabel('Ce que j’aime moins', { exact: true }).fill('Me lever à trois heures du matin.');
  await page.getByLabel('Commune', { exact: true }).fill('Gaillac');
  await page.getByRole('group', { name: /^Comment acceptez-vous/ }).getByRole('checkbox', { name: 'En vidéo' }).check();
  await page.getByLabel('Délai avant une rencontre, en heures').fill('0');
  for (const day of DAYS) {
    const hoursOfDay = page.getByRole('group', { name: day });
    await hoursOfDay.getByLabel('De', { exact: true }).fill('09:00');
    await hoursOfDay.getByLabel('à', { exact: true }).first().fill('12:00');
  }
  const tuesday = page.getByRole('group', { name: 'Mardi' });
  await tuesday.getByLabel('à', { exact: true }).first().fill('08:00');
  const sunday = page.getByRole('group', { name: 'Dimanche' });
  await sunday.getByLabel('Puis de').fill('11:00');
  await sunday.getByLabel('à', { exact: true }).last().fill('13:00');
  await page.getByLabel('Mon profil peut être trouvé et mes heures réservées').check();
  await page.getByRole('button', { name: 'Enregistrer' }).click();

  await expect(page.getByRole('alert')).toBeFocused();
  await expect(tuesday).toContainText('La fin doit venir après le début.');
  await expect(sunday).toContainText('Cette plage en recouvre une autre.');
  await expect(page.getByRole('group', { name: 'Lundi' }).getByLabel('De', { exact: true })).toHaveValue('09:00');
  await expect(page.getByLabel('Ce que j’aime', { exact: true })).toHaveValue('La pâte qui lève.\nLes clients du matin.');
  await expectSound(page);
  await page.getByRole('alert').getByRole('link', { name: /^Mardi/ }).click();
  await expect(tuesday.getByLabel('De', { exact: true })).toBeFocused();

  await tuesday.getByLabel('à', { exact: true }).first().fill('12:00');
  await sunday.getByLabel('Puis de').fill('14:00');
  await sunday.getByLabel('à', { exact: true }).last().fill('16:00');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('status')).toHaveText('Votre profil est enregistré.');
  const search = `/rencontres?q=boulanger&lieu=${encodeURIComponent('Gaillac (81)')}&rayon=10`;
  const isFound = async () => (await (await page.request.get(search)).text()).includes(person.name);
  await expect.poll(isFound, { timeout: 2_000, intervals: [100] }).toBe(true);
  await expectSound(page);

  await page.goto(search);
  await page.locator('.card').filter({ hasText: person.name }).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 2, name: 'C’est votre page' })).toBeVisible();
  await expect(hours(page)).toHaveCount(0);
  await expectSound(page);
  const address = page.url();

  const explorer = await open();
  const explorerPerson = await signUp(explorer);
  await explorer.goto(address);
  await hours(explorer).first().click();
  await book(explorer, 'Peut-on commencer à trente ans ?');
  await expect(explorer.getByRole('status')).toContainText('C’est réservé.');

  await page.goto('/agenda');
  const coming = page.getByRole('region', { name: 'À venir' });
  await expect(coming).toContainText('vous donnez cette heure');
  await expectSound(page);
  await coming.getByRole('link', { name: explorerPerson.name }).click();
  await expect(page.getByText('Peut-on commencer à trente ans ?')).toBeVisible();
  await expectSound(page);
  await page.getByRole('radio', { name: 'Maladie ou urgence' }).check();
  await page.getByLabel(/^Un mot pour l’autre personne/).fill('Une autre fois, avec plaisir.');
  await page.getByRole('button', { name: 'Annuler la rencontre' }).click();
  await expect(page.getByText('Vous avez annulé cette rencontre')).toBeVisible();

  await explorer.reload();
  await expect(explorer.getByText(`${person.name} a annulé cette rencontre`)).toBeVisible();
  await expect(explorer.getByText('Une autre fois, avec plaisir.')).toBeVisible();
  await expectSound(explorer);
});
