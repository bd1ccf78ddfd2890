// Becoming a professional step by step: left after the second step, resumed elsewhere, published; bad input at each step.
import { expect, test } from './fixtures';
import { fillMornings, fillWords, hours, openStep, saveStep } from './hours';
import { approved } from './moderators';
import { signIn, signUp } from './people';
import { expectSound } from './sound';

test('a profile is begun, left, resumed after signing in again, and published', async ({ page, open }) => {
  const person = await signUp(page);
  await page.goto('/compte/metier');
  await expect(page.getByRole('progressbar', { name: /^Étapes faites\s: 0 sur 4/ })).toBeVisible();
  await expect(page.getByText('Bon retour')).toHaveCount(0);
  await page.getByRole('link', { name: 'Commencer' }).click();
  await expect(page).toHaveURL('/compte/metier/presentation');
  await expect(page.getByText('Étape 1 sur 5')).toBeVisible();

  await page.getByLabel('Métier', { exact: true }).fill('D1102');
  await page.getByLabel('Votre métier en une phrase').fill('court');
  await saveStep(page);
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel('Votre métier en une phrase')).toHaveAccessibleDescription(/Il faut au moins 20 caractères/);
  await expect(page.getByLabel('Métier', { exact: true })).toHaveValue('D1102');
  await expectSound(page);
  await fillWords(page);
  await saveStep(page);

  await expect(page).toHaveURL('/compte/metier/rencontres');
  await expect(page.getByRole('status')).toContainText('C’est gardé.');
  await expectSound(page);
  await page.getByLabel('Commune', { exact: true }).fill('Xyzzyville');
  await saveStep(page);
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel('Commune', { exact: true })).toHaveValue('Xyzzyville');
  await expectSound(page);
  await page.getByLabel('Commune', { exact: true }).fill('Aubusson (23)');
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier/heures');

  // Later, on another device.
  const again = await open();
  await signIn(again, person);
  await expect(again.getByRole('link', { name: 'Agenda' })).toBeVisible();
  await again.goto('/compte/metier');
  await expect(again.getByText(/^Bon retour/)).toBeVisible();
  await expect(again.getByRole('progressbar', { name: /^Étapes faites\s: 2 sur 4/ })).toBeVisible();
  await expectSound(again);
  await again.getByRole('link', { name: /^Reprendre\s: Mes heures/ }).click();
  await expect(again).toHaveURL('/compte/metier/heures');
  await fillMornings(again);
  const tuesday = again.getByRole('group', { name: 'Mardi' });
  await tuesday.getByLabel('à', { exact: true }).fill('08:00');
  await saveStep(again);
  await expect(again.getByRole('alert')).toBeFocused();
  await expect(tuesday).toHaveAccessibleDescription('La fin doit venir après le début.');
  await expectSound(again);
  await tuesday.getByLabel('à', { exact: true }).fill('12:00');
  await saveStep(again);

  await expect(again).toHaveURL('/compte/metier/photo');
  await again
    .getByLabel('Choisir une photo')
    .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Bonjour') });
  await again.getByRole('button', { name: 'Envoyer la photo' }).click();
  await expect(again.getByRole('alert')).toContainText('Ce fichier n’est pas une photo que nous savons lire.');
  await expectSound(again);
  await again.getByRole('link', { name: 'Continuer sans photo' }).click();

  await expect(again).toHaveURL('/compte/metier/publication');
  const preview = again.getByRole('region', { name: 'Votre page, telle qu’on la verra' });
  await expect(preview).toContainText('Je fais du pain au levain depuis vingt ans.');
  await expect(preview).toContainText('Aubusson (23)');
  await expect(preview).toContainText('Les premières heures que l’on pourra choisir');
  await expectSound(again);
  await saveStep(again);
  await expect(again).toHaveURL('/compte/metier');
  await expect(again.getByRole('status')).toContainText('Votre profil est enregistré.');
  await expect(again.getByRole('progressbar', { name: /^Étapes faites\s: 4 sur 4/ })).toBeVisible();
  await expectSound(again);

  const address = await approved(again);
  const explorer = await open();
  await explorer.goto(`${address}?fuseau=Europe%2FParis`);
  await expect(hours(explorer).first()).toBeVisible();

  await again.goto('/compte/metier');
  await again.getByRole('button', { name: 'Mettre mon profil en pause' }).click();
  await expect(again.getByText('Il n’est pas visible')).toBeVisible();
  expect((await explorer.goto(address))!.status()).toBe(404);
  await again.getByRole('button', { name: 'Rendre mon profil visible' }).click();
  await expect(again.getByRole('button', { name: 'Mettre mon profil en pause' })).toBeVisible();
  expect((await explorer.goto(address))!.status()).toBe(200);

  await again.goto('/compte/metier');
  await again.getByRole('link', { name: 'Supprimer mon profil…' }).click();
  await expect(again.getByRole('heading', { level: 1 })).toHaveText('Ne plus donner d’heures');
  await expect(again.getByRole('region', { name: 'Rencontres annulées' })).toContainText('personne ne vous attend');
  await expectSound(again);
  await again.getByRole('button', { name: 'Supprimer mon profil' }).click();
  await expect(again).toHaveURL('/compte');
  await expect(again.getByRole('status')).toContainText('Votre profil est supprimé.');
  expect((await explorer.goto(address))!.status()).toBe(404);
});

test('a step that was saved in another window since is not replaced unseen', async ({ page, open }) => {
  const headline = (window: typeof page) => window.getByLabel('Votre métier en une phrase');
  const person = await signUp(page);
  await openStep(page, 'presentation');
  await page.getByLabel('Métier', { exact: true }).fill('D1102');
  await fillWords(page);
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier/rencontres');
  await openStep(page, 'presentation');

  const other = await open();
  await signIn(other, person);
  await expect(other.getByRole('link', { name: 'Agenda' })).toBeVisible();
  await openStep(other, 'presentation');
  await headline(other).fill('Je façonne des miches de trois livres.');
  await saveStep(other);
  await expect(other).toHaveURL('/compte/metier/rencontres');

  await headline(page).fill('Je pétris la nuit et je cuis le matin.');
  await saveStep(page);
  await expect(page.getByRole('alert')).toContainText('Votre profil a été enregistré depuis que vous avez ouvert cette page');
  await expect(headline(page)).toHaveValue('Je pétris la nuit et je cuis le matin.');
  await expectSound(page);
  await openStep(other, 'presentation');
  await expect(headline(other)).toHaveValue('Je façonne des miches de trois livres.');
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier/rencontres');
  await openStep(other, 'presentation');
  await expect(headline(other)).toHaveValue('Je pétris la nuit et je cuis le matin.');
});

test('days in a row are closed from two dates', async ({ page }) => {
  await signUp(page);
  await openStep(page, 'heures');
  const year = new Date().getFullYear() + 1;
  await page.getByLabel('Du', { exact: true }).fill(`${year}-08-01`);
  await page.getByLabel('au', { exact: true }).fill(`${year}-08-15`);
  await page.getByRole('button', { name: 'Ajouter ces jours' }).click();
  await expect(page.getByRole('status')).toContainText('Rien n’est encore enregistré.');
  await expect(page.getByLabel('Jours particuliers')).toHaveValue(`01/08/${year} au 15/08/${year}`);
  await expect(page.getByLabel('Du', { exact: true })).toHaveValue('');
  await expectSound(page);
});

test('the last step names those that are missing', async ({ page }) => {
  await signUp(page);
  await openStep(page, 'publication');
  const main = page.getByRole('main');
  for (const name of ['Mon métier', 'Se rencontrer', 'Mes heures']) {
    await expect(main.getByRole('link', { name, exact: true })).toBeVisible();
  }
  await expect(page.getByRole('button', { name: /^(Enregistrer|Terminer)/ })).toHaveCount(0);
  await expectSound(page);
});
