// Wanted trades: asking, the board with its map, a trade's page to pass on, and word when somebody joins.
import type { Page } from '@playwright/test';
import { expect, hydrated, projectNumber, test } from './fixtures';
import { fillMornings, fillWords, publish, saveStep } from './hours';
import { approved } from './moderators';
import { newestMail, signUp, somebody } from './people';
import { expectSound } from './sound';

/** A trade that nobody has in the demonstration data; each project has its own, as all share the site. */
const missing = () => ['H3406', 'N4106', 'K2410', 'E1124'][projectNumber()];

const trades = (page: Page) => page.locator('.ranking').getByRole('heading', { level: 3 });

test('the board ranks what is wanted and the map leads to a département', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Métiers recherchés' }).click();
  await expect(page).toHaveURL('/metiers-recherches');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Métiers recherchés');
  await expect(trades(page)).toHaveCount(24);
  const wishes = (await page.locator('.ranking__meta strong').allTextContents()).map((text) => Number.parseInt(text, 10));
  expect([...wishes].sort((one, other) => other - one)).toEqual(wishes);
  expect(Math.min(...wishes)).toBeGreaterThanOrEqual(5);
  await expect(page.getByText('Victor Cazanave')).toBeVisible();

  // Pointing at the drawing.
  const tarn = page.locator('.map__drawing a', { has: page.locator('use[href$="#d81"]') });
  await tarn.click();
  await expect(page).toHaveURL('/metiers-recherches?departement=81');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Métiers recherchés : Tarn (81)');
  await expect(page.getByLabel('Département', { exact: true })).toHaveValue('81');
  await expectSound(page);

  // A tile for what is not drawn.
  await page.locator('.map__tiles').getByRole('link', { name: /^La Réunion/ }).click();
  await expect(page).toHaveURL('/metiers-recherches?departement=974');
  await expectSound(page);
});

test('everything on the map is there without it', async ({ page }) => {
  await page.goto('/metiers-recherches');
  // The drawing is no stop of the Tab key.
  expect(await page.locator('.map__drawing a:not([tabindex="-1"])').count()).toBe(0);
  await page.getByLabel('Département', { exact: true }).selectOption({ label: 'Haute-Corse (2B)' });
  await page.getByRole('button', { name: 'Afficher' }).press('Enter');
  await expect(page).toHaveURL('/metiers-recherches?departement=2B');
  const list = page.locator('.map__list');
  await list.locator('summary').focus();
  await page.keyboard.press('Enter');
  const first = list.getByRole('link').first();
  await expect(first).toBeVisible();
  await expectSound(page);
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/metiers-recherches\?departement=\w{2,3}$/);
});

test('the outlines of the map are drawn in the shades of the legend', async ({ page }) => {
  await page.goto('/metiers-recherches');
  const box = (await page.locator('.map__drawing a', { has: page.locator('use[href$="#d81"]') }).boundingBox())!;
  expect(box.width).toBeGreaterThan(10);
  const fill = (area: Element) => getComputedStyle(area).fill;
  const drawn = new Set(await page.locator('.map__drawing use').evaluateAll((areas) => areas.map((area) => getComputedStyle(area).fill)));
  const legend = await page.locator('.map__legend .shade').evaluateAll((shades) => shades.map((shade) => getComputedStyle(shade).fill));
  expect(await page.locator('.map__drawing use').first().evaluate(fill)).toMatch(/^rgb/);
  for (const shade of drawn) expect(legend).toContain(shade);
  expect(drawn.size).toBeGreaterThanOrEqual(3);
});

test('a trade’s page invites who does it', async ({ page }) => {
  await page.goto('/metiers-recherches');
  const name = (await trades(page).first().textContent())!.trim();
  await trades(page).first().getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`On cherche : ${name}`);
  await expect(page.locator('meta[name="description"]')).toHaveAttribute('content', /souhaits de rencontre/);
  await expect(page.getByLabel('Adresse de cette page')).toHaveValue(page.url());
  await expectSound(page);
  await page.getByRole('link', { name: 'Donner une heure' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Créer un compte');
  expect(new URL(page.url()).searchParams.get('suite')).toMatch(/^\/compte\/metier\?metier=/);
});

test('whoever joins from a trade’s page finds it filled in', async ({ page }) => {
  await signUp(page);
  await page.goto('/metiers-recherches/A1504?departement=81');
  await page.locator('.panel').getByRole('link', { name: 'Donner une heure' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Présenter mon métier');
  await page.getByRole('link', { name: 'Commencer' }).click();
  await expect(page.getByLabel('Métier', { exact: true })).toHaveValue('Vétérinaire');
});

test('a trade can be asked for on the page that people share', async ({ page }) => {
  const path = '/metiers-recherches/G1206?departement=81';
  await page.goto(path);
  await page.getByRole('button', { name: 'Demander ce métier' }).click();
  await expect(page).toHaveURL(path);
  await expect(page.getByRole('status')).toContainText('Votre demande est comptée');
  await page.getByRole('link', { name: /^Connectez-vous pour être prévenu/ }).click();
  await expect(page).toHaveURL(`/connexion?suite=${encodeURIComponent(path)}`);
});

test('who asked is told when somebody joins', async ({ page, open }) => {
  const code = missing();
  const lea = await signUp(page);
  await page.goto(`/rencontres?metier=${code}&lieu=Albi+(81)`);
  await hydrated(page);
  const box = page.getByLabel('Écrivez-moi dès que quelqu’un propose ce métier');
  await expect(box).not.toBeChecked();
  await box.check();
  await expectSound(page);
  await page.getByRole('button', { name: 'Demander ce métier' }).click();
  await expect(page.getByRole('status')).toContainText('nous vous écrirons');
  await page.goto('/mon-parcours');
  const waiting = page.getByRole('region', { name: 'Métiers que j’attends' });
  await expect(waiting.getByRole('listitem')).toHaveCount(1);
  await expect(waiting).toContainText('Tarn (81)');
  await expectSound(page);

  const other = await open();
  const paul = await signUp(other, somebody());
  await other.goto(`/compte/metier?metier=${code}`);
  await other.getByRole('link', { name: 'Commencer' }).click();
  await fillWords(other, 'Je fais ce métier depuis vingt ans.');
  await saveStep(other);
  await expect(other).toHaveURL('/compte/metier/rencontres');
  await saveStep(other);
  await expect(other).toHaveURL('/compte/metier/heures');
  await fillMornings(other, ['Lundi']);
  await saveStep(other);
  await publish(other);
  await approved(other);

  const mail = await newestMail(page, lea, 'Vous pouvez rencontrer quelqu’un');
  await mail.getByRole('link', { name: /\/rencontres\// }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(paul.name);
  await page.goto('/mon-parcours');
  await expect(waiting).toHaveCount(0);
});

test('waiting can be stopped', async ({ page }) => {
  await signUp(page);
  await page.goto('/rencontres?metier=G1206&lieu=Albi+(81)');
  await hydrated(page);
  await page.getByLabel('Écrivez-moi dès que quelqu’un propose ce métier').check();
  await page.getByRole('button', { name: 'Demander ce métier' }).click();
  await expect(page.getByRole('status')).toContainText('nous vous écrirons');
  await page.goto('/mon-parcours');
  await page.getByRole('button', { name: /^Ne plus attendre/ }).click();
  await expect(page.getByRole('status')).toContainText('nous ne vous écrirons pas');
  await expect(page.getByRole('region', { name: 'Métiers que j’attends' })).toHaveCount(0);
});
