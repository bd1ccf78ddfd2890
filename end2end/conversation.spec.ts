// Two people who write to each other about their talk: what is held back, what appears by itself, blocking, reporting.
import type { Page } from '@playwright/test';
import { expect, hasScripts, test } from './fixtures';
import { book, giveHours, hours } from './hours';
import { signUp } from './people';
import { expectSound } from './sound';

/** Books the first free hour of a professional; gives the talk's address. */
async function meet(page: Page, professional: string): Promise<string> {
  await page.goto(`${professional}?fuseau=Europe%2FParis`);
  await hours(page).first().click();
  await book(page);
  await expect(page.getByRole('status')).toContainText('C’est réservé.');
  return new URL(page.url()).pathname;
}

async function say(page: Page, text: string) {
  await page.getByLabel('Votre message').fill(text);
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click();
}

const log = (page: Page) => page.getByRole('log', { name: 'Messages échangés' });

test('two people write to each other, and contact details are held back', async ({ page, open }) => {
  const professional = await signUp(page);
  const profile = await giveHours(page);
  const explorer = await open();
  const lea = await signUp(explorer);
  const talk = await meet(explorer, profile);

  await explorer.getByRole('link', { name: 'Messages', exact: true }).click();
  await expect(explorer).toHaveURL(`${talk}/messages#derniers`);
  await expect(explorer.getByRole('heading', { level: 1 })).toHaveText(`Messages avec ${professional.name}`);
  await expect(explorer.getByRole('main')).toContainText('Aucun message pour l’instant');
  await expectSound(explorer);

  // Held back, with the words kept and the reason told.
  await say(explorer, 'Appelez-moi : zéro six douze trente-quatre cinquante-six soixante-dix-huit');
  await expect(explorer.getByRole('alert')).toBeFocused();
  const field = explorer.getByLabel('Votre message');
  await expect(field).toHaveValue(/^Appelez-moi : zéro six/);
  await expect(field).toHaveAccessibleDescription(/ressemble à une coordonnée ou à un lien/);
  await expectSound(explorer);

  await say(explorer, 'Bonjour ! Faut-il venir tôt ?\nJe suis libre dès 5 h 30.');
  await expect(log(explorer)).toContainText('Je suis libre dès 5 h 30.');
  await expect(field).toHaveValue('');
  await expectSound(explorer);

  // The other side is led there from the agenda and from the talk.
  await page.goto(talk);
  await expect(page.getByRole('link', { name: 'Messages (1 nouveau message)' })).toBeVisible();
  await page.goto('/agenda');
  await expectSound(page);
  await page.getByRole('link', { name: '1 nouveau message' }).click();
  await expect(page).toHaveURL(`${talk}/messages#derniers`);
  await expect(log(page)).toContainText(lea.name);
  await expect(log(page)).toContainText('Faut-il venir tôt ?');
  await expectSound(page);
  await say(page, 'À six heures, c’est parfait.');
  await expect(log(page)).toContainText('À six heures, c’est parfait.');

  // Live where scripts run; else with the next page.
  if (!hasScripts()) await explorer.reload();
  await expect(log(explorer)).toContainText('À six heures, c’est parfait.');
  await expect(log(explorer).getByRole('listitem')).toHaveCount(2);
  await expectSound(explorer);
});

test('a long conversation opens at its end', async ({ page, open }) => {
  await signUp(page);
  const profile = await giveHours(page);
  const explorer = await open();
  await signUp(explorer);
  const talk = await meet(explorer, profile);
  await explorer.goto(`${talk}/messages`);
  for (let number = 1; number <= 12; number++) {
    await say(explorer, `Question numéro ${number}\nsur trois lignes\nqui prennent de la place`);
    await expect(log(explorer).getByRole('listitem')).toHaveCount(number);
  }
  await page.goto('/agenda');
  await page.getByRole('link', { name: '12 nouveaux messages' }).click();
  await expect(log(page).getByText('Question numéro 12')).toBeInViewport();
  await expect(log(page).getByText('Question numéro 1', { exact: false }).first()).not.toBeInViewport();
});

test('somebody is reported and blocked, and unblocked', async ({ page, open }) => {
  const professional = await signUp(page);
  const profile = await giveHours(page);
  const explorer = await open();
  await signUp(explorer);
  const talk = await meet(explorer, profile);
  await page.goto(`${talk}/messages`);
  await say(page, 'Quelle question idiote.');
  await expect(log(page)).toContainText('Quelle question idiote.');

  await explorer.goto(`${talk}/messages`);
  await explorer.getByRole('link', { name: /^Signaler ce message/ }).click();
  const report = explorer.getByRole('region', { name: 'Signaler' });
  await expect(report).toContainText('Quelle question idiote.');
  await expectSound(explorer);
  await explorer.getByRole('button', { name: 'Envoyer le signalement' }).click();
  await expect(explorer.getByRole('alert')).toBeFocused();
  await expectSound(explorer);
  await explorer.getByRole('radio', { name: 'Des insultes ou du mépris' }).check();
  await explorer.getByRole('button', { name: 'Envoyer le signalement' }).click();
  await expect(explorer.getByRole('status')).toContainText('Votre signalement est arrivé');

  await explorer.getByText('Quelque chose ne va pas ?').click();
  await explorer.getByRole('button', { name: 'Bloquer cette personne' }).click();
  await expect(explorer.getByRole('status')).toContainText('plus aucun message entre vous');
  await expect(explorer.getByRole('main')).toContainText(`Vous avez bloqué cette personne : ${professional.name}`);
  await expectSound(explorer);

  await page.goto(`${talk}/messages`);
  await expect(page.getByRole('main')).toContainText('Cette conversation est fermée.');
  await expect(page.getByLabel('Votre message')).toHaveCount(0);
  await expectSound(page);

  await explorer.getByRole('button', { name: 'Débloquer cette personne' }).click();
  await expect(explorer.getByRole('status')).toContainText('vous pouvez de nouveau vous écrire');
  await page.goto(`${talk}/messages`);
  await expect(page.getByLabel('Votre message')).toBeVisible();
});
