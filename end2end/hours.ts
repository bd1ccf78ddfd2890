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

/** Opens the page of a professional; different numbers give different people. */
export async function openProfessional(page: Page, number: number) {
  await page.goto(`/rencontres?page=${number + 1}`);
  const found = new URL((await bookable(page).last().getByRole('link').getAttribute('href'))!, page.url());
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

const DAYS = ['Lundi', 'Mardi', 'Mercredi', 'Jeudi', 'Vendredi', 'Samedi', 'Dimanche'];

/**
 * Publishes the profile of the person who is signed in, free every morning, and has it approved; gives its address.
 * Far from where other tests search, whose pages they would fill.
 */
export async function giveHours(page: Page, rules: { byHand?: boolean; minors?: boolean } = {}): Promise<string> {
  await page.goto('/compte/metier');
  await page.getByLabel('Métier', { exact: true }).fill('D1102');
  await page.getByLabel('Votre métier en une phrase').fill('Je fais du pain au levain depuis vingt ans.');
  await page.getByLabel('Ce que j’aime', { exact: true }).fill('La pâte qui lève le matin.');
  await page.getByLabel('Ce que j’aime moins', { exact: true }).fill('Me lever à trois heures du matin.');
  await page.getByLabel('Commune', { exact: true }).fill('Guéret (23)');
  for (const name of DAYS) {
    const day = page.getByRole('group', { name });
    await day.getByLabel('de', { exact: true }).fill('09:00');
    await day.getByLabel('à', { exact: true }).fill('12:00');
  }
  await page.getByLabel('Rencontres par semaine, au plus').fill('');
  await page.getByLabel('Je confirme chaque demande moi-même').setChecked(rules.byHand ?? false);
  await page.getByLabel('Je m’engage à respecter cette charte').setChecked(rules.minors ?? false);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('status')).toContainText('Votre profil est enregistré.');
  await expect(page.getByLabel('Je confirme chaque demande moi-même')).toBeChecked({ checked: rules.byHand ?? false });
  return approved(page);
}
