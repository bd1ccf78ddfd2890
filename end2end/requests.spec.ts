// A professional who confirms each request: asked, another hour proposed, accepted, and paused nowhere.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { giveHours, hours } from './hours';
import { newestMail, signUp } from './people';
import { expectSound } from './sound';

/** Asks for the first free hour of a professional; ends on the talk's page. */
async function ask(page: Page, professional: string, question: string) {
  await page.goto(`${professional}?fuseau=Europe%2FParis`);
  await hours(page).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Demander une heure');
  await expectSound(page);
  const ways = page.getByRole('group', { name: /Comment voulez-vous/ });
  await ways.getByRole('radio').first().check();
  await page.getByLabel(/^Ce que vous aimeriez savoir/).fill(question);
  await page.getByRole('button', { name: 'Demander cette heure' }).click();
  await expect(page.getByRole('status')).toContainText('Demande envoyée');
}

test('a request is moved to another hour, accepted from the mail, and stands in both agendas', async ({ page, open }) => {
  const professional = await signUp(page);
  const profile = await giveHours(page, { byHand: true });
  const explorer = await open();
  const lea = await signUp(explorer);
  await ask(explorer, profile, 'Que mange-t-on à trois heures du matin ?');
  const talk = new URL(explorer.url()).pathname;
  await expect(explorer.getByRole('main')).toContainText('en attente de réponse');
  await expect(explorer.getByRole('link', { name: /Rejoindre/ })).toHaveCount(0);
  await expectSound(explorer);

  await page.goto('/agenda');
  await expect(page.getByRole('main')).toContainText('En attente de votre réponse : 1');
  await page.getByRole('link', { name: 'Voir mes demandes' }).click();
  await expect(page).toHaveURL('/demandes');
  await expect(page.getByRole('main')).toContainText('Que mange-t-on à trois heures du matin ?');
  await expectSound(page);
  await page.getByRole('link', { name: new RegExp(lea.name) }).click();
  await expect(page).toHaveURL(talk);
  await expectSound(page);

  // Declining asks why.
  await page.getByRole('button', { name: 'Refuser la demande' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expectSound(page);

  await page.getByRole('link', { name: 'Proposer une autre heure' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choisir une autre heure');
  await page.getByRole('button', { name: 'Proposer cette heure' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expectSound(page);
  const other = page.getByRole('group', { name: 'Une nouvelle heure' }).getByRole('radio').nth(2);
  await other.check();
  await page.getByRole('button', { name: 'Proposer cette heure' }).click();
  await expect(page).toHaveURL(talk);
  await expect(page.getByRole('status')).toContainText('La nouvelle heure est proposée');

  // The explorer answers from the mail, in a browser where nobody is signed in.
  const mailbox = await open();
  const mail = await newestMail(mailbox, lea, 'propose une autre heure');
  const link = mail.getByRole('link', { name: /\/reponse\// });
  const address = (await link.getAttribute('href'))!;
  await link.click();
  await expect(mailbox.getByRole('heading', { level: 1 })).toHaveText(`Rencontre avec ${professional.name}`);
  await expectSound(mailbox);
  await mailbox.getByRole('button', { name: 'Accepter cette heure' }).click();
  await expect(mailbox.getByRole('status')).toContainText('C’est accepté');
  await mailbox.goto(address);
  await expect(mailbox.getByRole('main')).toContainText('Ce lien a déjà servi');
  await expectSound(mailbox);

  for (const [reader, name] of [[page, lea.name], [explorer, professional.name]] as const) {
    await reader.goto('/agenda');
    await reader.getByRole('link', { name: new RegExp(name) }).first().click();
    await expect(reader.getByRole('main')).toContainText('confirmée');
  }

  // Plans change: the explorer moves it, and the professional declines from their own page.
  await explorer.getByRole('link', { name: 'Déplacer la rencontre' }).click();
  await explorer.getByRole('group', { name: 'Une nouvelle heure' }).getByRole('radio').first().check();
  await explorer.getByRole('button', { name: 'Proposer cette heure' }).click();
  await page.goto(talk);
  await page.getByRole('group', { name: 'Pourquoi refusez-vous ?' }).getByRole('radio').first().check();
  await page.getByRole('button', { name: 'Refuser la demande' }).click();
  await expect(page.getByRole('status')).toContainText('C’est refusé');
  await expect(page.getByRole('main')).toContainText('Vous avez refusé');
  await expectSound(page);
  await explorer.goto(talk);
  await expect(explorer.getByRole('main')).toContainText(`${professional.name} a refusé`);
  await expectSound(explorer);
});

test('a request is accepted in the list, and leads to its refusal and to another hour', async ({ page, open }) => {
  await signUp(page);
  const profile = await giveHours(page, { byHand: true });
  const explorer = await open();
  await signUp(explorer);
  await ask(explorer, profile, 'Que mange-t-on à trois heures du matin ?');
  const talk = new URL(explorer.url()).pathname;

  // Each is what the finger meets: the card around them leads elsewhere.
  for (const [name, address] of [
    ['Proposer une autre heure', `${talk}/deplacer`],
    ['Refuser', `${talk}#refuser`],
  ] as const) {
    await page.goto('/demandes');
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page).toHaveURL(address);
  }
  await page.goto('/demandes');
  await expectSound(page);
  await page.getByRole('button', { name: 'Accepter cette heure' }).click();
  await expect(page.getByRole('status')).toContainText('C’est accepté');
  await explorer.goto(talk);
  await expect(explorer.getByRole('main')).toContainText('confirmée');
});
