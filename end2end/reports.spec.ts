// Reports of messages: who sees them, what a moderator decides, and what follows for the two who wrote to each other.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { book, giveHours, hours } from './hours';
import { grant, openAdministrator } from './moderators';
import { newestMail, signUp } from './people';
import { expectSound } from './sound';

const INSULT = 'Quelle question idiote.';

/** Two people with a talk, of whom the professional insults the explorer, who reports it; gives the report's address. */
async function reported(professional: Page, explorer: Page) {
  const paul = await signUp(professional);
  const profile = await giveHours(professional);
  const lea = await signUp(explorer);
  await explorer.goto(`${profile}?fuseau=Europe%2FParis`);
  await hours(explorer).first().click();
  await book(explorer);
  await expect(explorer.getByRole('status')).toContainText('C’est réservé.');
  const talk = new URL(explorer.url()).pathname;
  await professional.goto(`${talk}/messages`);
  await professional.getByLabel('Votre message').fill(INSULT);
  await professional.getByRole('button', { name: 'Envoyer', exact: true }).click();
  await expect(professional.getByRole('log', { name: 'Messages échangés' })).toContainText(INSULT);
  await explorer.goto(`${talk}/messages`);
  await explorer.getByRole('link', { name: /^Signaler ce message/ }).click();
  await explorer.getByRole('radio', { name: 'Des insultes ou du mépris' }).check();
  await explorer.getByRole('button', { name: 'Envoyer le signalement' }).click();
  await expect(explorer.getByRole('status')).toContainText('Votre signalement est arrivé');
  return { paul, lea, talk };
}

/** Opens a report by the name of who is reported, on the last page of the list: the newest comes last. */
async function openReport(moderator: Page, name: string): Promise<string> {
  await moderator.goto('/moderation/signalements?page=9999');
  await moderator.getByRole('link', { name: new RegExp(name) }).click();
  await expect(moderator.getByRole('heading', { level: 1 })).toHaveText('Signalement : Des insultes ou du mépris');
  return new URL(moderator.url()).pathname;
}

test('a report is upheld: the talk is off, the conversation closed, both are told', async ({ page, open }) => {
  const explorer = await open();
  const { paul, lea, talk } = await reported(page, explorer);

  const relay = await open();
  grant(relay, await signUp(relay), 'Nouvelle-Aquitaine');
  await relay.goto('/moderation');
  await relay.getByRole('link', { name: 'Voir les signalements' }).click();
  await expect(relay.getByRole('heading', { level: 1 })).toHaveText('Signalements');
  await expectSound(relay);
  const address = await openReport(relay, paul.name);
  await expect(relay.getByRole('main')).toContainText(INSULT);
  await expect(relay.getByRole('main')).toContainText(lea.name);
  await expect(relay.getByRole('main')).not.toContainText(paul.email);
  await expectSound(relay);
  for (const stranger of [page, explorer]) {
    expect((await stranger.goto(address))!.status()).toBe(404);
    expect((await stranger.goto('/moderation/signalements'))!.status()).toBe(404);
  }

  await relay.getByRole('button', { name: 'Retenir le signalement' }).click();
  await expect(relay.getByRole('alert')).toBeFocused();
  await expectSound(relay);
  const uphold = relay.getByRole('region', { name: 'Le signalement est fondé ?' });
  await uphold.getByRole('radio', { name: 'Des insultes ou du mépris' }).check();
  await uphold.getByRole('radio', { name: /fermer leur conversation/ }).check();
  await uphold.getByLabel('Un mot pour la personne signalée').fill('Écrivez-moi au 06 12 34 56 78.');
  await uphold.getByRole('button', { name: 'Retenir le signalement' }).click();
  await expect(relay.getByLabel('Un mot pour la personne signalée')).toHaveAccessibleDescription(/06 12 34 56 78/);
  await relay.getByLabel('Un mot pour la personne signalée').fill('Restez bienveillant.');

  // Two at once: the second is told what the first decided.
  const administrator = await openAdministrator(page);
  await administrator.goto(address);
  await relay.getByRole('button', { name: 'Retenir le signalement' }).click();
  await expect(relay.getByRole('status')).toContainText('C’est noté');
  await administrator.getByRole('radio', { name: 'Rien de contraire à nos règles' }).check();
  await administrator.getByRole('button', { name: 'Classer le signalement' }).click();
  await expect(administrator.getByRole('alert')).toContainText('Quelqu’un a décidé avant vous');
  await expect(administrator.getByRole('main')).toContainText('Signalement retenu');
  await expectSound(administrator, /Déclic$/);
  await administrator.goto('/moderation/journal');
  await expect(administrator.getByRole('link', { name: paul.name }).first()).toBeVisible();
  await expectSound(administrator);
  await administrator.context().close();

  await relay.goto('/moderation/signalements');
  await relay.getByRole('link', { name: 'Voir les signalements traités' }).click();
  await expect(relay.getByRole('heading', { level: 1 })).toHaveText('Signalements traités');
  await expectSound(relay);
  await relay.getByRole('link', { name: new RegExp(paul.name) }).click();
  expect(new URL(relay.url()).pathname).toBe(address);
  await expect(relay.getByRole('main')).toContainText('la conversation ne se lit plus ici');
  await expect(relay.getByRole('main')).not.toContainText(INSULT);
  await expectSound(relay);

  for (const party of [page, explorer]) {
    await party.goto(talk);
    await expect(party.getByRole('main')).toContainText('L’équipe Déclic a annulé cette rencontre');
    await expectSound(party);
    await party.goto(`${talk}/messages`);
    await expect(party.getByRole('main')).toContainText('Cette conversation est fermée.');
    await expect(party.getByLabel('Votre message')).toHaveCount(0);
    await expectSound(party);
  }
  await newestMail(page, paul, 'Restez bienveillant.');
  await newestMail(explorer, lea, 'nous avons agi');
});

test('a report is dismissed: nothing changes for who is reported', async ({ page, open }) => {
  const explorer = await open();
  const { paul, lea, talk } = await reported(page, explorer);
  const administrator = await openAdministrator(page);
  await openReport(administrator, paul.name);
  const dismiss = administrator.getByRole('region', { name: 'Il n’y a rien à faire ?' });
  await dismiss.getByRole('radio', { name: 'Autre chose' }).check();
  await dismiss.getByRole('button', { name: 'Classer le signalement' }).click();
  await expect(administrator.getByLabel('Un mot pour le journal')).toHaveAccessibleDescription(/Ce champ est nécessaire/);
  await expectSound(administrator);
  await administrator.getByLabel('Un mot pour le journal').fill('Une maladresse.');
  await administrator.getByRole('button', { name: 'Classer le signalement' }).click();
  await expect(administrator.getByRole('status')).toContainText('C’est noté');
  await administrator.context().close();
  await newestMail(explorer, lea, 'pas de quoi agir');
  await page.goto(`${talk}/messages`);
  await expect(page.getByLabel('Votre message')).toBeVisible();
});
