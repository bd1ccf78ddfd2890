// A talk from the request to the thanks, with the clock moved and never waited for.
import { expect, minutesBefore, moveClock, test } from './clock';
import { giveHours, hours } from './hours';
import { newestMail, signUp } from './people';
import { expectSound } from './sound';

test('both are reminded, talk, say so, and one thanks the other', async ({ page, open, baseURL }) => {
  // A server of its own starts first.
  test.slow();
  const paul = await signUp(page);
  const profile = await giveHours(page, { byHand: true });
  const explorer = await open();
  const lea = await signUp(explorer);
  await explorer.goto(`${profile}?fuseau=Europe%2FParis`);
  await expect(explorer.getByRole('main')).toContainText('Profil récent');
  await hours(explorer).first().click();
  await explorer.getByRole('group', { name: /Comment voulez-vous/ }).getByRole('radio').first().check();
  await explorer.getByRole('button', { name: 'Demander cette heure' }).click();
  await expect(explorer.getByRole('status')).toContainText('Demande envoyée');
  const talk = new URL(explorer.url()).pathname;
  const start = new Date((await explorer.locator('time').first().getAttribute('datetime'))!);

  await page.goto(talk);
  await page.getByRole('button', { name: 'Accepter cette heure' }).click();
  await expect(page.getByRole('status')).toContainText('C’est accepté');
  await expect(page.getByRole('main')).not.toContainText('Votre carnet');

  const mailbox = await open();
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
  await explorer.goto(talk);
  await expect(explorer.getByRole('heading', { name: /^Dire merci/ })).toHaveCount(0);
  await moveClock(page, baseURL!, minutesBefore(start, -70));
  await bothHave(1, 'a-t-elle eu lieu');

  // The mail leads to the page where all of it is said.
  const mail = await newestMail(mailbox, lea, 'a-t-elle eu lieu');
  expect(await mail.getByRole('link', { name: /\/rendez-vous\// }).getAttribute('href')).toContain(talk);
  for (const reader of [explorer, page]) {
    await reader.goto(talk);
    await expectSound(reader);
    await reader.getByRole('radio', { name: 'Oui, nous nous sommes parlé' }).check();
    await reader.getByRole('button', { name: 'Répondre', exact: true }).click();
    await expect(reader.getByRole('status')).toContainText('c’est noté');
  }
  await expect(page.getByRole('main')).toContainText('a eu lieu');

  // Thanks without a way to reach anybody.
  await explorer.goto(talk);
  await explorer.getByLabel('Votre message').fill('Merci ! Mon numéro est le 06 12 34 56 78.');
  await explorer.getByRole('button', { name: 'Envoyer mon merci' }).click();
  await expect(explorer.getByRole('alert')).toBeFocused();
  await expect(explorer.getByLabel('Votre message')).toHaveValue(/06 12 34 56 78/);
  await expect(explorer).toHaveTitle(/^Erreur/);
  await expectSound(explorer);
  await explorer.getByLabel('Votre message').fill('Merci ! Le fournil à l’aube, je n’oublierai pas.');
  await explorer.getByRole('button', { name: 'Envoyer mon merci' }).click();
  await expect(explorer.getByRole('status')).toContainText('Votre merci est parti');
  const told = await newestMail(mailbox, paul, 'vous remercie');
  await expect(told).not.toContainText('fournil');

  // Three questions for oneself; one that is left out is asked again.
  const question = (name: RegExp) => explorer.getByRole('group', { name });
  await question(/appris/).getByRole('radio', { name: 'En partie' }).check();
  await question(/attire/).getByRole('radio', { name: 'Plus qu’avant' }).check();
  await explorer.getByRole('button', { name: 'Garder mes réponses' }).click();
  await expect(explorer.getByRole('alert')).toBeFocused();
  await expect(question(/attire/).getByRole('radio', { name: 'Plus qu’avant' })).toBeChecked();
  await question(/Conseilleriez/).getByRole('radio', { name: 'Oui' }).check();
  await explorer.getByRole('button', { name: 'Garder mes réponses' }).click();
  await expect(explorer.getByRole('status')).toContainText('c’est noté');
  await expect(question(/appris/).getByRole('radio', { name: 'En partie' })).toBeChecked();
  await expectSound(explorer);

  await page.goto(talk);
  await expect(page.getByRole('main')).toContainText('Le fournil à l’aube');
  await expect(page.getByRole('main')).not.toContainText('Plus qu’avant');
  await page.getByLabel(/^Note pour vous/).fill('Très curieuse, lui parler du levain.');
  await page.getByRole('button', { name: 'Garder ma note' }).click();
  await expect(page.getByRole('status')).toContainText('c’est noté');
  await expect(page.getByLabel(/^Note pour vous/)).toHaveValue('Très curieuse, lui parler du levain.');
  await expectSound(page);
  await explorer.goto(talk);
  await expect(explorer.getByRole('main')).not.toContainText('levain');

  await page.goto('/demandes');
  await expect(page.getByRole('region', { name: 'Vos réponses, sur un an' })).toContainText('1, soit 100 %');
  await page.getByText('Comment c’est compté').click();
  await expect(page.getByRole('main')).toContainText('Pour un départ équitable');
  await expectSound(page);
  await page.getByRole('link', { name: 'Voir mes mercis' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mes mercis');
  await expect(page.getByRole('main')).toContainText('Le fournil à l’aube');
  await expectSound(page);

  await explorer.getByRole('button', { name: 'Retirer mon merci' }).click();
  await expect(explorer.getByRole('status')).toContainText('Votre merci est retiré');
  await page.reload();
  await expect(page.getByRole('main')).toContainText('Pas encore de merci ici');
  await expectSound(page);
});
