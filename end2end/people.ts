// People and what they do first: open an account, read their mail, sign in.
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures';

export type Person = { name: string; email: string; password: string; birthDate: string; commune: string };

/** The name of a person of a test, as nobody of the demonstration is called. */
export const OF_A_TEST = /Léa [a-f]/;

/** A person that no other test knows, of age unless told otherwise. */
export function somebody(more: Partial<Person> = {}): Person {
  const letters = randomUUID().replace(/[^a-f]/g, '').slice(0, 8);
  return {
    name: `Léa ${letters}`,
    email: `lea.${randomUUID()}@exemple.fr`,
    password: 'quatre chevaux bleus',
    birthDate: '1999-05-31',
    commune: 'Albi (81)',
    ...more,
  };
}

/** The day on which somebody who is `age` today was born, a month and more ago. */
export function bornYearsAgo(age: number): string {
  const day = new Date();
  day.setUTCFullYear(day.getUTCFullYear() - age);
  day.setUTCDate(day.getUTCDate() - 40);
  return day.toISOString().slice(0, 10);
}

export async function fillSignUp(page: Page, person: Person) {
  await page.getByLabel('Prénom et nom', { exact: true }).fill(person.name);
  await page.getByLabel('Adresse e-mail', { exact: true }).fill(person.email);
  await page.getByLabel('Date de naissance', { exact: true }).fill(person.birthDate);
  await page.getByLabel('Commune', { exact: true }).fill(person.commune);
  await page.getByLabel('Mot de passe', { exact: true }).fill(person.password);
}

export async function submitSignUp(page: Page) {
  await page.getByRole('button', { name: 'Créer mon compte' }).click();
}

/** The newest mail to a person, on the development mailbox's page; some arrive after the answer that promises them. */
export async function newestMail(page: Page, person: Person, text = ''): Promise<Locator> {
  const newest = page.getByRole('article').filter({ hasText: person.email }).first();
  await expect(async () => {
    await page.goto('/dev/mail');
    await expect(newest).toContainText(text, { timeout: 500 });
  }).toPass();
  return newest;
}

/** Follows the link that confirms an address and gives the password; ends where the person wanted to go. */
export async function confirmAddress(page: Page, person: Person) {
  const mail = await newestMail(page, person);
  await mail.getByRole('link', { name: /\/inscription\/confirmer\// }).click();
  await expect(page.getByText(person.email, { exact: true })).toBeVisible();
  await page.getByLabel('Mot de passe', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Confirmer mon adresse' }).click();
  await expect(page.getByRole('link', { name: 'Agenda' })).toBeVisible();
}

/** Opens an account through the pages; the person ends signed in on the home page. */
export async function signUp(page: Page, person: Person = somebody()): Promise<Person> {
  await page.goto('/inscription');
  await fillSignUp(page, person);
  await submitSignUp(page);
  await expect(page).toHaveURL('/inscription/courriel');
  await confirmAddress(page, person);
  return person;
}

/** Fills in and sends the sign-in form that is open or, if none is, its own page's. */
export async function signIn(page: Page, person: Pick<Person, 'email' | 'password'>) {
  await page.goto('/connexion');
  await page.getByLabel('Adresse e-mail', { exact: true }).fill(person.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
}
