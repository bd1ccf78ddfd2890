// Under fifteen: an account waits until a guardian agrees.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { type Person, bornYearsAgo, fillSignUp, newestMail, signIn, somebody, submitSignUp } from './people';
import { expectSound } from './sound';

const PARENT = /^Adresse e-mail d’un parent/;

/** Signs up at fourteen, naming a parent, and confirms the address; ends on the page that waits. */
async function signUpAtFourteen(page: Page, parent: Person): Promise<Person> {
  const child = somebody({ birthDate: bornYearsAgo(14) });
  await page.goto('/inscription');
  await fillSignUp(page, child);
  await page.getByText('Vous avez moins de 15 ans ?').click();
  await page.getByLabel(PARENT).fill(parent.email);
  await submitSignUp(page);
  await expect(page).toHaveURL('/inscription/courriel');
  const mail = await newestMail(page, child);
  await mail.getByRole('link', { name: /\/inscription\/confirmer\// }).click();
  await page.getByLabel('Mot de passe', { exact: true }).fill(child.password);
  await page.getByRole('button', { name: 'Confirmer mon adresse' }).click();
  await expect(page).toHaveURL('/inscription/accord');
  return child;
}

test('at fourteen sign-up asks for a parent, at twelve it says from when', async ({ page }) => {
  await page.goto('/inscription');
  await fillSignUp(page, somebody({ birthDate: bornYearsAgo(14) }));
  await submitSignUp(page);
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel(PARENT)).toBeVisible();
  await expect(page.getByLabel(PARENT)).toHaveAccessibleDescription(/Ce champ est nécessaire/);
  await expectSound(page);
  await fillSignUp(page, somebody({ birthDate: bornYearsAgo(12) }));
  await submitSignUp(page);
  await expect(page.getByLabel('Date de naissance')).toHaveAccessibleDescription(/à partir de 13 ans/);
  await expectSound(page);
});

test('at fourteen an account opens once a parent agrees, and goes when they take it back', async ({ page, open }) => {
  const parent = somebody();
  const child = await signUpAtFourteen(page, parent);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Plus que l’accord d’un parent');
  await expect(page.getByRole('main')).toContainText(parent.email);
  await expectSound(page);
  // The account opens nothing yet.
  await page.goto('/agenda');
  await expect(page).toHaveURL(/^[^?]*\/connexion/);
  await signIn(page, child);
  await expect(page).toHaveURL('/inscription/accord');

  const guardian = await open();
  const mail = await newestMail(guardian, parent, child.name);
  await mail.getByRole('link', { name: /\/inscription\/accord\// }).click();
  await expect(guardian.getByRole('heading', { level: 1 })).toHaveText('Votre accord pour un compte');
  await expectSound(guardian);
  await guardian.getByRole('button', { name: 'Donner mon accord' }).click();
  await expect(guardian.getByRole('alert')).toBeFocused();
  await expectSound(guardian);
  await guardian.getByLabel(/^J’exerce l’autorité parentale/).check();
  await guardian.getByRole('button', { name: 'Donner mon accord' }).click();
  await expect(guardian.getByRole('status')).toContainText('Votre accord est noté');
  await expectSound(guardian);

  await page.goto('/compte');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mon compte');
  await expect(page.getByText(child.email)).toBeVisible();

  const thanks = await newestMail(guardian, parent, 'Gardez ce message');
  await thanks.getByRole('link', { name: /\/inscription\/accord\// }).click();
  await expectSound(guardian);
  await guardian.getByRole('button', { name: 'Retirer mon accord et supprimer le compte' }).click();
  await expect(guardian.getByRole('status')).toContainText('Le compte et ses données sont supprimés');
  await page.goto('/compte');
  await expect(page).toHaveURL(/^[^?]*\/connexion/);
});

test('at fourteen a mistyped address of a parent is corrected', async ({ page, open }) => {
  const [stranger, parent] = [somebody(), somebody()];
  const child = await signUpAtFourteen(page, stranger);
  const lost = await open();
  await (await newestMail(lost, stranger, child.name)).getByRole('link', { name: /\/inscription\/accord\// }).click();
  await expect(lost.getByRole('button', { name: 'Donner mon accord' })).toBeVisible();
  await page.getByLabel(PARENT).fill('parent@');
  await page.getByRole('button', { name: 'Envoyer le message' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel(PARENT)).toHaveValue('parent@');
  await expectSound(page);
  await page.getByLabel(PARENT).fill(parent.email);
  await page.getByRole('button', { name: 'Envoyer le message' }).click();
  await expect(page.getByRole('status')).toContainText('Le message précédent ne sert plus');

  await lost.reload();
  await expect(lost.getByText('Ce lien a déjà servi')).toBeVisible();
  await expectSound(lost);
  const guardian = await open();
  const mail = await newestMail(guardian, parent, child.name);
  await mail.getByRole('link', { name: /\/inscription\/accord\// }).click();
  await guardian.getByRole('button', { name: 'Je ne suis pas d’accord' }).click();
  await expect(guardian.getByRole('status')).toContainText('supprimés');
  await page.goto('/inscription/accord');
  await expect(page).toHaveURL(/^[^?]*\/connexion/);
});
