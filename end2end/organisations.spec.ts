// An organisation: proposed, looked at, joined by an invitation; and what an explorer lets it know.
import { expect, test } from './fixtures';
import { book, giveHours, hours } from './hours';
import { openAdministrator } from './moderators';
import { bornYearsAgo, newestMail, signUp, somebody } from './people';
import { expectSound } from './sound';

const ABOUT = 'Six boulangers, un moulin, et du temps pour raconter le pain.';

test('an organisation is looked at, joined, and told what an explorer wants it to know', async ({ page, open }) => {
  const owner = await signUp(page);
  // No other test's organisation has this name.
  const name = `Fournil ${owner.name.split(' ')[1]}`;
  await page.goto('/compte');
  await page.getByRole('link', { name: 'Mes organisations' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mes organisations');
  await expectSound(page);
  await page.getByRole('button', { name: 'Envoyer à la relecture' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel('Nom de l’organisation')).toHaveAccessibleDescription(/Ce champ est nécessaire/);
  await expectSound(page);
  await page.getByLabel('Nom de l’organisation').fill(name);
  await page.getByRole('radio', { name: 'Entreprise ou atelier' }).check();
  await page.getByLabel('Commune', { exact: true }).fill('Guéret (23)');
  await page.getByLabel('Présentation').fill(ABOUT);
  await page.getByLabel(/^Site web/).fill('www.exemple.fr');
  await page.getByLabel(/^Numéro SIRET/).fill('732 829 320 00075');
  await page.getByRole('button', { name: 'Envoyer à la relecture' }).click();
  await expect(page.getByLabel(/^Numéro SIRET/)).toHaveAccessibleDescription(/n’est pas un SIRET/);
  await expect(page.getByLabel('Présentation')).toHaveValue(ABOUT);
  await page.getByLabel(/^Numéro SIRET/).fill('732 829 320 00074');
  await page.getByRole('button', { name: 'Envoyer à la relecture' }).click();
  await expect(page.getByRole('status')).toContainText('relit l’organisation avant qu’elle soit visible');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expectSound(page);
  const space = new URL(page.url()).pathname;
  const address = space.replace('/compte', '');

  const stranger = await open();
  expect((await stranger.goto(address))!.status()).toBe(404);
  await page.goto(address);
  await expect(page.getByRole('main')).toContainText('Ceci est un aperçu');
  await expectSound(page);

  const administrator = await openAdministrator(page);
  await administrator.goto('/moderation/organisations');
  await expect(administrator.getByRole('heading', { level: 1 })).toHaveText('Organisations à relire');
  await expectSound(administrator);
  const waiting = administrator.getByRole('listitem').filter({ has: administrator.getByRole('heading', { name }) });
  await waiting.getByRole('radio', { name: /^Approuver/ }).check();
  await waiting.getByRole('button', { name: /^Envoyer la décision/ }).click();
  await expect(administrator.getByRole('status')).toContainText('C’est noté');
  await administrator.context().close();
  await newestMail(stranger, owner, 'est relue et approuvée');
  expect((await stranger.goto(address))!.status()).toBe(200);
  await expectSound(stranger);

  // A colleague joins by the link of a mail, which asks first.
  const baker = await open();
  const colleague = await signUp(baker);
  const profile = await giveHours(baker);
  await page.goto(`${space}/equipe`);
  await expectSound(page);
  await page.getByLabel('Adresse e-mail').fill(colleague.email);
  await page.getByRole('radio', { name: /^Raconter son métier/ }).check();
  await page.getByRole('button', { name: 'Envoyer l’invitation' }).click();
  await expect(page.getByRole('status')).toContainText('L’invitation est partie.');
  await expectSound(page);
  const mail = await newestMail(baker, colleague, 'vous invite');
  const link = (await mail.getByRole('link', { name: /\/invitation\// }).getAttribute('href'))!;
  await stranger.goto(link);
  await expect(stranger.getByRole('link', { name: 'Créer un compte' })).toBeVisible();
  await expectSound(stranger);
  await baker.goto(link);
  await expect(baker.getByRole('heading', { level: 1 })).toHaveText(`${name} vous invite`);
  await expectSound(baker);
  await baker.getByRole('button', { name: 'Accepter l’invitation' }).click();
  await expect(baker.getByRole('status')).toContainText('C’est fait, bienvenue.');
  await expectSound(baker);
  await stranger.goto(link);
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('Cette invitation n’est plus valable');
  await expectSound(stranger);
  await expect(async () => {
    await stranger.goto(address);
    await expect(stranger.locator('.card')).toContainText(colleague.name, { timeout: 500 });
  }).toPass();
  await expectSound(stranger);
  await stranger.goto(`${profile}?fuseau=Europe%2FParis`);
  await expect(stranger.getByRole('link', { name: `au nom de ${name}` })).toBeVisible();
  await expectSound(stranger);

  // An explorer lets it know, and takes it back.
  const explorer = await open();
  const lea = await signUp(explorer);
  await explorer.goto(`${profile}?fuseau=Europe%2FParis`);
  await hours(explorer).first().click();
  await book(explorer);
  await expect(explorer.getByRole('heading', { name: `Votre intérêt pour ${name}` })).toBeVisible();
  await expectSound(explorer);
  await page.goto(space);
  await expect(page.getByRole('main')).not.toContainText(lea.name);
  await explorer.getByRole('button', { name: `Dire à ${name} que cela m’intéresse` }).click();
  await expect(explorer.getByRole('status')).toContainText('C’est dit.');
  await expectSound(explorer);
  await page.goto(space);
  await expect(page.getByRole('main')).toContainText(lea.name);
  await expectSound(page);
  expect((await page.goto(new URL(explorer.url()).pathname))!.status()).toBe(404);
  await explorer.getByRole('button', { name: 'Ne plus le faire savoir' }).click();
  await expect(explorer.getByRole('status')).toContainText('C’est retiré');
  await page.goto(space);
  await expect(page.getByRole('main')).not.toContainText(lea.name);

  // Leaving: the last owner stays.
  await page.goto(`${space}/equipe`);
  await page.getByRole('button', { name: /^Quitter/ }).click();
  await expect(page.getByRole('alert')).toContainText('Il faut toujours au moins une personne responsable.');
  await expectSound(page);
  await baker.goto('/compte/organisations');
  await baker.getByRole('button', { name: `Ne plus apparaître avec ${name}` }).click();
  await expect(baker.getByRole('status')).toContainText('C’est fait.');
  await page.goto(`${space}/page`);
  await expect(page.getByLabel('Présentation')).toHaveValue(ABOUT);
  await expectSound(page);

  // A change waits while the page stays; then somebody takes the page down.
  await page.getByLabel('Présentation').fill(`${ABOUT} Et des croissants.`);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('status')).toContainText('d’ici là, la page reste comme elle est');
  await expectSound(page);
  await stranger.goto(address);
  await expect(stranger.getByRole('main')).toContainText(ABOUT);
  await expect(stranger.getByRole('main')).not.toContainText('croissants');
  const moderator = await openAdministrator(page);
  await moderator.goto('/moderation/organisations');
  await expect(moderator.getByRole('main')).toContainText('Changement d’une organisation en ligne');
  await expectSound(moderator);
  await moderator.goto(address);
  await moderator.getByRole('link', { name: 'Mettre hors ligne cette organisation' }).click();
  await expect(moderator.getByRole('heading', { level: 1 })).toHaveText(name);
  await expectSound(moderator);
  await moderator.getByRole('button', { name: 'Mettre hors ligne' }).click();
  await expect(moderator.getByRole('alert')).toBeFocused();
  await expectSound(moderator);
  await moderator.getByLabel('Pourquoi vous la mettez hors ligne').fill('Le Fournil nous écrit que ce n’est pas lui.');
  await moderator.getByRole('button', { name: 'Mettre hors ligne' }).click();
  await expect(moderator.getByRole('status')).toContainText('C’est noté');
  await moderator.context().close();
  expect((await stranger.goto(address))!.status()).toBe(404);
  await page.goto(space);
  await expect(page.getByRole('main')).toContainText('Le Fournil nous écrit que ce n’est pas lui.');
  await expectSound(page);

  // Nobody else looks after it: its owner deletes it.
  await page.goto(`${space}/equipe`);
  await page.getByRole('link', { name: 'La supprimer' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Supprimer ${name} ?`);
  await expectSound(page);
  await page.getByRole('button', { name: 'Supprimer pour toujours' }).click();
  await expect(page.getByRole('status')).toContainText('L’organisation est supprimée.');
  await expect(page.getByRole('main')).not.toContainText(name);
  await expectSound(page);
});

test('at sixteen nobody presents an organisation', async ({ page }) => {
  await signUp(page, somebody({ birthDate: bornYearsAgo(16) }));
  await page.goto('/compte/organisations');
  await expect(page.getByRole('main')).toContainText('Il faut avoir 18 ans');
  await expect(page.getByRole('button', { name: 'Envoyer à la relecture' })).toHaveCount(0);
  await expectSound(page);
});
