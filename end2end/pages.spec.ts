// Every page of the route table, as a stranger and as a signed-in person: sound in every way.
import { expect, projectNumber, test } from './fixtures';
import { book, firstHour, openProfessional } from './hours';
import { signUp } from './people';
import { expectSound } from './sound';

const NOBODY = '00000000-0000-4000-8000-000000000000';

const FOR_ANYBODY: [path: string, heading: string | RegExp, status?: number][] = [
  ['/', 'Une heure avec quelqu’un du métier, et tout s’éclaire.'],
  ['/rencontres', 'Rencontrer'],
  ['/rencontres?q=infirmier&lieu=Bretagne&jours=14&tri=date', 'Rencontrer : infirmier · Bretagne'],
  [`/rencontres/${NOBODY}`, /n’existe pas/, 404],
  [`/rencontres/${NOBODY}/reserver?debut=2027-01-04T09:00:00Z`, /n’existe pas/, 404],
  ['/inscription', 'Créer un compte'],
  ['/inscription?suite=%2Fagenda', 'Créer un compte'],
  ['/inscription/courriel', 'Regardez votre boîte de réception'],
  ['/inscription/confirmer/personne', 'Confirmer mon adresse'],
  ['/inscription/accord/personne', 'Votre accord pour un compte', 410],
  ['/connexion', 'Se connecter'],
  ['/mot-de-passe', 'Mot de passe oublié'],
  ['/mot-de-passe/courriel', 'Regardez votre boîte de réception'],
  ['/mot-de-passe/personne', 'Choisir un nouveau mot de passe'],
  ['/reponse/personne', 'Votre réponse', 410],
  ['/accord/personne', 'Votre accord pour une rencontre', 410],
  ['/retour/personne', 'Reprendre votre place ?', 410],
  ['/merci', 'Merci, c’est noté'],
  ['/desabonnement/personne', 'Ne plus recevoir', 410],
  ['/metiers-recherches', 'Métiers recherchés'],
  ['/metiers-recherches?departement=81&page=2', 'Métiers recherchés : Tarn (81)'],
  ['/metiers-recherches?departement=00', /n’existe pas/, 404],
  ['/metiers-recherches/A1504', 'On cherche : Vétérinaire'],
  ['/metiers-recherches/D1102?departement=974', /^On cherche\s: Boulanger .*, La Réunion \(974\)$/],
  ['/metiers-recherches/Z9999', /n’existe pas/, 404],
  ['/organisations', 'Organisations partenaires'],
  ['/organisations/nulle-part', /n’existe pas/, 404],
  ['/invitation/personne', 'Cette invitation n’est plus valable', 410],
  ['/dev/mail', 'Courriels de ce serveur de développement'],
  ['/dev/ui', 'Composants de l’interface'],
  ['/nulle-part', /n’existe pas/, 404],
];

for (const [path, heading, status = 200] of FOR_ANYBODY) {
  test(`${path} is sound`, async ({ page }) => {
    const answer = await page.goto(path);
    expect(answer!.status()).toBe(status);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expectSound(page);
  });
}

test('a professional and an hour are sound', async ({ page }) => {
  await openProfessional(page, 20 + projectNumber());
  await expectSound(page);
  await page.goto(await firstHour(page));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Confirmer la rencontre');
  await expectSound(page);
});

const FOR_THE_SIGNED_IN = [
  '/agenda',
  '/mon-parcours',
  '/compte/courriels',
  '/demandes',
  '/mercis',
  `/rendez-vous/${NOBODY}/deplacer`,
  `/rendez-vous/${NOBODY}/messages`,
  '/compte',
  '/inscription/accord',
  '/compte/metier',
  '/compte/metier/presentation',
  '/compte/metier/rencontres',
  '/compte/metier/heures',
  '/compte/metier/photo',
  '/compte/metier/publication',
  '/compte/metier/quitter',
  `/rendez-vous/${NOBODY}`,
  '/moderation',
  `/moderation/profils/${NOBODY}`,
  '/moderation/signalements',
  '/moderation/signalements?etat=regles',
  `/moderation/signalements/${NOBODY}`,
  '/moderation/journal',
  '/moderation/equipe',
  '/moderation/organisations',
  '/moderation/organisations/nulle-part',
  '/compte/organisations',
  '/compte/organisations/nulle-part',
  '/compte/organisations/nulle-part/page',
  '/compte/organisations/nulle-part/equipe',
  '/compte/organisations/nulle-part/supprimer',
];

for (const path of FOR_THE_SIGNED_IN) {
  test(`${path} sends a stranger to sign in, and back`, async ({ page }) => {
    await page.goto(path);
    await expect(page).toHaveURL(`/connexion?suite=${encodeURIComponent(path)}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Se connecter');
  });
}

test('every page is sound for a signed-in person', async ({ page }) => {
  const person = await signUp(page);
  await expect(page).toHaveURL('/');
  await expectSound(page);

  for (const [path, heading] of [
    ['/rencontres', 'Rencontrer'],
    ['/compte', 'Mon compte'],
    ['/compte/metier', 'Présenter mon métier'],
    ['/compte/metier/presentation', 'Mon métier'],
    ['/compte/metier/rencontres', 'Se rencontrer'],
    ['/compte/metier/heures', 'Mes heures'],
    ['/compte/metier/photo', 'Ma photo'],
    ['/compte/metier/publication', 'Mise en ligne'],
    ['/demandes', 'Mes demandes'],
    ['/mercis', 'Mes mercis'],
    ['/mon-parcours', 'Mon parcours'],
    ['/compte/courriels', 'Mes e-mails'],
    ['/compte/organisations', 'Mes organisations'],
    ['/agenda', 'Mon agenda'],
  ]) {
    const answer = await page.goto(path);
    expect(answer!.status()).toBe(200);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expectSound(page);
  }

  await page.getByRole('button', { name: 'Créer mon adresse privée' }).click();
  const address = page.getByLabel('Adresse privée');
  const feed = await page.request.get(await address.inputValue());
  expect(feed.headers()['content-type']).toMatch(/^text\/calendar/);
  await expectSound(page);
  const old = await address.inputValue();
  await page.getByRole('button', { name: 'Désactiver' }).click();
  await expect(address).toHaveCount(0);
  expect((await page.request.get(old)).status()).toBe(404);

  await page.goto('/compte');
  await expect(page.getByText(person.email)).toBeVisible();
  for (const path of ['/connexion', '/inscription']) {
    await page.goto(path);
    await expect(page).toHaveURL('/compte');
  }

  for (const path of [`/rendez-vous/${NOBODY}`, `/rendez-vous/${NOBODY}/messages`]) {
    const unknown = await page.goto(path);
    expect(unknown!.status()).toBe(404);
    await expectSound(page);
  }

  await openProfessional(page, projectNumber());
  await expectSound(page);
  await page.goto(await firstHour(page));
  await expectSound(page);
  await book(page);
  await expect(page.getByRole('status')).toContainText('C’est réservé.');
  await expectSound(page);
});

test('a talk belongs to its parties', async ({ page, open }) => {
  await signUp(page);
  await openProfessional(page, 4 + projectNumber());
  await page.goto(await firstHour(page));
  await book(page);
  await expect(page.getByRole('status')).toBeVisible();

  const stranger = await open();
  await signUp(stranger);
  const answer = await stranger.goto(page.url());
  expect(answer!.status()).toBe(404);
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText(/n’existe pas/);
});
