// Saves each main page as <page>-<size>-<light|dark>.png into the folder named by SCREENSHOTS.
import type { Page } from '@playwright/test';
import { minutesBefore, moveClock, test as onOwnClock } from './clock';
import { expect, hydrated, projectNumber, test } from './fixtures';
import { book, firstHour, giveHours, hours, openProfessional, openStep, saveStep } from './hours';
import { openAdministrator } from './moderators';
import { bornYearsAgo, fillSignUp, newestMail, signUp, somebody, submitSignUp } from './people';

const folder = process.env.SCREENSHOTS ?? '../target/screenshots';

async function shoot(page: Page, name: string) {
  await hydrated(page);
  await page.evaluate(() => document.fonts.ready);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const path = `${folder}/${name}-${page.viewportSize()!.width}-${colorScheme}.png`;
    await page.screenshot({ path, fullPage: true, animations: 'disabled' });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

test('for a stranger', async ({ page }) => {
  for (const [name, path] of [
    ['home', '/'],
    ['search', '/rencontres?q=boulanger&lieu=Albi'],
    ['search-all', '/rencontres'],
    ['search-nobody', '/rencontres?q=croupier&lieu=Albi'],
    ['search-place', '/rencontres?q=boulanger+à+Réalmont'],
    ['search-ambiguous', '/rencontres?q=boulanger&lieu=Saint-Martin'],
    ['wanted', '/metiers-recherches'],
    ['wanted-department', '/metiers-recherches?departement=81'],
    ['wanted-trade', '/metiers-recherches/A1504?departement=81'],
    ['organisations', '/organisations'],
    ['organisation', '/organisations/demonstration-1'],
    ['sign-in', '/connexion'],
    ['check-mail', '/inscription/courriel'],
    ['forgotten', '/mot-de-passe'],
    ['not-found', '/nulle-part'],
    ['gallery', '/dev/ui'],
  ]) {
    await page.goto(path);
    await shoot(page, name);
  }
  await page.goto('/rencontres');
  await hydrated(page);
  const filters = page.locator('.filters > summary');
  if (await filters.isVisible()) await filters.click();
  await shoot(page, 'search-filters');
  await openProfessional(page, projectNumber());
  await shoot(page, 'professional');
  await page.goto(await firstHour(page));
  await shoot(page, 'hour-stranger');
  await page.goto('/inscription');
  await shoot(page, 'sign-up');
  await fillSignUp(page, somebody({ name: 'L', email: 'lea@', birthDate: '', password: 'court' }));
  await submitSignUp(page);
  await expect(page.getByRole('alert')).toBeVisible();
  await shoot(page, 'sign-up-refused');
  await fillSignUp(page, somebody({ commune: 'Saint-Martin' }));
  await submitSignUp(page);
  await expect(page.getByRole('radio', { name: /^Saint-Martin \(/ }).first()).toBeVisible();
  await shoot(page, 'sign-up-ambiguous');
});

test('for somebody under fifteen', async ({ page, open }) => {
  const [child, parent] = [somebody({ birthDate: bornYearsAgo(14) }), somebody()];
  await page.goto('/inscription');
  await fillSignUp(page, child);
  await submitSignUp(page);
  await expect(page.getByRole('alert')).toBeVisible();
  await shoot(page, 'sign-up-under-fifteen');
  await page.getByLabel(/^Adresse e-mail d’un parent/).fill(parent.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(child.password);
  await submitSignUp(page);
  const confirm = await newestMail(page, child);
  await confirm.getByRole('link', { name: /\/inscription\/confirmer\// }).click();
  await page.getByLabel('Mot de passe', { exact: true }).fill(child.password);
  await page.getByRole('button', { name: 'Confirmer mon adresse' }).click();
  await shoot(page, 'await-guardian');
  const guardian = await open();
  const mail = await newestMail(guardian, parent);
  await mail.getByRole('link', { name: /\/inscription\/accord\// }).click();
  await shoot(guardian, 'account-consent');
});

test('for a signed-in person', async ({ page, open }) => {
  await signUp(page);
  await openProfessional(page, 2 + projectNumber());
  const hour = await firstHour(page);
  await page.goto(hour);
  await shoot(page, 'hour');
  const other = await open();
  await signUp(other);
  await other.goto(hour);
  await book(other);
  await expect(other.getByRole('status')).toBeVisible();
  await book(page, 'Qu’est-ce qui vous a surpris au début ?');
  await expect(page.getByRole('alert')).toBeVisible();
  await shoot(page, 'hour-taken');
  await page.getByRole('group', { name: 'Les heures libres les plus proches' }).getByRole('radio').first().check();
  await page.getByRole('button', { name: 'Confirmer la rencontre' }).click();
  await expect(page.getByRole('status')).toBeVisible();
  await shoot(page, 'talk');
  await page.getByRole('link', { name: 'Messages', exact: true }).click();
  await page.getByLabel('Votre message').fill('Bonjour ! Faut-il apporter quelque chose ?');
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click();
  await expect(page.getByRole('log')).toContainText('Faut-il apporter');
  await page.getByLabel('Votre message').fill('Mon numéro : 06 12 34 56 78');
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByText('Quelque chose ne va pas ?').click();
  await shoot(page, 'conversation');
  await other.goto(hour);
  await shoot(other, 'hour-booked');
  const minor = await open();
  await signUp(minor, somebody({ birthDate: bornYearsAgo(16) }));
  await minor.goto('/rencontres');
  await shoot(minor, 'search-minor');
  await minor.goto(hour);
  await shoot(minor, 'hour-minor');
  const careful = await open();
  await signUp(careful);
  const profile = await giveHours(careful, { byHand: true, minors: true });
  await minor.goto(`${profile}?fuseau=Europe%2FParis`);
  await hours(minor).first().click();
  await shoot(minor, 'ask-minor');
  const parent = somebody();
  await minor.getByRole('group', { name: /Comment voulez-vous/ }).getByRole('radio').first().check();
  await minor.getByLabel(/^Adresse e-mail d’un parent/).fill(parent.email);
  await minor.getByRole('button', { name: 'Demander cette heure' }).click();
  await expect(minor.getByRole('status')).toBeVisible();
  await shoot(minor, 'talk-requested');
  await careful.goto('/demandes');
  await shoot(careful, 'requests');
  await careful.locator('.card a').first().click();
  await shoot(careful, 'request');
  await careful.goto(`${careful.url()}/deplacer`);
  await shoot(careful, 'reschedule');
  const mail = await newestMail(other, parent);
  await mail.getByRole('link', { name: /\/accord\// }).click();
  await shoot(other, 'consent');
  for (const [name, path] of [
    ['agenda', '/agenda'],
    ['thanks', '/mercis'],
    ['my-journey', '/mon-parcours'],
    ['mail-choices', '/compte/courriels'],
    ['own-organisations', '/compte/organisations'],
    ['account', '/compte'],
    ['profile', '/compte/metier'],
    ['profile-job', '/compte/metier/presentation'],
    ['profile-meeting', '/compte/metier/rencontres'],
    ['profile-hours', '/compte/metier/heures'],
    ['profile-photo', '/compte/metier/photo'],
    ['profile-publication', '/compte/metier/publication'],
    ['mail', '/dev/mail'],
  ]) {
    await page.goto(path);
    await shoot(page, name);
  }
  await page.goto('/agenda');
  await page.getByRole('region', { name: 'À venir' }).getByRole('link').first().click();
  await page.getByRole('radio', { name: 'Maladie ou urgence' }).check();
  await page.getByRole('button', { name: 'Annuler la rencontre' }).click();
  await expect(page.getByText('Vous avez annulé cette rencontre')).toBeVisible();
  await shoot(page, 'talk-cancelled');
});

onOwnClock('after a talk', async ({ page, open, baseURL }) => {
  const explorer = await open();
  await signUp(page);
  const profile = await giveHours(page);
  await signUp(explorer);
  await explorer.goto(`${profile}?fuseau=Europe%2FParis`);
  await hours(explorer).first().click();
  await book(explorer);
  await expect(explorer.getByRole('status')).toBeVisible();
  const talk = explorer.url();
  const start = new Date((await explorer.locator('time').first().getAttribute('datetime'))!);
  await moveClock(page, baseURL!, minutesBefore(start, -70));
  await explorer.goto(talk);
  await shoot(explorer, 'talk-over-explorer');
  await explorer.getByLabel('Votre message').fill('Merci ! Le fournil à l’aube, je n’oublierai pas.');
  await explorer.getByRole('button', { name: 'Envoyer mon merci' }).click();
  await expect(explorer.getByRole('status')).toBeVisible();
  await shoot(explorer, 'talk-over-thanked');
  for (const [name, path] of [
    ['talk-over-professional', talk],
    ['answers', '/demandes'],
    ['thanks-some', '/mercis'],
  ]) {
    await page.goto(path);
    await shoot(page, name);
  }
});

test('for somebody who moderates', async ({ page, open }) => {
  const professional = await open();
  await signUp(professional);
  const profile = await giveHours(professional, { minors: true });
  await openStep(professional, 'presentation');
  await professional.getByLabel('Votre métier en une phrase').fill('Je pétris, je façonne et je cuis depuis vingt ans.');
  await saveStep(professional);
  await expect(professional).toHaveURL('/compte/metier');
  await shoot(professional, 'profile-changed');
  const window = await professional.context().newPage();
  for (const one of [window, professional]) await openStep(one, 'presentation');
  for (const one of [window, professional]) {
    await one.getByLabel('Votre métier en une phrase').fill(`Je fais du pain et ${one === window ? 'des pizzas' : 'des brioches'}.`);
    await saveStep(one);
  }
  await expect(professional.getByRole('alert')).toBeVisible();
  await shoot(professional, 'profile-saved-since');
  const administrator = await openAdministrator(professional);
  const id = profile.split('/').pop()!;
  for (const [name, path] of [
    ['moderation', '/moderation'],
    ['moderation-profile', `/moderation/profils/${id}`],
    ['moderation-log', '/moderation/journal'],
    ['moderation-team', '/moderation/equipe'],
  ]) {
    await administrator.goto(path);
    await shoot(administrator, name);
  }
  const explorer = await open();
  await signUp(explorer);
  await explorer.goto(`${profile}?fuseau=Europe%2FParis`);
  await hours(explorer).first().click();
  await book(explorer);
  await expect(explorer.getByRole('status')).toBeVisible();
  const talk = new URL(explorer.url()).pathname;
  for (const [author, text] of [
    [explorer, 'Bonjour ! Faut-il venir tôt ?'],
    [professional, 'Quelle question idiote.'],
  ] as const) {
    await author.goto(`${talk}/messages`);
    await author.getByLabel('Votre message').fill(text);
    await author.getByRole('button', { name: 'Envoyer', exact: true }).click();
    await expect(author.getByRole('log', { name: 'Messages échangés' })).toContainText(text);
  }
  await explorer.goto(`${talk}/messages`);
  await explorer.getByRole('link', { name: /^Signaler ce message/ }).click();
  await explorer.getByRole('radio', { name: 'Des insultes ou du mépris' }).check();
  await explorer.getByRole('button', { name: 'Envoyer le signalement' }).click();
  await administrator.goto('/moderation/signalements?page=9999');
  await shoot(administrator, 'moderation-reports');
  await administrator.locator('.card').last().getByRole('link').click();
  await shoot(administrator, 'moderation-report');
  await administrator.goto(`/moderation/profils/${id}`);
  await administrator.getByRole('radio', { name: 'Refuser ce profil' }).check();
  await administrator.getByRole('radio', { name: 'Un autre motif' }).check();
  await administrator.getByLabel('Un mot pour la personne').fill('Ce profil en double sera retiré.');
  await administrator.getByRole('button', { name: 'Envoyer la décision' }).click();
  await professional.goto('/compte/metier');
  await shoot(professional, 'profile-refused');
  await administrator.context().close();
});
