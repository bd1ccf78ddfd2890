// What scripts add to the editor of one's hours: a grid to paint them on, and what they would offer, as they are typed.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { fillWords, openStep, publish, saveStep } from './hours';
import { signUp } from './people';
import { expectSound } from './sound';

const PHONE = { hasTouch: true, viewport: { width: 390, height: 844 } };

async function openEditor(page: Page) {
  await signUp(page);
  await openStep(page, 'heures');
  await expect(grid(page)).toBeVisible();
  // What comes first: nothing is free yet.
  await expect(preview(page)).toContainText('indiquez quand vous êtes libre');
}

function grid(page: Page): Locator {
  return page.getByRole('grid', { name: 'Mes heures, jour par jour' });
}

function preview(page: Page): Locator {
  return page.getByRole('region', { name: 'Ce qui sera proposé' });
}

/** The half hour of a day, by what a screen reader says of it: `Lundi, 9 h 30 : …`. */
function cell(page: Page, day: string, time: string): Locator {
  return grid(page).getByRole('gridcell', { name: new RegExp(`^${day}, ${time} :`.replaceAll(' ', '\\s')) });
}

async function drag(page: Page, from: Locator, to: Locator) {
  await from.hover();
  await page.mouse.down();
  await to.hover();
  await page.mouse.up();
}

/** What the fields of a day hold: start, end, start, end. */
async function fields(page: Page, day: string): Promise<string[]> {
  const times = page.getByRole('group', { name: day }).locator('input[type=time]');
  return times.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
}

async function expectHours(page: Page, day: string, hours: string[]) {
  await expect.poll(() => fields(page, day), day).toEqual([...hours, '', '', '', '', '', ''].slice(0, 6));
}

/** Leaves a mark that a new document would not have. */
async function mark(page: Page) {
  await page.evaluate(() => Object.assign(window, { marked: true }));
}

async function expectSameDocument(page: Page) {
  expect(await page.evaluate(() => 'marked' in window), 'the page was not loaded again').toBe(true);
}

test('a mouse paints and erases, and the fields hold it', async ({ page }) => {
  await openEditor(page);
  const told = page.locator('.week-grid__told');
  await drag(page, cell(page, 'Lundi', '9 h'), cell(page, 'Lundi', '11 h 30'));
  await expectHours(page, 'Lundi', ['09:00', '12:00']);
  await expect(told).toHaveText('Lundi : 9 h–12 h.');
  await expect(preview(page)).toContainText(/\d+ horaires seront proposés dans les 60 jours à venir\./);
  // The notice may cut the first one.
  const mondays = preview(page).getByRole('listitem').filter({ hasText: /^lundi/ });
  await expect(mondays.nth(1)).toContainText('de 9 h 00 à 11 h 00');

  await drag(page, cell(page, 'Lundi', '10 h 30'), cell(page, 'Lundi', '10 h'));
  await expectHours(page, 'Lundi', ['09:00', '10:00', '11:00', '12:00']);
  await expect(told).toHaveText('Lundi : 9 h–10 h, 11 h–12 h.');

  // A third range unfolds its fields, a fourth has none.
  const third = page.getByRole('group', { name: 'Lundi' }).getByLabel(/^puis de/);
  await expect(third).toBeHidden();
  await cell(page, 'Lundi', '14 h').click();
  await expectHours(page, 'Lundi', ['09:00', '10:00', '11:00', '12:00', '14:00', '15:00']);
  await expect(third).toBeVisible();
  await cell(page, 'Lundi', '16 h').click();
  await expect(told).toHaveText('Lundi : trois plages par jour au plus, ce jour n’a pas changé.');
  await expectHours(page, 'Lundi', ['09:00', '10:00', '11:00', '12:00', '14:00', '15:00']);
  await expect(cell(page, 'Lundi', '16 h')).toHaveAttribute('aria-selected', 'false');

  // Several days at once, and back before the button is let go.
  await cell(page, 'Mardi', '14 h').hover();
  await page.mouse.down();
  await cell(page, 'Samedi', '17 h').hover();
  await expect(cell(page, 'Samedi', '17 h')).toHaveAttribute('aria-selected', 'true');
  await cell(page, 'Jeudi', '15 h 30').hover();
  await page.mouse.up();
  for (const day of ['Mardi', 'Mercredi', 'Jeudi']) await expectHours(page, day, ['14:00', '16:00']);
  await expectHours(page, 'Samedi', []);

  // No talk fits into half an hour: an hour comes, and goes, whole.
  await cell(page, 'Dimanche', '10 h').click();
  await expectHours(page, 'Dimanche', ['10:00', '11:00']);
  await cell(page, 'Dimanche', '10 h 30').click();
  await expectHours(page, 'Dimanche', []);
  await expect(told).toHaveText('Dimanche : aucune heure.');
  await expectSound(page);
});

test('what is typed to the quarter of an hour stays as it is, and is saved', async ({ page }) => {
  await signUp(page);
  await openStep(page, 'presentation');
  await page.getByLabel('Métier', { exact: true }).fill('D1102');
  await fillWords(page);
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier/rencontres');
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier/heures');
  await expect(grid(page)).toBeVisible();
  const friday = page.getByRole('group', { name: 'Vendredi' });
  await friday.getByLabel('de', { exact: true }).fill('09:15');
  await friday.getByLabel('à', { exact: true }).fill('12:00');
  await expect(cell(page, 'Vendredi', '9 h')).toHaveAccessibleName(/proposé en partie$/);
  await expect(cell(page, 'Vendredi', '9 h 30')).toHaveAccessibleName(/: proposé$/);
  await expect(cell(page, 'Vendredi', '12 h')).toHaveAccessibleName(/non proposé$/);
  await drag(page, cell(page, 'Vendredi', '14 h'), cell(page, 'Vendredi', '16 h 30'));
  await expectHours(page, 'Vendredi', ['09:15', '12:00', '14:00', '17:00']);

  await page.getByRole('button', { name: 'Montrer aussi la nuit' }).click();
  await drag(page, cell(page, 'Samedi', '22 h'), cell(page, 'Samedi', '23 h 30'));
  await expectHours(page, 'Samedi', ['22:00', '00:00']);

  const counted = /(\d+) horaires seront proposés/;
  await expect(preview(page)).toContainText(counted);
  await expect(preview(page)).toContainText('de 22 h 00 à 23 h 00');
  const [, count] = (await preview(page).textContent())!.match(counted)!;
  await saveStep(page);
  await publish(page);
  await expect(page.getByRole('main')).toContainText(`${count} horaires peuvent être choisis`);
  await openStep(page, 'heures');
  await expectHours(page, 'Vendredi', ['09:15', '12:00', '14:00', '17:00']);
  await expect(cell(page, 'Vendredi', '16 h 30')).toHaveAttribute('aria-selected', 'true');
  await expect(cell(page, 'Samedi', '23 h 30'), 'hours of the night are shown').toBeVisible();
});

test('the grid is one stop of the keyboard, and all of it can be painted from there', async ({ page }) => {
  await openEditor(page);
  await expect(grid(page).locator('[tabindex="0"]')).toHaveCount(1);
  await cell(page, 'Lundi', '9 h').focus();
  await page.keyboard.press('Space');
  await expectHours(page, 'Lundi', ['09:00', '10:00']);
  await expect(page.locator('.week-grid__told')).toHaveText('Lundi : 9 h–10 h.');
  for (let times = 0; times < 5; times += 1) await page.keyboard.press('Shift+ArrowDown');
  await expectHours(page, 'Lundi', ['09:00', '12:00']);
  await expect(cell(page, 'Lundi', '11 h 30')).toBeFocused();

  // Held down, the stroke goes on to other days, and back.
  await page.keyboard.down('Shift');
  for (let times = 0; times < 5; times += 1) await page.keyboard.press('ArrowUp');
  await page.keyboard.up('Shift');
  await page.keyboard.down('Shift');
  for (let times = 0; times < 5; times += 1) await page.keyboard.press('ArrowDown');
  for (let times = 0; times < 2; times += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.up('Shift');
  await expectHours(page, 'Mardi', ['09:00', '12:00']);
  await expectHours(page, 'Mercredi', []);

  await page.keyboard.press('End');
  await expect(cell(page, 'Dimanche', '11 h 30')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(cell(page, 'Dimanche', '11 h 30'), 'the week ends there').toBeFocused();
  await page.keyboard.press('Control+Home');
  await expect(cell(page, 'Lundi', '6 h')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(cell(page, 'Lundi', '6 h'), 'the night is not shown').toBeFocused();

  // From what is not free, a stroke erases.
  await cell(page, 'Mardi', '8 h 30').focus();
  for (let times = 0; times < 7; times += 1) await page.keyboard.press('Shift+ArrowDown');
  await expectHours(page, 'Mardi', []);
  await expectHours(page, 'Lundi', ['09:00', '12:00']);
  await expect(grid(page).locator('[tabindex="0"]')).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Montrer aussi la nuit' })).toBeFocused();
});

test('a finger taps and scrolls, and paints once it has rested', async ({ open }) => {
  const page = await open(PHONE);
  await openEditor(page);
  await cell(page, 'Lundi', '9 h').tap();
  await expectHours(page, 'Lundi', ['09:00', '10:00']);
  await cell(page, 'Lundi', '10 h').tap();
  await expectHours(page, 'Lundi', ['09:00', '10:30']);

  await cell(page, 'Jeudi', '9 h').scrollIntoViewIfNeeded();
  const finger = await page.context().newCDPSession(page);
  const at = async (target: Locator) => {
    const { x, y, width, height } = (await target.boundingBox())!;
    return { x: x + width / 2, y: y + height / 2 };
  };
  const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', target?: Locator) => {
    await finger.send('Input.dispatchTouchEvent', { type, touchPoints: target ? [await at(target)] : [] });
  };
  const top = await page.evaluate(() => scrollY);
  await touch('touchStart', cell(page, 'Jeudi', '9 h'));
  await expect(cell(page, 'Jeudi', '9 h'), 'it rests').toHaveAttribute('aria-selected', 'true');
  for (const time of ['9 h 30', '10 h', '10 h 30', '11 h', '11 h 30']) await touch('touchMove', cell(page, 'Vendredi', time));
  await expect(cell(page, 'Vendredi', '11 h 30')).toHaveAttribute('aria-selected', 'true');
  await touch('touchEnd');
  for (const day of ['Jeudi', 'Vendredi']) await expectHours(page, day, ['09:00', '12:00']);
  expect(await page.evaluate(() => scrollY), 'the page stands still meanwhile').toBe(top);

  // On its way at once, it scrolls.
  await touch('touchStart', cell(page, 'Mardi', '12 h'));
  for (const time of ['11 h 30', '11 h', '10 h 30', '10 h', '9 h 30', '9 h']) await touch('touchMove', cell(page, 'Mardi', time));
  await touch('touchEnd');
  await expect.poll(() => page.evaluate(() => scrollY), 'a swipe scrolls').toBeGreaterThan(top);
  await expectHours(page, 'Mardi', []);
});

test('a day is copied to others without leaving the page', async ({ page }) => {
  await openEditor(page);
  await mark(page);
  const monday = page.getByRole('group', { name: 'Lundi' });
  await monday.getByLabel('de', { exact: true }).fill('09:15');
  await monday.getByLabel('à', { exact: true }).fill('12:00');
  await monday.getByRole('button', { name: 'Copier les heures du lundi vers les quatre jours suivants' }).click();
  await expect(page.getByRole('status')).toBeFocused();
  await expect(page.getByRole('status')).toContainText('Mardi, mercredi, jeudi et vendredi ont maintenant les heures du lundi.');
  for (const day of ['Mardi', 'Mercredi', 'Jeudi', 'Vendredi']) await expectHours(page, day, ['09:15', '12:00']);
  await expectHours(page, 'Samedi', []);
  await expect(cell(page, 'Jeudi', '10 h')).toHaveAttribute('aria-selected', 'true');
  const thursdays = preview(page).getByRole('listitem').filter({ hasText: 'jeudi' });
  await expect(thursdays.first()).toContainText('de 9 h 15 à 10 h 45');

  await cell(page, 'Mardi', '16 h').click();
  await page.getByText('Copier un jour vers d’autres').click();
  await page.getByLabel('Copier les heures de ce jour').selectOption({ label: 'Mardi' });
  const to = page.getByRole('group', { name: 'vers ces jours' });
  await to.getByRole('checkbox', { name: 'Samedi' }).check();
  await to.getByRole('checkbox', { name: 'Lundi' }).check();
  await page.getByRole('button', { name: 'Copier', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('Les heures sont copiées.');
  for (const day of ['Lundi', 'Samedi']) await expectHours(page, day, ['09:15', '12:00', '16:00', '17:00']);
  await expectHours(page, 'Dimanche', []);
  await expectSameDocument(page);
  await expectSound(page);
});

test('what hours would offer follows what is typed', async ({ page }) => {
  await openEditor(page);
  await mark(page);
  const told = preview(page);
  const tuesday = page.getByRole('group', { name: 'Mardi' });
  await tuesday.getByLabel('de', { exact: true }).fill('12:00');
  await tuesday.getByLabel('à', { exact: true }).fill('09:00');
  await expect(told).toContainText('Mardi : La fin doit venir après le début.');
  await expect(told.getByRole('listitem')).toHaveCount(1);
  await expect(tuesday, 'nothing is refused yet').toHaveAccessibleDescription('');
  await expectSound(page);
  await tuesday.getByLabel('de', { exact: true }).fill('08:00');
  await expect(told).toContainText('horaires seront proposés');
  await page.getByLabel('Délai avant une rencontre, en heures').fill('999');
  await expect(told).toContainText('Délai avant une rencontre, en heures :');
  await page.getByLabel('Délai avant une rencontre, en heures').fill('0');
  await page.getByLabel('Réservations ouvertes, en jours').fill('7');
  await expect(told).toContainText(/ horaires? (sera|seront) proposés? dans les 7 jours à venir/);
  await page.getByLabel('Fuseau horaire').selectOption({ label: 'Heure de La Réunion' });
  await expect(told).toContainText('heure de La Réunion');

  // One change asks once.
  let asked = 0;
  page.on('request', (request) => (asked += Number(request.url().endsWith('/api/preview_hours'))));
  const answered = page.waitForRequest('**/api/preview_hours');
  await page.getByLabel('Réservations ouvertes, en jours').fill('14');
  await answered;
  await expect(told).toContainText('dans les 14 jours à venir');
  expect(asked).toBe(1);
  await expectSameDocument(page);
});

test('the last answer counts, and none is told', async ({ page }) => {
  await openEditor(page);
  const told = preview(page);
  const horizon = page.getByLabel('Réservations ouvertes, en jours');
  await drag(page, cell(page, 'Lundi', '9 h'), cell(page, 'Dimanche', '11 h 30'));
  await expect(told).toContainText('dans les 60 jours à venir');

  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let first = true;
  await page.route('**/api/preview_hours', async (route) => {
    if (first) {
      first = false;
      await held;
    }
    // The page may have given it up.
    await route.continue().catch(() => {});
  });
  const slow = page.waitForRequest('**/api/preview_hours');
  await horizon.fill('30');
  await slow;
  await horizon.fill('40');
  await expect(told).toContainText('dans les 40 jours à venir');
  letGo();
  await horizon.fill('41');
  await expect(told).toContainText('dans les 41 jours à venir');

  await page.unroute('**/api/preview_hours');
  await page.route('**/api/preview_hours', (route) => route.fulfill({ status: 204 }));
  await horizon.fill('50');
  await expect(told).toContainText('L’aperçu ne répond pas pour l’instant.');
  await expect(told.getByRole('listitem')).toHaveCount(0);
  await expectSound(page);
  // The form still asks, as it does without scripts.
  await page.unroute('**/api/preview_hours');
  await told.getByRole('button', { name: 'Voir ce qui sera proposé' }).click();
  await expect(told).toContainText('dans les 50 jours à venir');
  await expectHours(page, 'Jeudi', ['09:00', '12:00']);
});
