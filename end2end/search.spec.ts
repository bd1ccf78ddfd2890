// Searching: what was typed, filters, order, pages, addresses, and never an empty end.
import type { Page } from '@playwright/test';
import { expect, hasScripts, hydrated, test } from './fixtures';
import { expectSound } from './sound';

const found = (page: Page) => page.getByRole('heading', { level: 2, name: /^\d+ personnes?$/ });
const names = (page: Page) => page.locator('.card__name').allTextContents();
const count = async (page: Page) => Number.parseInt((await found(page).textContent())!, 10);

/** Opens the filters where they are folded away. */
async function openFilters(page: Page) {
  const summary = page.locator('.filters > summary');
  const folded = (await summary.isVisible()) && (await page.locator('.filters:not([open])').count()) > 0;
  if (folded) await summary.click();
}

/** The search that the address holds, and nothing empty in it. */
async function expectSearch(page: Page, search: Record<string, string>) {
  const held = (url: URL) => Object.fromEntries(url.searchParams);
  await expect.poll(() => held(new URL(page.url()))).toEqual(search);
}

/** Changes a filter; without scripts it has to be applied. */
async function filter(page: Page, change: () => Promise<unknown>) {
  await hydrated(page);
  await openFilters(page);
  await change();
  if (!hasScripts()) await page.getByRole('button', { name: 'Appliquer les filtres' }).click();
}

test('an unknown place is told, what was typed stays, and people anywhere are shown', async ({ page }) => {
  await page.goto('/rencontres?q=boulanger&lieu=Xyzzyville');
  await expect(page.getByLabel('Où')).toHaveValue('Xyzzyville');
  await expect(page.getByLabel('Où')).toHaveAccessibleDescription(/Nous ne trouvons pas ce lieu/);
  await expect(page.getByText('« Xyzzyville » n’est pas pris en compte dans ces résultats.')).toBeVisible();
  expect(await count(page)).toBeGreaterThan(0);
  await expect(page.locator('.card').first()).toContainText('Boulanger');
  await expectSound(page);
});

test('a slip in a place is asked about', async ({ page }) => {
  await page.goto('/rencontres?q=boulanger&lieu=Toulousse&rayon=100');
  await page.getByRole('link', { name: 'Toulouse (31)' }).click();
  await expectSearch(page, { q: 'boulanger', lieu: 'Toulouse (31)', rayon: '100' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rencontrer : boulanger · Toulouse (31), 100 km');
  await expect(page.getByLabel('Où')).toHaveValue('Toulouse (31)');
});

test('a place among the words is offered as the place', async ({ page }) => {
  await page.goto('/rencontres?q=boulanger+à+Réalmont&jours=30');
  const offered = page.getByRole('link', { name: /à cet endroit\s: Réalmont \(81\), 50\skm/ });
  await expect(offered).toBeVisible();
  await expectSound(page);
  await offered.click();
  await expectSearch(page, { q: 'boulanger', lieu: 'Réalmont (81)', jours: '30' });
  await expect(page.getByLabel('Où')).toHaveValue('Réalmont (81)');
  expect(await count(page)).toBeGreaterThan(0);
});

test('words that cannot be searched for are told', async ({ page }) => {
  await page.goto('/rencontres?q=%F0%9F%A6%80');
  await expect(page.getByLabel('Métier ou mot-clé')).toHaveAccessibleDescription(/Cherchez avec des lettres/);
  await expect(page.getByText('« 🦀 » n’est pas pris en compte dans ces résultats.')).toBeVisible();
  expect(await count(page)).toBeGreaterThanOrEqual(400);
  await expectSound(page);
});

test('what no filter offers is dropped from the address', async ({ page }) => {
  await page.goto('/rencontres?rayon=5&jours=5&domaine=ZZ&region=99&langue=xx&maniere=zz&tri=zz');
  await expectSearch(page, {});
  expect(await count(page)).toBeGreaterThanOrEqual(400);
  await page.goto('/rencontres?page=9999');
  await expect(page.getByText('voici la dernière')).toBeVisible();
  await expect(page.locator('.card').first()).toBeVisible();
});

test('an ambiguous place is asked about', async ({ page }) => {
  await page.goto('/rencontres?lieu=Saint-Martin');
  await expect(page.getByLabel('Où')).toHaveAccessibleDescription(/Plusieurs lieux portent ce nom/);
  expect(await count(page)).toBeGreaterThanOrEqual(400);
  await expectSound(page);
  const place = page.getByRole('link', { name: /^Saint-Martin \(\d+\)$/ }).first();
  const label = (await place.textContent())!.trim();
  await place.click();
  await expect(page).toHaveURL((url) => url.searchParams.get('lieu') === label);
  await expect(page.getByLabel('Où')).toHaveValue(label);
  await expect(page.getByText('Plusieurs lieux portent ce nom.')).toHaveCount(0);
});

test('a search that finds nobody shows the ways on and takes a wish', async ({ page }) => {
  await page.goto('/rencontres?q=croupier&lieu=Albi');
  await expect(page.getByRole('heading', { level: 2, name: 'Personne pour l’instant' })).toBeVisible();
  await expect(page.getByText('Personne pour « croupier · Albi (81), 50 km ».')).toBeVisible();
  const ways = await page.locator('.suggestions').getByRole('link').allTextContents();
  expect(new Set(ways).size, 'no two say the same').toBe(ways.length);
  await expectSound(page);
  const wayOn = page.locator('.suggestions').getByRole('link').first();
  const people = Number(/(\d+) personne/.exec((await wayOn.textContent())!)![1]);
  expect(people).toBeGreaterThan(0);
  await wayOn.click();
  await expect.poll(() => found(page).count()).toBe(1);
  expect(await count(page)).toBe(people);
  await page.goBack();
  await page.getByRole('button', { name: 'Demander ce métier' }).click();
  await expect(page.getByRole('status')).toContainText('Votre demande est comptée');
  await expectSearch(page, { q: 'croupier', lieu: 'Albi' });
  await expectSound(page);
});

test('filters narrow down, chips take them off, and the back button finds its way', async ({ page }) => {
  await page.goto('/rencontres');
  const everybody = await count(page);
  expect(everybody).toBeGreaterThanOrEqual(400);

  await filter(page, () => page.getByLabel('Quand').selectOption({ label: 'Dans les 7 jours' }));
  await expectSearch(page, { jours: '7' });
  await expect.poll(() => count(page)).toBeLessThan(everybody);
  const soon = await count(page);

  await filter(page, () => page.getByRole('group', { name: 'Comment' }).getByRole('radio', { name: /^En vidéo/ }).check());
  await expectSearch(page, { maniere: 'video', jours: '7' });
  await expect.poll(() => count(page)).toBeLessThan(soon);
  for (const card of await page.locator('.card').all()) await expect(card).toContainText('en vidéo');
  await openFilters(page);
  await expect(page.getByRole('radio', { name: /^En vidéo/ })).toBeChecked();
  await expectSound(page);

  const chips = page.getByRole('list', { name: 'Filtres actifs' });
  await expect(chips.getByRole('listitem')).toHaveCount(2);
  await chips.getByRole('link', { name: /^En vidéo/ }).click();
  await expectSearch(page, { jours: '7' });
  await expect.poll(() => count(page)).toBe(soon);
  await openFilters(page);
  await expect(page.getByRole('radio', { name: /^En vidéo/ })).not.toBeChecked();

  await page.goBack();
  await expectSearch(page, { maniere: 'video', jours: '7' });
  await expect.poll(() => count(page)).toBeLessThan(soon);
  await page.goBack();
  await page.goBack();
  await expectSearch(page, {});
  await expect.poll(() => count(page)).toBe(everybody);
});

test('results are sorted by distance and by the next hour', async ({ page }) => {
  await page.goto('/rencontres?lieu=Toulouse&rayon=200');
  const order = page.getByRole('navigation', { name: 'Trier les résultats' });
  await order.getByRole('link', { name: 'distance' }).click();
  await expectSearch(page, { lieu: 'Toulouse', rayon: '200', tri: 'distance' });
  await expect(order.getByRole('link', { name: 'distance' })).toHaveAttribute('aria-current', 'true');
  const distances = async () =>
    (await page.locator('.card').allTextContents()).map((text) => Number(/à\s(?:environ\s)?(\d+)\skm/.exec(text)?.[1] ?? 0));
  const sorted = (numbers: number[]) => numbers.every((number, index) => index === 0 || numbers[index - 1] <= number);
  await expect.poll(async () => sorted(await distances())).toBe(true);
  expect(Math.max(...(await distances()))).toBeGreaterThan(0);
  await expectSound(page);

  await order.getByRole('link', { name: 'prochaine heure' }).click();
  await expectSearch(page, { lieu: 'Toulouse', rayon: '200', tri: 'date' });
  await expect(order.getByRole('link', { name: 'prochaine heure' })).toHaveAttribute('aria-current', 'true');
  await expect(page.locator('.card').first()).toContainText('Prochaine heure libre');
});

test('pages follow each other without repeating anybody', async ({ page }) => {
  // By distance, so that who is on which page depends on no hour: other tests book meanwhile.
  const search = { lieu: 'Paris (75)', rayon: '200', tri: 'distance' };
  await page.goto(`/rencontres?${new URLSearchParams(search)}`);
  const first = await page.locator('.card').allTextContents();
  expect(first).toHaveLength(24);
  const kilometres = (texts: string[]) => texts.map((text) => Number(/à\s(?:environ\s)?(\d+)\skm/.exec(text)?.[1] ?? 0));
  const people = (texts: string[]) => texts.map((text) => text.split('Prochaine heure')[0].split('Pas d’heure')[0]).sort();
  const pages = page.getByRole('navigation', { name: 'Pages de résultats' });
  await hydrated(page);
  await pages.getByRole('link', { name: 'Suivante' }).click();
  await expectSearch(page, { ...search, page: '2' });
  await expect(pages.getByRole('link', { name: 'Page 2', exact: true })).toHaveAttribute('aria-current', 'page');
  if (hasScripts()) await expect(found(page), 'reading goes on at the heading').toBeFocused();
  await expectSound(page);
  const second = await page.locator('.card').allTextContents();
  expect(kilometres(second)[0], 'nobody changes the page for a sooner hour').toBeGreaterThan(kilometres(first)[23]);
  expect(people(second).filter((person) => people(first).includes(person))).toEqual([]);
  await page.goBack();
  await expect(pages.getByRole('link', { name: 'Page 1', exact: true })).toHaveAttribute('aria-current', 'page');
  await expect.poll(async () => people(await page.locator('.card').allTextContents())).toEqual(people(first));
  expect(kilometres(await page.locator('.card').allTextContents())).toEqual(kilometres(first));
});

test('a search has an address that gives the same to somebody else', async ({ page, open }) => {
  await page.goto('/');
  await page.getByLabel('Métier ou mot-clé').fill('infirmier');
  await page.getByLabel('Où').fill('Saint-Denis (974)');
  await page.getByRole('button', { name: 'Rechercher' }).click();
  await expect(found(page)).toBeVisible();
  await filter(page, () => page.getByLabel('Distance').selectOption({ label: 'À moins de 100 km' }));
  await expect(page).toHaveURL(/rayon=100/);
  await expect(found(page)).toBeVisible();
  const somebodyElse = await open();
  await somebodyElse.goto(page.url());
  await expect(found(somebodyElse)).toHaveText((await found(page).textContent())!);
  expect(await names(somebodyElse)).toEqual(await names(page));
});
