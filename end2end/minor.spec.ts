// Under age.
import { expect, hasScripts, hydrated, test } from './fixtures';
import { book, giveHours, hours } from './hours';
import { bornYearsAgo, newestMail, signUp, somebody } from './people';
import { expectSound } from './sound';

test('at sixteen somebody who has not signed the charter cannot be met', async ({ page, open }) => {
  const professional = await open();
  await signUp(professional);
  const profile = await giveHours(professional);
  await signUp(page, somebody({ birthDate: bornYearsAgo(16) }));
  await page.goto(`${profile}?fuseau=Europe%2FParis`);
  await hours(page).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cette personne ne rencontre que des adultes');
  await expect(page.getByRole('button', { name: 'Confirmer la rencontre' })).toHaveCount(0);
  await expectSound(page);
  await page.getByRole('link', { name: /^Lire ce que cette personne dit/ }).click();
  await expect(page).toHaveURL(new RegExp(`^[^?]*${profile}`));
});

test('at sixteen a guardian agrees before the professional knows who it is, and may take it back', async ({ page, open }) => {
  const professional = await open();
  await signUp(professional);
  const profile = await giveHours(professional, { minors: true });
  const explorer = await signUp(page, somebody({ birthDate: bornYearsAgo(16) }));
  const parent = somebody();

  await page.goto(`${profile}?fuseau=Europe%2FParis`);
  await hours(page).first().click();
  await expectSound(page);
  await book(page, 'Est-ce que le fournil fait peur ?');
  await expect(page.getByLabel(/^Adresse e-mail d’un parent/)).toHaveAccessibleDescription(/Ce champ est nécessaire/);
  await expectSound(page);
  await page.getByLabel(/^Adresse e-mail d’un parent/).fill(parent.email);
  await page.getByRole('button', { name: 'Confirmer la rencontre' }).click();
  await expect(page.getByRole('main')).toContainText('en attente d’un accord');
  await expectSound(page);
  const talk = new URL(page.url()).pathname;

  await professional.goto(talk);
  await expect(professional.getByRole('heading', { level: 1 })).toContainText(/personne de moins de 18 ans/i);
  await expect(professional.getByRole('main')).not.toContainText(explorer.name);
  await expect(professional.getByRole('main')).not.toContainText('fournil fait peur');
  await expectSound(professional);

  const guardian = await open();
  const mail = await newestMail(guardian, parent, explorer.name);
  await mail.getByRole('link', { name: /\/accord\// }).click();
  await expect(guardian.getByRole('heading', { level: 1 })).toHaveText('Votre accord pour une rencontre');
  await expectSound(guardian);
  await guardian.getByRole('button', { name: 'Donner mon accord' }).click();
  await expect(guardian.getByRole('alert')).toBeFocused();
  await guardian.getByRole('radio', { name: 'cette rencontre seulement' }).check();
  await guardian.getByLabel(/^J’exerce l’autorité parentale/).check();
  await guardian.getByRole('button', { name: 'Donner mon accord' }).click();
  await expect(guardian.getByRole('status')).toContainText('Votre accord est noté');

  await professional.goto(talk);
  await expect(professional.getByRole('main')).toContainText(explorer.name);
  await expect(professional.getByRole('main')).toContainText('fournil fait peur');
  await expect(professional.getByRole('main')).toContainText('confirmée');

  const thanks = await newestMail(guardian, parent, 'Gardez ce message');
  await thanks.getByRole('link', { name: /\/accord\// }).click();
  await expectSound(guardian);
  await guardian.getByRole('button', { name: 'Retirer mon accord' }).click();
  await expect(guardian.getByRole('status')).toContainText('Ce qui dépendait de votre accord s’arrête');
  await page.goto(talk);
  await expect(page.getByRole('main')).toContainText('La rencontre n’aura pas lieu');
  await expectSound(page);
});

test('at sixteen the search shows who meets minors, and how', async ({ page, open }) => {
  const found = (where: typeof page) => where.getByRole('heading', { level: 2, name: /^\d+ personnes?$/ });
  const count = async (where: typeof page) => Number.parseInt((await found(where).textContent())!, 10);
  const stranger = await open();
  await stranger.goto('/rencontres?lieu=Bretagne');
  const everybody = await count(stranger);
  await signUp(page, somebody({ birthDate: bornYearsAgo(16) }));
  await page.goto('/rencontres?lieu=Bretagne');
  await expect(page.getByText('Vous avez moins de 18 ans : voici les personnes qui rencontrent aussi des mineurs')).toBeVisible();
  const mine = await count(page);
  expect(mine).toBeGreaterThan(0);
  expect(mine).toBeLessThan(everybody);
  await expect(page.getByLabel('Rencontre aussi des moins de 18 ans')).toHaveCount(0);
  await expectSound(page);

  // Who is of age can look for the same people.
  await hydrated(stranger);
  const filters = stranger.locator('.filters > summary');
  if (await filters.isVisible()) await filters.click();
  await stranger.getByLabel('Rencontre aussi des moins de 18 ans').check();
  if (!hasScripts()) await stranger.getByRole('button', { name: 'Appliquer les filtres' }).click();
  await expect(stranger).toHaveURL((url) => url.searchParams.get('mineurs') === 'oui');
  await expect.poll(() => count(stranger)).toBe(mine);
  await expect(stranger.getByRole('list', { name: 'Filtres actifs' })).toContainText('Rencontre aussi des moins de 18 ans');
  await expectSound(stranger);
});

test('at sixteen a mistyped address of a parent is corrected', async ({ page, open }) => {
  const professional = await open();
  await signUp(professional);
  const profile = await giveHours(professional, { minors: true });
  const explorer = await signUp(page, somebody({ birthDate: bornYearsAgo(16) }));
  const [stranger, parent] = [somebody(), somebody()];
  await page.goto(`${profile}?fuseau=Europe%2FParis`);
  await hours(page).first().click();
  await page.getByLabel(/^Adresse e-mail d’un parent/).fill(stranger.email);
  await book(page);
  await expect(page.getByRole('main')).toContainText('en attente d’un accord');

  const lost = await open();
  await (await newestMail(lost, stranger, explorer.name)).getByRole('link', { name: /\/accord\// }).click();
  await expect(lost.getByRole('button', { name: 'Donner mon accord' })).toBeVisible();

  const correct = page.getByRole('region', { name: 'Qui donne son accord' });
  await expect(correct).toContainText(stranger.email);
  await correct.getByLabel(/^Adresse e-mail d’un parent/).fill(explorer.email);
  await correct.getByRole('button', { name: 'Envoyer le message' }).click();
  await expect(correct.getByLabel(/^Adresse e-mail d’un parent/)).toHaveAccessibleDescription(/votre propre adresse/);
  await expect(page.getByRole('alert')).toBeFocused();
  await expectSound(page);
  await correct.getByLabel(/^Adresse e-mail d’un parent/).fill(parent.email);
  await correct.getByRole('button', { name: 'Envoyer le message' }).click();
  await expect(page.getByRole('status')).toContainText('Le message précédent ne sert plus');
  await expect(correct).toContainText(parent.email);
  await expectSound(page);

  await lost.reload();
  await expect(lost.getByText('Ce lien ne sert plus')).toBeVisible();
  const guardian = await open();
  const mail = await newestMail(guardian, parent, explorer.name);
  await mail.getByRole('link', { name: /\/accord\// }).click();
  await guardian.getByRole('radio', { name: 'cette rencontre seulement' }).check();
  await guardian.getByLabel(/^J’exerce l’autorité parentale/).check();
  await guardian.getByRole('button', { name: 'Donner mon accord' }).click();
  await expect(guardian.getByRole('status')).toContainText('Votre accord est noté');
  await page.reload();
  await expect(correct).toHaveCount(0);
});
