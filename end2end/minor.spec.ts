// Under age.
import { expect, test } from './fixtures';
import { book, giveHours, hours } from './hours';
import { bornYearsAgo, fillSignUp, newestMail, signUp, somebody, submitSignUp } from './people';
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
  await expect(guardian.getByRole('status')).toContainText('Ce que cet accord couvrait n’aura pas lieu');
  await page.goto(talk);
  await expect(page.getByRole('main')).toContainText('La rencontre n’aura pas lieu');
  await expectSound(page);
});

test('at fourteen an account needs a guardian', async ({ page }) => {
  await page.goto('/inscription');
  await fillSignUp(page, somebody({ birthDate: bornYearsAgo(14) }));
  await submitSignUp(page);
  await expect(page.getByLabel('Date de naissance')).toHaveAccessibleDescription(/Avant 15 ans, la loi demande l’accord d’un parent/);
  await expect(page.getByRole('alert')).toBeFocused();
  await expectSound(page);
});
