// What the client adds to pages that work without it.
import type { Page } from '@playwright/test';
import { expect, hydrated, test } from './fixtures';
import { bookable, hours, openStep } from './hours';
import { signUp } from './people';

/** Leaves a mark that a new document would not have. */
async function mark(page: Page) {
  await hydrated(page);
  await page.evaluate(() => Object.assign(window, { marked: true }));
}

async function expectSameDocument(page: Page) {
  expect(await page.evaluate(() => 'marked' in window), 'the page was not loaded again').toBe(true);
}

test('a filter changes the results without loading the page', async ({ page }) => {
  await page.goto('/rencontres');
  await mark(page);
  const total = page.getByRole('heading', { level: 2, name: /^\d+ personnes?$/ });
  const everybody = await total.textContent();
  // Their data did not come with the page.
  await expect(page.locator('.card')).toHaveCount(24);
  const summary = page.locator('.filters > summary');
  if (await summary.isVisible()) await summary.click();
  await page.getByLabel('Quand').selectOption({ label: 'Dans les 7 jours' });
  await expect(page).toHaveURL('/rencontres?jours=7');
  await expect(total).not.toHaveText(everybody!);
  await expect(page.getByLabel('Quand'), 'the filters stay open').toBeVisible();
  await expectSameDocument(page);

  await page.getByLabel('Métier ou mot-clé').fill('boulanger');
  await page.getByRole('button', { name: 'Rechercher' }).click();
  await expect(page).toHaveURL('/rencontres?q=boulanger&jours=7');
  await expect(page.locator('.card').first()).toContainText('Boulanger');
  await expectSameDocument(page);
  // The cards of before may hold a baker too: the results are there once the filter's link knows of the words.
  const withoutDays = page.getByRole('list', { name: 'Filtres actifs' }).getByRole('link');
  await expect(withoutDays).toHaveAttribute('href', '/rencontres?q=boulanger');
  await withoutDays.click();
  await expect(page).toHaveURL('/rencontres?q=boulanger');
  await expect(page.getByLabel('Quand')).toHaveValue('');
  await page.goBack();
  await expect(page).toHaveURL('/rencontres?q=boulanger&jours=7');
  await expect(page.getByLabel('Quand')).toHaveValue('7');
  await page.goBack();
  await expect(page.getByLabel('Métier ou mot-clé')).toHaveValue('');
  await expectSameDocument(page);
  await page.goBack();
  await expect(page).toHaveURL('/rencontres');
  await expect(page.getByLabel('Quand')).toHaveValue('');
  await expect(page.locator('.card')).toHaveCount(24);
  await expectSameDocument(page);

  await page.getByRole('banner').getByRole('link', { name: 'Déclic, accueil' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Une heure avec quelqu’un du métier/ })).toBeVisible();
  await expect(page.getByRole('main'), 'a new page takes the focus').toBeFocused();
  await expect(page).toHaveTitle(/ · Déclic$/);
  await expectSameDocument(page);
});

test('the address follows a step back to where Forward led from', async ({ page }) => {
  await page.goto('/rencontres');
  await mark(page);
  const summary = page.locator('.filters > summary');
  if (await summary.isVisible()) await summary.click();
  const when = page.getByLabel('Quand');
  const withoutDays = page.getByRole('list', { name: 'Filtres actifs' }).getByRole('link');
  await when.selectOption({ label: 'Dans les 7 jours' });
  await expect(page).toHaveURL('/rencontres?jours=7');
  await when.selectOption({ label: 'Dans les 30 jours' });
  await expect(page).toHaveURL('/rencontres?jours=30');
  await expect(withoutDays).toHaveText(/30/);
  await page.goBack();
  await expect(withoutDays).toHaveText(/7/);
  await page.goForward();
  await expect(withoutDays).toHaveText(/30/);
  await when.selectOption({ label: 'Dans les 7 jours' });
  await expect(withoutDays).toHaveText(/7/);
  await expect(page).toHaveURL('/rencontres?jours=7');
  await page.goBack();
  await expect(page).toHaveURL('/rencontres?jours=30');
  await expect(withoutDays).toHaveText(/30/);
  await expect(when).toHaveValue('30');
  await page.getByRole('banner').getByRole('link', { name: 'Déclic, accueil' }).click();
  await expect(page).toHaveURL('/');
  await page.goBack();
  await expect(page).toHaveURL('/rencontres?jours=30');
  await expectSameDocument(page);
});

test('the address follows a link back to where Forward led from', async ({ page }) => {
  const banner = page.getByRole('banner');
  const home = banner.getByRole('link', { name: 'Déclic, accueil' });
  const meet = banner.getByRole('link', { name: 'Rencontrer' });
  const seven = page.getByRole('list', { name: 'Filtres actifs' }).getByRole('link');
  const heading = page.getByRole('heading', { level: 1 });
  await page.goto('/rencontres?jours=7');
  await mark(page);
  await seven.click();
  await expect(page).toHaveURL('/rencontres');
  await home.click();
  await expect(page).toHaveURL('/');
  await page.goBack();
  await expect(page).toHaveURL('/rencontres');
  await page.goForward();
  await expect(heading).toHaveText(/^Une heure avec/);
  await meet.click();
  await expect(heading).not.toHaveText(/^Une heure avec/);
  await expect(page).toHaveURL('/rencontres');
  await home.click();
  await expect(heading).toHaveText(/^Une heure avec/);
  await expect(page).toHaveURL('/');
  // Each of these steps can be taken back.
  for (const address of ['/rencontres', '/', '/rencontres', '/rencontres?jours=7']) {
    await page.goBack();
    await expect(page).toHaveURL(address);
  }
  await expect(seven).toBeVisible();
  await expectSameDocument(page);
});

test('trades and communes are completed in the steps of a profile', async ({ page }) => {
  await signUp(page);
  await openStep(page, 'presentation');
  await page.getByLabel('Métier', { exact: true }).pressSequentially('boulangere');
  await expect(page.locator('#trade-suggestions option[value="Boulanger / Boulangère"]')).toBeAttached();
  await expect(page.locator('#second_trade-suggestions option')).toHaveCount(0);
  await openStep(page, 'rencontres');
  const commune = page.getByLabel('Commune', { exact: true });
  await commune.fill('');
  await commune.pressSequentially('alb');
  await expect(page.locator('#commune-suggestions option[value="Albi (81)"]')).toBeAttached();
});

test('what is typed in a step comes along into another language', async ({ page }) => {
  await signUp(page);
  await openStep(page, 'presentation');
  await page.getByLabel('Votre métier en une phrase').fill('Je fais du pain');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page).toHaveURL('/compte/metier/presentation');
  await expect(page.locator('#headline')).toHaveValue('Je fais du pain');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('places and trades are completed while one types', async ({ page }) => {
  await page.goto('/');
  await hydrated(page);
  await page.getByLabel('Où').pressSequentially('alb');
  await expect(page.locator('#lieu-suggestions option[value="Albi (81)"]')).toBeAttached();
  await page.getByLabel('Métier ou mot-clé').pressSequentially('boulangere');
  await expect(page.locator('#q-suggestions option[value="Boulanger / Boulangère"]')).toBeAttached();
  await page.goto('/inscription');
  await hydrated(page);
  await page.getByLabel('Commune', { exact: true }).pressSequentially('81000');
  await expect(page.locator('#commune-suggestions option[value="Albi (81)"]')).toBeAttached();
});

test.describe('from La Réunion', () => {
  test.use({ timezoneId: 'Indian/Reunion' });

  test('hours are in the zone of the browser, and of the professional', async ({ page }) => {
    const time = (iso: string, timeZone: string) => {
      const parts = new Intl.DateTimeFormat('fr-FR', { timeZone, hour: 'numeric', minute: '2-digit' }).formatToParts(new Date(iso));
      const part = (type: string) => parts.find((one) => one.type === type)!.value;
      return `${Number(part('hour'))} h ${part('minute')}`;
    };
    await page.goto('/rencontres?q=boulanger&lieu=Albi');
    await bookable(page).first().getByRole('link').click();
    await expect(page).toHaveURL(/fuseau=Indian%2FReunion/);
    await expect(page.locator('.slot-picker__zone')).toContainText('heure de La Réunion');
    await expect(page.locator('.slot-picker__zone')).toContainText('heure de Paris');
    const hour = hours(page).first();
    const iso = (await hour.locator('time').getAttribute('datetime'))!;
    await expect(hour.locator('time')).toHaveText(time(iso, 'Indian/Reunion'));
    await expect(hour).toContainText(`${time(iso, 'Europe/Paris')} là-bas`);
  });
});
