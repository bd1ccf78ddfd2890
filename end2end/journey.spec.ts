// The whole way: from the first page to an hour with a baker, and back.
import { readFile } from 'node:fs/promises';
import { expect, projectNumber, test } from './fixtures';
import { book, bookable, hours } from './hours';
import { confirmAddress, fillSignUp, somebody, submitSignUp } from './people';
import { expectSound } from './sound';

test('a stranger finds a baker, books an hour, sees it in the agenda and cancels it', async ({ page }) => {
  const person = somebody();

  await page.goto('/');
  await page.getByLabel('Métier ou mot-clé').fill('boulanger');
  await page.getByLabel('Où').fill('Albi');
  await expectSound(page);
  await page.getByRole('button', { name: 'Rechercher' }).click();

  await expect(page).toHaveURL('/rencontres?q=boulanger&lieu=Albi');
  await expect(page.locator('#rayon').locator('option:checked')).toHaveText(/50\skm/);
  await expect(page.getByRole('heading', { level: 2, name: /^\d+ personnes?$/ })).toBeVisible();
  await expect(page.locator('.card').first()).toContainText('Albi (81)');
  const distances = await page.locator('.card').getByText(/à\s(environ\s)?\d+\skm/).allTextContents();
  expect(distances.length).toBeGreaterThan(0);
  for (const far of distances) {
    expect(Number(/(\d+)\skm/.exec(far)![1])).toBeLessThanOrEqual(50);
  }
  await expectSound(page);
  const bakers = await bookable(page).count();
  await bookable(page).nth(projectNumber() % bakers).getByRole('link').click();

  await expect(page).toHaveURL(/\/rencontres\/[0-9a-f-]{36}/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Boulanger / Boulangère');
  await expectSound(page);
  const name = (await page.locator('.profile__name').textContent())!;
  const days = page.locator('.slot-picker__days').getByRole('link');
  const day = days.nth((await days.count()) - 1);
  const label = (await day.locator('.visually-hidden').textContent())!;
  await day.click();
  await expect(page.getByRole('heading', { level: 3, name: label })).toBeVisible();
  await expect(page.locator('.slot-picker__days [aria-current="true"]')).toContainText(label);
  await expectSound(page);
  const shownDay = page.url();
  const hour = hours(page).first();
  const start = (await hour.locator('time').getAttribute('datetime'))!;
  const count = await hours(page).count();
  await hour.click();

  await expect(page).toHaveURL(/\/reserver\?debut=/);
  await expect(page.getByText('Il faut un compte pour réserver cette heure.')).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Votre heure' })).toContainText(label);
  await expectSound(page);
  const booking = decodeURIComponent(page.url());
  await page.getByRole('link', { name: 'Créer un compte' }).click();

  await expect(page.getByText('L’heure que vous avez choisie est gardée en mémoire')).toBeVisible();
  await expectSound(page);
  await fillSignUp(page, person);
  await submitSignUp(page);
  await expect(page).toHaveURL('/inscription/courriel');
  await expectSound(page);
  await confirmAddress(page, person);

  await expect(page).toHaveURL((url) => decodeURIComponent(url.href) === booking);
  await expectSound(page);
  await book(page, 'À quelle heure vous levez-vous ?');

  await expect(page).toHaveURL(/\/rendez-vous\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('status')).toContainText('C’est réservé.');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Rencontre avec ${name}`);
  await expect(page.locator(`time[datetime="${start}"]`)).toContainText(label);
  await expect(page.getByText('À quelle heure vous levez-vous ?')).toBeVisible();
  await expectSound(page);
  const talk = page.url();

  // Back at the form: the hour is theirs, and this is the way to it.
  await page.goto(booking);
  await expect(page.getByRole('heading', { level: 1, name: 'Cette heure est à vous' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Confirmer la rencontre' })).toHaveCount(0);
  await expectSound(page);
  await page.getByRole('link', { name: 'Voir la rencontre' }).click();
  await expect(page).toHaveURL(talk);

  const invitation = page.getByRole('link', { name: 'Ajouter à mon calendrier' });
  const answer = await page.request.get((await invitation.getAttribute('href'))!);
  expect(answer.headers()['content-type']).toMatch(/^text\/calendar/);
  const downloading = page.waitForEvent('download');
  await invitation.click();
  const file = await readFile(await (await downloading).path(), 'utf8');
  expect(file).toContain('METHOD:REQUEST');
  expect(file).toContain(`DTSTART:${start.replace(/[-:]/g, '')}`);

  await page.goto(shownDay);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await expect(page.locator(`.time time[datetime="${start}"]`)).toHaveCount(0);

  await page.getByRole('link', { name: 'Agenda', exact: true }).click();
  const coming = page.getByRole('region', { name: 'À venir' });
  await expect(coming.getByRole('listitem').first()).toContainText(label);
  await expectSound(page);
  await coming.getByRole('link', { name: new RegExp(`^${name}`) }).click();

  await expect(page).toHaveURL(talk);
  await page.getByRole('radio', { name: 'Autre raison' }).check();
  await page.getByRole('button', { name: 'Annuler la rencontre' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByRole('radio', { name: 'Autre raison' })).toBeChecked();
  await expectSound(page);
  await page.getByRole('radio', { name: 'Réservation faite par erreur' }).check();
  await page.getByRole('button', { name: 'Annuler la rencontre' }).click();

  await expect(page).toHaveURL(talk);
  await expect(page.getByText('Vous avez annulé cette rencontre')).toBeVisible();
  await expect(page.getByText('Réservation faite par erreur')).toBeVisible();
  await expectSound(page);

  await page.getByRole('link', { name: 'Voir mon agenda' }).click();
  await expect(coming).toContainText('Aucune rencontre à venir.');
  await expect(page.getByRole('region', { name: 'Passées ou annulées' }).getByRole('listitem').first()).toContainText('annulée');
  await expectSound(page);

  await page.goto(shownDay);
  await expect(page.locator(`.time time[datetime="${start}"]`)).toBeVisible();
  await expect(hours(page)).toHaveCount(count);
});
