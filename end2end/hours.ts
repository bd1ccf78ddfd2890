// Free hours of the demonstration's professionals.
import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures';
import { approved } from './moderators';
import { OF_A_TEST } from './people';

/** The cards of professionals of the demonstration who can be booked: those of other tests have rules of their own. */
export function bookable(page: Page): Locator {
  return page.locator('.card').filter({ hasText: 'Prochaine heure libre', hasNotText: OF_A_TEST });
}

/** The free hours of the chosen day: links, or buttons that hold them for who is signed in. */
export function hours(page: Page): Locator {
  return page.locator('.slot-picker__times .time');
}

/** Pages of the search that are full of people who can be booked: those who cannot come last. */
const FULL_PAGES = 12;

/** Opens the page of a professional; different numbers give different people. */
export async function openProfessional(page: Page, number: number) {
  await page.goto(`/rencontres?page=${(number % FULL_PAGES) + 1}`);
  const fromTheEnd = 1 + Math.floor(number / FULL_PAGES);
  const link = bookable(page).nth(-fromTheEnd).getByRole('link');
  const found = new URL((await link.getAttribute('href'))!, page.url());
  // With a zone asked for, no page is replaced by another on the way.
  await page.goto(`${found.pathname}?fuseau=Europe%2FParis`);
  await expect(hours(page).first()).toBeVisible();
}

/** The address of the form that books the first hour shown. */
export async function firstHour(page: Page): Promise<string> {
  const hour = hours(page).first();
  const href = await hour.getAttribute('href');
  if (href) return href;
  const { pathname, searchParams } = new URL(page.url());
  const zone = searchParams.get('fuseau');
  const start = encodeURIComponent((await hour.getAttribute('value'))!);
  return `${pathname}/reserver?debut=${start}${zone ? `&fuseau=${encodeURIComponent(zone)}` : ''}`;
}

/** Fills in the booking form that is open and sends it. */
export async function book(page: Page, question = '') {
  await page.getByRole('group', { name: /Comment voulez-vous/ }).getByRole('radio').first().check();
  await page.getByLabel(/^Ce que vous aimeriez savoir/).fill(question);
  await page.getByRole('button', { name: 'Confirmer la rencontre' }).click();
}

export const DAYS = ['Lundi', 'Mardi', 'Mercredi', 'Jeudi', 'Vendredi', 'Samedi', 'Dimanche'];

export type Step = 'presentation' | 'rencontres' | 'heures' | 'photo' | 'publication';

/** Opens a step of the profile of the person who is signed in. */
export async function openStep(page: Page, step: Step) {
  await page.goto(`/compte/metier/${step}`);
}

/** Sends the step that is open. */
export async function saveStep(page: Page) {
  await page.getByRole('button', { name: /^(Enregistrer|Terminer mon profil)/ }).click();
}

/** Fills in the first step that is open, but for the trade. */
export async function fillWords(page: Page, headline = 'Je fais du pain au levain depuis vingt ans.') {
  await page.getByLabel('Votre métier en une phrase').fill(headline);
  await page.getByLabel('Ce que j’aime', { exact: true }).fill('La pâte qui lève le matin.');
  await page.getByLabel('Ce que j’aime moins', { exact: true }).fill('Me lever à trois heures du matin.');
}

/** Gives the mornings of these days, at the step that is open. */
export async function fillMornings(page: Page, days = DAYS) {
  for (const name of days) {
    const day = page.getByRole('group', { name });
    await day.getByLabel('de', { exact: true }).fill('09:00');
    await day.getByLabel('à', { exact: true }).fill('12:00');
  }
}

/** Goes on without a photo and saves a profile whose other steps are taken. */
export async function publish(page: Page, minors = false) {
  await page.getByRole('link', { name: 'Continuer sans photo' }).click();
  await page.getByLabel('Je m’engage à respecter cette charte').setChecked(minors);
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier');
  await expect(page.getByRole('status')).toContainText('Votre profil est enregistré.');
}

/**
 * Publishes the profile of the person who is signed in, free every morning, and has it approved; gives its address.
 * Far from where other tests search, whose pages they would fill.
 */
export async function giveHours(page: Page, rules: { byHand?: boolean; minors?: boolean } = {}): Promise<string> {
  await openStep(page, 'presentation');
  await page.getByLabel('Métier', { exact: true }).fill('D1102');
  await fillWords(page);
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier/rencontres');
  await page.getByLabel('Commune', { exact: true }).fill('Guéret (23)');
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier/heures');
  await fillMornings(page);
  await page.getByLabel('Rencontres par semaine, au plus').fill('');
  await page.getByLabel('Je confirme chaque demande moi-même').setChecked(rules.byHand ?? false);
  await saveStep(page);
  await publish(page, rules.minors ?? false);
  return approved(page);
}
