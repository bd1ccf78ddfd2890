// An explorer who also gives hours.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { book, fillMornings, fillWords, hours, openStep, publish, saveStep } from './hours';
import { approved } from './moderators';
import { bornYearsAgo, signUp, somebody } from './people';
import { expectSound } from './sound';

const WORKING_DAYS = ['Lundi', 'Mardi', 'Mercredi', 'Jeudi', 'Vendredi'];

function day(page: Page, name: string) {
  return page.getByRole('group', { name });
}

/** Takes the steps before the hours, which are open then. */
async function takeFirstSteps(page: Page) {
  await openStep(page, 'presentation');
  await page.getByLabel('Métier', { exact: true }).fill('D1102');
  await fillWords(page);
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier/rencontres');
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier/heures');
}

/** The day of next year, as it is written in France. */
function nextYear(dayAndMonth: string) {
  return `${dayAndMonth}/${new Date().getUTCFullYear() + 1}`;
}

test('a profile is made, found within two seconds, and booked by somebody else', async ({ page, open }) => {
  const person = await signUp(page);
  await page.goto('/agenda');
  await page.getByRole('link', { name: 'Présenter mon métier' }).click();
  await expect(page).toHaveURL('/compte/metier');

  await expectSound(page);
  await page.getByRole('link', { name: 'Commencer' }).click();
  await saveStep(page);
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel('Métier', { exact: true })).toHaveAccessibleDescription(/Ce champ est nécessaire/);
  await expectSound(page);

  await page.getByLabel('Métier', { exact: true }).fill('boulangère');
  await page.getByLabel('Votre métier en une phrase').fill(`Je pétris la nuit, et ${person.name} signe ses miches.`);
  await page.getByLabel('Ce que j’aime', { exact: true }).fill('La pâte qui lève.\nLes clients du matin.');
  await page.getByLabel('Ce que j’aime moins', { exact: true }).fill('Me lever à trois heures du matin.');
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier/rencontres');
  await page.getByLabel('Commune', { exact: true }).fill('Gaillac');
  await page.getByRole('group', { name: /^Comment acceptez-vous/ }).getByRole('checkbox', { name: 'En vidéo' }).check();
  await saveStep(page);

  await expect(page).toHaveURL('/compte/metier/heures');
  await page.getByLabel('Délai avant une rencontre, en heures').fill('0');
  await fillMornings(page);
  const tuesday = day(page, 'Mardi');
  await tuesday.getByLabel('à', { exact: true }).fill('08:00');
  const sunday = day(page, 'Dimanche');
  await sunday.getByLabel('et de').fill('11:00');
  await sunday.getByLabel('à (seconde plage)').fill('13:00');
  await saveStep(page);

  await expect(page.getByRole('alert')).toBeFocused();
  await expect(tuesday).toContainText('La fin doit venir après le début.');
  await expect(sunday).toContainText('Cette plage en recouvre une autre.');
  await expect(day(page, 'Lundi').getByLabel('de', { exact: true })).toHaveValue('09:00');
  await expect(page.getByLabel('Délai avant une rencontre, en heures')).toHaveValue('0');
  await expectSound(page);
  await page.getByRole('alert').getByRole('link', { name: /^Mardi/ }).click();
  await expect(tuesday.getByLabel('de', { exact: true })).toBeFocused();

  await tuesday.getByLabel('à', { exact: true }).fill('12:00');
  await sunday.getByLabel('et de').fill('14:00');
  await sunday.getByLabel('à (seconde plage)').fill('16:00');
  await saveStep(page);
  await publish(page);
  await expect(page.getByRole('main')).toContainText('horaires peuvent être choisis');
  await approved(page);
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

test('everything wrong in a step is told at once, beside its field', async ({ page }) => {
  await signUp(page);
  const summary = page.getByRole('alert');
  await openStep(page, 'presentation');
  await page.getByLabel('Métier', { exact: true }).fill('xyzzy');
  await page.getByLabel('Votre métier en une phrase').fill('court');
  await saveStep(page);
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link')).toHaveCount(4);
  for (const [label, problem] of [
    ['Métier', /Nous ne trouvons pas ce métier/],
    ['Votre métier en une phrase', /Il faut au moins 20 caractères/],
    ['Ce que j’aime', /Ce champ est nécessaire/],
    ['Ce que j’aime moins', /Ce champ est nécessaire/],
  ] as const) {
    await expect(page.getByLabel(label, { exact: true })).toHaveAccessibleDescription(problem);
  }
  await expectSound(page);
  await page.getByLabel('Métier', { exact: true }).fill('D1102');
  await fillWords(page);
  // The Enter key saves.
  await page.getByLabel('Entreprise ou organisation').press('Enter');
  await expect(page).toHaveURL('/compte/metier/rencontres');

  await page.getByLabel('Commune', { exact: true }).fill('Saint-Martin');
  await saveStep(page);
  await expect(summary).toBeFocused();
  await expect(day(page, 'Commune')).toContainText('Vous avez écrit « Saint-Martin ».');
  await expectSound(page);
  await day(page, 'Commune').getByRole('radio', { name: /^Saint-Martin \(/ }).first().check();
  await saveStep(page);

  await expect(page).toHaveURL('/compte/metier/heures');
  const special = nextYear('05/02');
  await day(page, 'Lundi').getByLabel('de', { exact: true }).fill('09:00');
  await day(page, 'Lundi').getByLabel('à', { exact: true }).fill('09:45');
  await day(page, 'Jeudi').getByLabel('et de').fill('14:00');
  await page.getByLabel('Réservations ouvertes, en jours').fill('999');
  await page.getByLabel(/^Jours particuliers/).fill(`${special}\nNoël\n${special} 14:00-16:00`);
  await saveStep(page);
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link')).toHaveCount(4);
  await expect(page.getByLabel('Réservations ouvertes, en jours')).toHaveAccessibleDescription(/entre 1 et 180/);
  await expect(day(page, 'Lundi')).toHaveAccessibleDescription('Une rencontre dure une heure : cette plage est trop courte.');
  await expect(day(page, 'Jeudi')).toHaveAccessibleDescription(/Il faut un début et une fin/);
  const specialDays = page.getByLabel(/^Jours particuliers/);
  await expect(specialDays).toHaveAccessibleDescription(/Ligne 2\s: Ce jour n’existe pas.*Ligne 3\s: Ce jour est à la fois fermé et ouvert/s);
  await expect(specialDays).toHaveValue(`${special}\nNoël\n${special} 14:00-16:00`);
  await expectSound(page);
  await summary.getByRole('link', { name: /^Jeudi/ }).click();
  await expect(day(page, 'Jeudi').getByLabel('de', { exact: true })).toBeFocused();

  await day(page, 'Lundi').getByLabel('à', { exact: true }).fill('10:00');
  await day(page, 'Jeudi').getByLabel('à (seconde plage)').fill('16:00');
  await page.getByLabel('Réservations ouvertes, en jours').fill('60');
  await specialDays.fill(`${special} de 14 h à 16 h 30\n${nextYear('06/02')}`);
  await saveStep(page);
  await publish(page);
  await openStep(page, 'heures');
  await expect(specialDays).toHaveValue(`${special} 14:00-16:30\n${nextYear('06/02')}`);
  await openStep(page, 'rencontres');
  await expect(page.getByLabel('Commune', { exact: true })).toHaveValue(/^Saint-Martin \(\d+\)$/);
});

test('Monday’s hours are copied to the working days, and nothing is saved', async ({ page }) => {
  await signUp(page);
  await openStep(page, 'heures');
  await page.getByLabel('Réservations ouvertes, en jours').fill('999');
  const monday = day(page, 'Lundi');
  await monday.getByLabel('de', { exact: true }).fill('09:00');
  await monday.getByLabel('à', { exact: true }).fill('12:00');
  await monday.getByLabel('et de').fill('14:00');
  await monday.getByLabel('à (seconde plage)').fill('18:00');
  await day(page, 'Samedi').getByLabel('de', { exact: true }).fill('10:00');
  await monday.getByRole('button', { name: 'Copier les heures du lundi vers les quatre jours suivants' }).click();

  await expect(page.getByRole('status')).toBeFocused();
  await expect(page.getByRole('status')).toContainText('Rien n’est encore enregistré.');
  await expect(page.getByRole('alert')).toHaveCount(0);
  for (const name of WORKING_DAYS) {
    await expect(day(page, name).getByLabel('de', { exact: true })).toHaveValue('09:00');
    await expect(day(page, name).getByLabel('à', { exact: true })).toHaveValue('12:00');
    await expect(day(page, name).getByLabel('et de')).toHaveValue('14:00');
    await expect(day(page, name).getByLabel('à (seconde plage)')).toHaveValue('18:00');
  }
  await expect(day(page, 'Samedi').getByLabel('de', { exact: true })).toHaveValue('10:00');
  await expect(page.getByLabel('Réservations ouvertes, en jours')).toHaveValue('999');
  await expectSound(page);
  await openStep(page, 'heures');
  await expect(day(page, 'Mardi').getByLabel('de', { exact: true })).toHaveValue('');
});

test('a page that nobody can book says so, and how many hours once they can', async ({ page }) => {
  await signUp(page);
  await takeFirstSteps(page);
  await saveStep(page);
  await publish(page);
  const outcome = page.getByRole('main');
  await expect(outcome).toContainText('Personne ne peut réserver pour l’instant');
  await expectSound(page);
  await openStep(page, 'heures');
  await fillMornings(page, ['Mardi']);
  await saveStep(page);
  await expect(outcome).toContainText(/\d+ horaires peuvent être choisis\. Le premier\s: mardi/);
  await outcome.getByRole('link', { name: 'Voir ma page' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'C’est votre page' })).toBeVisible();
});

test('each day’s hours stand on whole lines, from 320 pixels on', async ({ page }) => {
  await signUp(page);
  await openStep(page, 'heures');
  await day(page, 'Mardi').getByLabel('de', { exact: true }).fill('12:00');
  await saveStep(page);
  await expect(page.getByRole('alert')).toBeFocused();
  const size = page.viewportSize()!;
  for (const width of [320, 390, 640, 1280]) {
    await page.setViewportSize({ width, height: size.height });
    for (const name of ['Mardi', 'Mercredi']) {
      // All at one moment: what is told beside them comes when it comes, and moves them.
      const boxes = await day(page, name)
        .locator('input[type=time]')
        // The third range is folded away.
        .evaluateAll((inputs) =>
          inputs
            .filter((input) => input.checkVisibility())
            .map((input) => input.getBoundingClientRect().toJSON() as DOMRect),
        );
      expect(boxes).toHaveLength(4);
      const [starts, ends, startsAgain, endsAgain] = boxes;
      expect([starts.y, startsAgain.y], `${name} at ${width} px`).toEqual([ends.y, endsAgain.y]);
      expect(startsAgain.y === starts.y, `one line at ${width} px`).toBe(width === 1280);
      for (const box of boxes) {
        expect(box.width, `room for a time at ${width} px`).toBeGreaterThanOrEqual(88);
        expect(box.height, `a target to tap at ${width} px`).toBeGreaterThanOrEqual(44);
        expect(box.x + box.width).toBeLessThanOrEqual(width);
      }
    }
  }
  await page.setViewportSize(size);
});

test('at sixteen, the page says that hours are given from eighteen on', async ({ page }) => {
  await signUp(page, somebody({ birthDate: bornYearsAgo(16) }));
  await page.goto('/compte/metier');
  await expect(page.getByText('Il faut avoir 18 ans pour présenter son métier')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Enregistrer' })).toHaveCount(0);
  await expectSound(page);
  await page.getByRole('link', { name: 'Voir qui raconte son métier' }).click();
  await expect(page).toHaveURL('/rencontres');
});

test('limits are kept, and what they leave is told beside them', async ({ page }) => {
  await signUp(page);
  await takeFirstSteps(page);
  await fillMornings(page, ['Mardi']);
  await page.getByLabel('Temps libre avant une rencontre').selectOption({ label: '30 min' });
  await page.getByLabel('Temps libre après une rencontre').selectOption({ label: '15 min' });
  await page.getByLabel(/^Rencontres par jour, au plus/).fill('13');
  await page.getByLabel(/^Rencontres par mois, au plus/).fill('4');
  await page.getByLabel('Ne rien proposer les jours fériés').check();
  await saveStep(page);
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel(/^Rencontres par jour, au plus/)).toHaveAccessibleDescription(/entre 1 et 12/);
  await expectSound(page);

  await page.getByLabel(/^Rencontres par jour, au plus/).fill('1');
  await saveStep(page);
  await publish(page);
  const main = page.getByRole('main');
  await expect(main).toContainText(/Le premier\s: mardi/);
  await expect(main.getByText(/^Et ensuite/)).toBeVisible();
  await expect(main.getByRole('listitem').filter({ hasText: /^mardi/ }).first()).toBeVisible();
  await expectSound(page);
  await openStep(page, 'heures');
  await expect(page.getByLabel('Temps libre avant une rencontre')).toHaveValue('30');
  await expect(page.getByLabel('Temps libre après une rencontre')).toHaveValue('15');
  await expect(page.getByLabel(/^Rencontres par jour, au plus/)).toHaveValue('1');
  await expect(page.getByLabel(/^Rencontres par mois, au plus/)).toHaveValue('4');
  await expect(page.getByLabel('Ne rien proposer les jours fériés')).toBeChecked();
  await expectSound(page);
});

test('any day’s hours are copied to chosen days, and nothing is saved', async ({ page }) => {
  await signUp(page);
  await openStep(page, 'heures');
  await day(page, 'Jeudi').getByLabel('de', { exact: true }).fill('17:00');
  await day(page, 'Jeudi').getByLabel('à', { exact: true }).fill('19:00');
  await page.getByText('Copier un jour vers d’autres').click();
  await page.getByLabel('Copier les heures de ce jour').selectOption({ label: 'Jeudi' });
  await page.getByRole('button', { name: 'Copier', exact: true }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByRole('alert')).toContainText('Choisissez au moins une réponse.');
  await expect(page.getByLabel('Copier les heures de ce jour')).toHaveValue('3');
  await expectSound(page);

  const targets = page.getByRole('group', { name: /^vers ces jours/ });
  await targets.getByRole('checkbox', { name: 'Lundi' }).check();
  await targets.getByRole('checkbox', { name: 'Samedi' }).check();
  await page.getByRole('button', { name: 'Copier', exact: true }).click();
  await expect(page.getByRole('status')).toBeFocused();
  await expect(page.getByRole('status')).toContainText('Rien n’est encore enregistré.');
  for (const [name, starts] of [['Lundi', '17:00'], ['Mardi', ''], ['Jeudi', '17:00'], ['Samedi', '17:00'], ['Dimanche', '']]) {
    await expect(day(page, name).getByLabel('de', { exact: true })).toHaveValue(starts);
  }
  await expectSound(page);
});

test('a calendar that cannot be read is told beside its address', async ({ page }) => {
  await signUp(page);
  await takeFirstSteps(page);
  await expect(page.getByRole('heading', { name: 'Mes autres calendriers' })).toHaveCount(0);
  await saveStep(page);
  await publish(page);
  await openStep(page, 'heures');
  await expect(page.getByRole('heading', { name: 'Mes autres calendriers' })).toBeVisible();
  await expectSound(page);

  const address = page.getByLabel('Adresse du calendrier (iCal, .ics)');
  for (const [typed, problem] of [
    ['mon calendrier', /Collez l’adresse complète du calendrier/],
    ['https://127.0.0.1/calendrier.ics', /Cette adresse n’est pas sur le web public/],
    ['webcal://localhost/calendrier.ics', /Cette adresse n’est pas sur le web public/],
  ] as const) {
    await address.fill(typed);
    await page.getByRole('button', { name: 'Ajouter ce calendrier' }).click();
    await expect(page.getByRole('alert')).toBeFocused();
    await expect(address).toHaveAccessibleDescription(problem);
    await expect(address).toHaveValue(typed);
  }
  await expectSound(page);
  await page.getByRole('alert').getByRole('link').click();
  await expect(address).toBeFocused();
});

test('other trades, a day, a path and accessibility are told, shown and found', async ({ page, open }) => {
  const person = await signUp(page);
  await openStep(page, 'presentation');
  await page.getByLabel('Métier', { exact: true }).fill('D1102');
  await fillWords(page);
  const second = page.getByLabel(/^Autre métier/);
  await second.fill('boulangère');
  await page.getByLabel(/^Une journée de travail/).fill('Le pétrin.');
  await saveStep(page);
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(second).toHaveAccessibleDescription(/Ce métier est déjà écrit plus haut/);
  await expect(second).toHaveValue('boulangère');
  await expect(page.getByLabel(/^Une journée de travail/)).toHaveAccessibleDescription(/Il faut au moins 20 caractères/);
  await expectSound(page);
  await page.getByRole('alert').getByRole('link', { name: /^Autre métier/ }).click();
  await expect(second).toBeFocused();

  await second.fill('pâtissière');
  await page.getByLabel(/^Encore un métier/).fill('D1115');
  await page.getByLabel(/^Une journée de travail/).fill('À trois heures, le pétrin.\nÀ six heures, la boutique ouvre.');
  await page.getByLabel(/^Mon parcours et mes études/).fill('Un CAP, puis dix ans dans cinq maisons.');
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier/rencontres');
  const ways = page.getByRole('group', { name: /^Comment acceptez-vous/ });
  await ways.getByRole('checkbox', { name: 'Sur place' }).check();
  await page.getByLabel('Adresse des rencontres sur place').fill('3 rue du Four');
  const accessibility = page.getByRole('group', { name: /^Accessibilité/ });
  await accessibility.getByRole('checkbox', { name: 'Accès en fauteuil roulant sur place' }).check();
  await accessibility.getByRole('checkbox', { name: /^Langue des signes/ }).check();
  await expectSound(page);
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier/heures');
  await fillMornings(page, ['Mardi']);
  await saveStep(page);
  await publish(page);
  await approved(page);
  await openStep(page, 'rencontres');
  await expect(accessibility.getByRole('checkbox', { name: /^Langue des signes/ })).toBeChecked();
  await openStep(page, 'presentation');
  await expect(second).toHaveValue('Pâtissier / Pâtissière');
  await expectSound(page);

  const explorer = await open();
  const search = `/rencontres?metier=D1115&lieu=${encodeURIComponent('Albi (81)')}`;
  const isFound = async () => (await (await explorer.request.get(search)).text()).includes(person.name);
  await expect.poll(isFound, { timeout: 2_000, intervals: [100] }).toBe(true);
  await explorer.goto(search);
  const card = explorer.locator('.card').filter({ hasText: person.name });
  await expect(card).toContainText(/Aussi\s: Pâtissier \/ Pâtissière, Chocolatier \/ Chocolatière/);
  await expectSound(explorer);
  await card.getByRole('link').click();
  await expect(explorer.getByRole('heading', { level: 2, name: 'Une journée' })).toBeVisible();
  await expect(explorer.getByRole('heading', { level: 2, name: 'Mon chemin jusqu’ici' })).toBeVisible();
  const main = explorer.getByRole('main');
  for (const told of ['À six heures, la boutique ouvre.', 'Un CAP, puis dix ans dans cinq maisons.', 'Langue des signes française (LSF)']) {
    await expect(main).toContainText(told);
  }
  // Beside the way of meeting, and among the rest.
  await expect(main.getByText('Accès en fauteuil roulant sur place')).toHaveCount(2);
  await expectSound(explorer);
});
