// Forms that are refused, and what becomes of an account.
import { expect, test } from './fixtures';
import { confirmAddress, fillSignUp, newestMail, signIn, signUp, somebody, submitSignUp } from './people';
import { expectSound } from './sound';

const OTHER_PASSWORD = 'cinq oies sur le toit';

test('a refused sign-up says what is wrong beside each field and keeps what was typed', async ({ page }) => {
  await page.goto('/inscription');
  await fillSignUp(page, somebody({ name: 'L', email: 'lea@', birthDate: '', commune: 'Xyzzyville', password: 'court' }));
  await submitSignUp(page);

  const summary = page.getByRole('alert');
  await expect(summary).toBeFocused();
  await expect(summary).toContainText('Il reste quelque chose à corriger');
  await expect(page).toHaveTitle('Erreur : Créer un compte · Déclic');
  for (const [label, value, problem] of [
    ['Prénom et nom', 'L', 'Il faut au moins 2 caractères.'],
    ['Adresse e-mail', 'lea@', /Cette adresse n’est pas complète/],
    ['Date de naissance', '', 'Ce champ est nécessaire.'],
    ['Commune', 'Xyzzyville', 'Nous ne trouvons pas ce lieu'],
    ['Mot de passe', '', 'Il faut au moins 10 caractères.'],
  ] as const) {
    const field = page.getByLabel(label, { exact: true });
    await expect(field).toHaveValue(value);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(problem instanceof RegExp ? problem : new RegExp(problem));
  }
  await expectSound(page);
  await summary.getByRole('link', { name: /^Adresse e-mail/ }).click();
  await expect(page.getByLabel('Adresse e-mail', { exact: true })).toBeFocused();

  await page.reload();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a password that is easy to guess is refused', async ({ page }) => {
  await page.goto('/inscription');
  await fillSignUp(page, somebody({ password: 'motdepasse123' }));
  await submitSignUp(page);
  await expect(page.getByRole('alert')).toContainText('trop facile à deviner');
});

test('an ambiguous commune offers what it can mean', async ({ page }) => {
  const person = somebody({ commune: 'Saint-Martin' });
  await page.goto('/inscription');
  await fillSignUp(page, person);
  await submitSignUp(page);

  const choices = page.getByRole('group', { name: 'Commune' });
  await expect(choices).toContainText('Plusieurs lieux portent ce nom.');
  const meant = choices.getByRole('radio', { name: /^Saint-Martin \(\d+\)$/ }).first();
  await expect(choices.getByRole('radio', { name: /^Aucune de ces réponses/ })).toBeVisible();
  const label = await meant.getAttribute('value');
  await expectSound(page);
  await meant.check();
  await page.getByLabel('Mot de passe', { exact: true }).fill(person.password);
  await submitSignUp(page);
  await expect(page).toHaveURL('/inscription/courriel');
  await confirmAddress(page, person);
  await page.goto('/compte');
  await expect(page.getByText(label!, { exact: true })).toBeVisible();
});

test('an address is confirmed with the password chosen at sign-up', async ({ page, open }) => {
  const person = somebody();
  await page.goto('/inscription?suite=%2Fagenda');
  await fillSignUp(page, person);
  await submitSignUp(page);
  await expect(page).toHaveURL('/inscription/courriel');
  await expectSound(page);

  const phone = await open();
  const mail = await newestMail(phone, person);
  await expect(mail).not.toContainText(person.name);
  await mail.getByRole('link', { name: /\/inscription\/confirmer\// }).click();
  const link = phone.url();
  await expect(phone.getByText(person.email, { exact: true })).toBeVisible();
  await expectSound(phone);
  const password = phone.getByLabel('Mot de passe', { exact: true });
  for (const [typed, problem] of [
    ['', /Ce champ est nécessaire/],
    [OTHER_PASSWORD, /Ce n’est pas le bon mot de passe/],
  ] as const) {
    await password.fill(typed);
    await phone.getByRole('button', { name: 'Confirmer mon adresse' }).click();
    await expect(phone).toHaveURL(link);
    await expect(phone.getByRole('alert')).toBeFocused();
    await expect(password).toHaveAccessibleDescription(problem);
    await expect(password).toHaveValue('');
    await expectSound(phone);
  }
  await expect(phone.getByRole('link', { name: 'Mot de passe oublié ?' })).toBeVisible();
  await password.fill(person.password);
  await phone.getByRole('button', { name: 'Confirmer mon adresse' }).click();
  await expect(phone).toHaveURL('/agenda');
  await expect(phone.getByRole('status')).toHaveText('Votre adresse est confirmée. Bienvenue sur Déclic !');
  await expectSound(phone);
  await phone.reload();
  await expect(phone.getByRole('status')).toHaveCount(0);
  await phone.goto(link);
  await expect(phone.getByRole('main')).toContainText('Votre adresse est déjà confirmée');
  await expectSound(phone);
});

test('a wrong password, a forgotten one, and a new one by mail', async ({ page }) => {
  const person = await signUp(page);
  await page.goto('/compte');
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(page.getByRole('link', { name: 'Se connecter' })).toBeVisible();
  await expect(page.getByRole('status')).toHaveText('Vous avez quitté votre compte sur cet appareil. À bientôt !');
  await expectSound(page);

  await signIn(page, { ...person, password: 'pas le bon du tout' });
  await expect(page.getByRole('alert')).toContainText('Cette adresse et ce mot de passe ne vont pas ensemble.');
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByLabel('Adresse e-mail', { exact: true })).toHaveValue(person.email);
  await expect(page.getByLabel('Mot de passe', { exact: true })).toHaveValue('');
  await expectSound(page);

  await page.getByRole('link', { name: 'Mot de passe oublié ?' }).click();
  await page.getByLabel('Adresse e-mail', { exact: true }).fill(person.email);
  await page.getByRole('button', { name: 'Recevoir un lien' }).click();
  await expect(page).toHaveURL('/mot-de-passe/courriel');

  const mail = await newestMail(page, person, '/mot-de-passe/');
  const link = (await mail.getByRole('link').first().getAttribute('href'))!;
  await page.goto(link);
  await expectSound(page);
  await page.getByLabel('Nouveau mot de passe').fill('court');
  await page.getByRole('button', { name: 'Enregistrer ce mot de passe' }).click();
  await expect(page.getByLabel('Nouveau mot de passe')).toHaveAccessibleDescription(/Il faut au moins 10 caractères/);
  await expectSound(page);
  await page.getByLabel('Nouveau mot de passe').fill(OTHER_PASSWORD);
  await page.getByRole('button', { name: 'Enregistrer ce mot de passe' }).click();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('status')).toContainText('Votre nouveau mot de passe est enregistré.');
  await expect(page.getByRole('link', { name: 'Agenda' })).toBeVisible();
  await expectSound(page);

  await page.goto('/compte');
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(page.getByRole('link', { name: 'Se connecter' })).toBeVisible();
  await signIn(page, person);
  await expect(page.getByRole('alert')).toContainText('Cette adresse et ce mot de passe ne vont pas ensemble.');
  await signIn(page, { ...person, password: OTHER_PASSWORD });
  await expect(page.getByRole('link', { name: 'Agenda' })).toBeVisible();

  await page.goto(link);
  await expect(page.getByText('Ce lien a déjà servi ou n’est plus valable.')).toBeVisible();
});

test('the answer is the same for an address that is known and one that is not', async ({ page, open }) => {
  const known = await signUp(await open());
  const answers = [];
  for (const { email } of [known, somebody()]) {
    await page.goto('/mot-de-passe');
    await page.getByLabel('Adresse e-mail', { exact: true }).fill(email);
    await page.getByRole('button', { name: 'Recevoir un lien' }).click();
    await expect(page).toHaveURL('/mot-de-passe/courriel');
    answers.push(await page.locator('main').innerText());
  }
  expect(answers[0]).toBe(answers[1]);
});

test('a new password ends the other sessions, and an account can be deleted', async ({ page, open }) => {
  const person = await signUp(page);
  const elsewhere = await open();
  await signIn(elsewhere, person);
  await expect(elsewhere.getByRole('link', { name: 'Agenda' })).toBeVisible();

  await page.goto('/compte');
  const change = page.getByRole('region', { name: 'Changer de mot de passe' });
  await change.getByLabel('Mot de passe actuel').fill('pas le bon du tout');
  await change.getByLabel('Nouveau mot de passe').fill(OTHER_PASSWORD);
  await change.getByRole('button').click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(change.getByLabel('Mot de passe actuel')).toHaveAccessibleDescription(/Ce n’est pas le bon mot de passe/);
  await expectSound(page);
  await change.getByLabel('Mot de passe actuel').fill(person.password);
  await change.getByLabel('Nouveau mot de passe').fill(OTHER_PASSWORD);
  await change.getByRole('button').click();
  await expect(page).toHaveURL('/compte');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('status')).toContainText('Votre mot de passe a changé.');
  await elsewhere.goto('/compte');
  await expect(elsewhere).toHaveURL(/^[^?]*\/connexion/);

  const deletion = page.getByRole('region', { name: 'Supprimer mon compte' });
  await deletion.getByLabel('Mot de passe actuel').fill(person.password);
  await deletion.getByRole('button').click();
  await expect(deletion.getByLabel('Mot de passe actuel')).toHaveAccessibleDescription(/Ce n’est pas le bon mot de passe/);
  await expectSound(page);
  await deletion.getByLabel('Mot de passe actuel').fill(OTHER_PASSWORD);
  await deletion.getByRole('button').click();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('link', { name: 'Se connecter' })).toBeVisible();
  await expect(page.getByRole('status')).toContainText('Votre compte et ses données sont supprimés.');
  await expectSound(page);
  await signIn(page, { ...person, password: OTHER_PASSWORD });
  await expect(page.getByRole('alert')).toContainText('Cette adresse et ce mot de passe ne vont pas ensemble.');
});

test('the language can be switched on any page, and the page stays', async ({ page }) => {
  const path = '/rencontres?q=boulanger&lieu=Albi';
  await page.goto(path);
  await page.getByRole('button', { name: 'EN : English' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Meet someone: boulanger · Albi (81), 50 km');
  await expect(page).toHaveURL(path);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('button', { name: 'EN : English' })).toHaveAttribute('aria-pressed', 'true');
  await expectSound(page);
  for (const [other, heading] of [
    ['/', 'One hour with someone who does the job, and it all becomes clear.'],
    ['/inscription', 'Create an account'],
  ]) {
    await page.goto(other);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expectSound(page);
  }
  await page.goto(path);
  await page.getByRole('button', { name: 'FR : français' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rencontrer : boulanger · Albi (81), 50 km');
  await expect(page).toHaveURL(path);
});

test('a refused form stays when the language is switched', async ({ page }) => {
  await page.goto('/inscription');
  await fillSignUp(page, somebody({ name: 'Léa', email: 'lea@' }));
  await submitSignUp(page);
  await expect(page.getByRole('alert')).toContainText('Cette adresse n’est pas complète');
  await page.getByRole('button', { name: 'EN : English' }).click();
  await expect(page).toHaveURL('/inscription');
  await expect(page.getByRole('alert')).toContainText('This address is not complete');
  await expect(page.getByLabel('First and last name', { exact: true })).toHaveValue('Léa');
  await expect(page.getByLabel('E-mail address', { exact: true })).toHaveValue('lea@');
  await expectSound(page);
});
