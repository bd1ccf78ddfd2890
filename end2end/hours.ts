// Free hours of the demonstration's professionals.
import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures';

/** The cards of professionals who can be booked. */
export function bookable(page: Page): Locator {
  return page.locator('.card').filter({ hasText: 'Prochaine heure libre' });
}

/** The free hours of the chosen day, as links. */
export function hours(page: Page): Locator {
  return page.locator('.slot-picker__times').getByRole('link');
}

/** Opens the page of a professional; different numbers give different people. */
export async function openProfessional(page: Page, number: number) {
  await page.goto(`/rencontres?page=${number + 1}`);
  const link = bookable(page).last().getByRole('link');
  // With a zone asked for, no page is replaced by another on the way.
  await page.goto(`${await link.getAttribute('href')}?fuseau=Europe%2FParis`);
  await expect(hours(page).first()).toBeVisible();
}

/** The address of the form that books the first hour shown. */
export async function firstHour(page: Page): Promise<string> {
  return (await hours(page).first().getAttribute('href'))!;
}

/** Fills in the booking form that is open and sends it. */
export async function book(page: Page, question = '') {
  await page.getByRole('group', { name: /Comment voulez-vous/ }).getByRole('radio').first().check();
  await page.getByLabel(/^Ce que vous aimeriez savoir/).fill(question);
  await page.getByRole('button', { name: 'Confirmer la rencontre' }).click();
}
