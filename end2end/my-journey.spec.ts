// One's journey: a search kept from its results, notes to oneself, which mails come, and the link that ends them.
import type { Page } from '@playwright/test';
import { expect, hydrated, projectNumber, test } from './fixtures';
import { book, fillMornings, fillWords, giveHours, hours, publish, saveStep } from './hours';
import { approved } from './moderators';
import { newestMail, signUp, somebody } from './people';
import { expectSound } from './sound';

/** Trades that nobody does in the demonstration data nor in another test, one for each project. */
const MISSING = ['H3407', 'N4107', 'K2411', 'E1125'];

/** The entry of a saved search on the page of one's journey. */
function entry(page: Page, words: RegExp) {
  return page.getByRole('region', { name: 'Recherches gardées' }).getByRole('listitem').filter({ hasText: words });
}

test('a search is kept, told in its own words, changed and deleted', async ({ page }) => {
  await signUp(page);
  await page.goto('/rencontres?q=boulanger&lieu=Albi+(81)&rayon=25');
  await hydrated(page);
  await expectSound(page);
  await page.getByRole('button', { name: 'Garder cette recherche' }).click();
  await expect(page).toHaveURL('/mon-parcours');
  await expect(page.getByRole('status')).toContainText('Votre recherche est gardée');
  const kept = entry(page, /boulanger · Albi \(81\), 25/);
  await expect(kept).toHaveCount(1);
  await expect(kept.getByLabel('M’écrire')).toHaveValue('weekly');
  await expectSound(page);

  await kept.getByLabel('M’écrire').selectOption('immediate');
  await kept.getByRole('button', { name: /^Changer/ }).click();
  await expect(page.getByRole('status')).toContainText('le rythme de cette recherche a changé');
  await expect(kept.getByLabel('M’écrire')).toHaveValue('immediate');

  await kept.getByRole('link').click();
  await expect(page).toHaveURL(/\/rencontres\?q=boulanger&lieu=Albi%20%2881%29&rayon=25$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('boulanger');
  await page.goto('/mon-parcours');
  await kept.getByRole('button', { name: /^Supprimer/ }).click();
  await expect(page.getByRole('status')).toContainText('n’est plus gardée');
  await expect(kept).toHaveCount(0);
  await expectSound(page);
});

test('a live search can be kept as it is shown', async ({ page }) => {
  await signUp(page);
  await page.goto('/rencontres');
  await hydrated(page);
  await expect(page.getByRole('button', { name: 'Garder cette recherche' })).toHaveCount(0);
  await page.getByLabel('Métier ou mot-clé').fill('boulanger');
  await page.getByRole('button', { name: 'Chercher' }).click();
  await expect(page).toHaveURL(/q=boulanger/);
  await page.getByRole('button', { name: 'Garder cette recherche' }).click();
  await expect(page).toHaveURL('/mon-parcours');
  await expect(entry(page, /boulanger/)).toHaveCount(1);
});

test('a note to oneself comes back, and what is too long keeps its words', async ({ page, open }) => {
  const professional = await open();
  await signUp(professional);
  const profile = await giveHours(professional);
  await signUp(page);
  await page.goto(`${profile}?fuseau=Europe%2FParis`);
  await hours(page).first().click();
  await book(page);
  await expect(page.getByRole('status')).toContainText('C’est réservé.');
  // A talk that is called off is past.
  await page.getByRole('radio', { name: 'Maladie ou urgence' }).check();
  await page.getByRole('button', { name: 'Annuler la rencontre' }).click();
  await expect(page.getByText('Vous avez annulé cette rencontre')).toBeVisible();

  await page.goto('/mon-parcours');
  await expectSound(page);
  const past = page.getByRole('region', { name: 'Passées ou annulées' });
  await past.getByText('Écrire une note').click();
  const note = past.getByLabel('Ce que je retiens');
  await note.fill('é'.repeat(2001));
  await past.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('alert')).toContainText('2000 caractères au plus');
  await expect(note).toHaveValue('é'.repeat(2001));
  await expectSound(page);
  await note.fill('Demander comment on choisit sa farine.');
  await past.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('status')).toContainText('Votre note est à jour');
  await expect(note).toHaveValue('Demander comment on choisit sa farine.');
  await expectSound(page);
});

test('mails are chosen by kind', async ({ page }) => {
  await signUp(page);
  await page.goto('/compte');
  await page.getByRole('main').getByRole('link', { name: 'Mes e-mails' }).click();
  await expect(page).toHaveURL('/compte/courriels');
  const reminders = page.getByLabel(/^Les rappels avant une rencontre/);
  await expect(reminders).toBeChecked();
  await expectSound(page);
  await reminders.uncheck();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('status')).toContainText('Vos choix d’e-mails sont enregistrés');
  await expect(reminders).not.toBeChecked();
  await expect(page.getByLabel(/^La question qui suit une rencontre/)).toBeChecked();
});

test('the link of a mail asks, and then ends its kind', async ({ page, open }) => {
  const code = MISSING[projectNumber()];
  const lea = await signUp(page);
  await page.goto(`/rencontres?metier=${code}&lieu=Albi+(81)`);
  await hydrated(page);
  await page.getByLabel('Écrivez-moi dès que quelqu’un propose ce métier').check();
  await page.getByRole('button', { name: 'Demander ce métier' }).click();
  await expect(page.getByRole('status')).toContainText('nous vous écrirons');

  const other = await open();
  await signUp(other, somebody());
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

  // Read by somebody who is not signed in.
  const stranger = await open();
  const mail = await newestMail(stranger, lea, 'Vous pouvez rencontrer quelqu’un');
  await mail.getByRole('link', { name: /\/desabonnement\// }).click();
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('Ne plus recevoir');
  await expectSound(stranger);
  await page.goto('/compte/courriels');
  const joined = page.getByLabel('L’arrivée d’un métier que vous attendez');
  await expect(joined).toBeChecked();
  await stranger.getByRole('button', { name: 'Ne plus recevoir ces e-mails' }).click();
  await expect(stranger.getByRole('status')).toContainText('C’est fait');
  await expectSound(stranger);
  await page.goto('/compte/courriels');
  await expect(joined).not.toBeChecked();
});
