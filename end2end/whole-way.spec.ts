// The whole way of a talk at sixteen: from a professional who joins to the thanks, with the clock moved and never waited for.
import { expect, minutesBefore, moveClock, test } from './clock';
import { giveHours, hours } from './hours';
import { bornYearsAgo, newestMail, signUp, somebody } from './people';
import { expectSound } from './sound';

test('at sixteen an hour is asked for, moved, agreed to, held and thanked for', async ({ page, open, baseURL }) => {
  // A server of its own starts first.
  test.slow();
  const paul = await signUp(page);
  const profile = await giveHours(page, { byHand: true, minors: true });
  const explorer = await open();
  const lea = await signUp(explorer, somebody({ birthDate: bornYearsAgo(16) }));
  const parent = somebody();
  await explorer.goto(`${profile}?fuseau=Europe%2FParis`);
  await hours(explorer).first().click();
  await explorer.getByRole('group', { name: /Comment voulez-vous/ }).getByRole('radio').first().check();
  await explorer.getByLabel(/^Ce que vous aimeriez savoir/).fill('Faut-il aimer les maths ?');
  await explorer.getByLabel(/^Adresse e-mail d’un parent/).fill(parent.email);
  await explorer.getByRole('button', { name: 'Demander cette heure' }).click();
  await expect(explorer.getByRole('status')).toContainText('Demande envoyée');
  await expectSound(explorer);
  const talk = new URL(explorer.url()).pathname;

  // The professional knows an hour and nothing else, and proposes another one.
  await page.goto('/demandes');
  await expect(page.getByRole('main')).not.toContainText(lea.name);
  await page.getByRole('link', { name: /personne de moins de 18 ans/i }).click();
  await expect(page).toHaveURL(talk);
  await expect(page.getByRole('main')).not.toContainText('aimer les maths');
  await page.getByRole('link', { name: 'Proposer une autre heure' }).click();
  await expectSound(page);
  await page.getByRole('group', { name: 'Une nouvelle heure' }).getByRole('radio').nth(4).check();
  await page.getByRole('button', { name: 'Proposer cette heure' }).click();
  await expect(page).toHaveURL(talk);
  await expectSound(page);

  await explorer.goto(talk);
  await explorer.getByRole('button', { name: 'Accepter cette heure' }).click();
  await expect(explorer.getByRole('main')).toContainText('en attente d’un accord');
  const start = new Date((await explorer.locator('time').first().getAttribute('datetime'))!);
  await expectSound(explorer);

  // What the guardian reads is the hour as it is now.
  const mailbox = await open();
  const asked = await newestMail(mailbox, parent, lea.name);
  await asked.getByRole('link', { name: /\/accord\// }).click();
  await expect(mailbox.locator(`time[datetime="${start.toISOString().replace('.000', '')}"]`).first()).toBeVisible();
  await expectSound(mailbox);
  await mailbox.getByRole('radio', { name: 'cette rencontre seulement' }).check();
  await mailbox.getByLabel(/^J’exerce l’autorité parentale/).check();
  await mailbox.getByRole('button', { name: 'Donner mon accord' }).click();
  await expect(mailbox.getByRole('status')).toContainText('Votre accord est noté');
  await page.goto(talk);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Rencontre avec ${lea.name}`);
  await expect(page.getByRole('main')).toContainText('aimer les maths');
  await expect(page.getByRole('main')).toContainText('confirmée');
  await expectSound(page);

  const bothHave = async (count: number, text: string) => {
    await mailbox.goto('/dev/mail');
    for (const person of [paul, lea]) {
      const mails = mailbox.getByRole('article').filter({ hasText: person.email }).filter({ hasText: text });
      await expect(mails).toHaveCount(count);
    }
  };
  await moveClock(page, baseURL!, minutesBefore(start, 23 * 60 + 30));
  await bothHave(1, 'C’est bientôt');
  await moveClock(page, baseURL!, minutesBefore(start, 30));
  await bothHave(2, 'C’est bientôt');
  await moveClock(page, baseURL!, minutesBefore(start, -70));
  await bothHave(1, 'a-t-elle eu lieu');

  for (const reader of [explorer, page]) {
    await reader.goto(talk);
    await reader.getByRole('radio', { name: 'Oui, nous nous sommes parlé' }).check();
    await reader.getByRole('button', { name: 'Répondre', exact: true }).click();
    await expect(reader.getByRole('status')).toContainText('c’est noté');
  }
  await expect(page.getByRole('main')).toContainText('a eu lieu');
  await explorer.goto(talk);
  await explorer.getByLabel('Votre message').fill('Merci, je sais maintenant par où commencer.');
  await explorer.getByRole('button', { name: 'Envoyer mon merci' }).click();
  await expect(explorer.getByRole('status')).toContainText('Votre merci est parti');
  await expectSound(explorer);
  await page.goto('/mercis');
  await expect(page.getByRole('main')).toContainText('par où commencer');
  await expectSound(page);
});
