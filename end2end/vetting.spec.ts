// A profile that somebody looks at before it is listed: sent back, changed, approved, changed again.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { fillMornings, fillWords, hours, openStep, publish, saveStep } from './hours';
import { grant, openAdministrator } from './moderators';
import { bornYearsAgo, newestMail, signUp, somebody } from './people';
import { expectSound } from './sound';

/** Where nobody of another walk lives: a queue of its own. */
const HOME = { commune: 'Mamoudzou (976)', region: 'Mayotte', code: '06' };

/** Saves the profile of the person who is signed in; it waits then. Gives its address. */
async function submitProfile(page: Page): Promise<string> {
  await openStep(page, 'presentation');
  await page.getByLabel('Métier', { exact: true }).fill('D1102');
  await fillWords(page, 'Je fais du pain, comme tout le monde.');
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier/rencontres');
  await saveStep(page);
  await expect(page).toHaveURL('/compte/metier/heures');
  await fillMornings(page);
  await saveStep(page);
  await publish(page, true);
  const preview = page.getByRole('link', { name: 'Voir ma page comme les autres la verront' });
  return (await preview.getAttribute('href'))!;
}

test('a profile waits, is sent back, waits again and is listed', async ({ page, open }) => {
  const paul = await signUp(page, somebody({ commune: HOME.commune }));
  const address = await submitProfile(page);
  const id = address.split('/').pop()!;
  await expect(page.getByRole('heading', { name: 'Votre profil attend une relecture' })).toBeVisible();
  await expectSound(page);
  await page.goto(address);
  await expect(page.getByRole('main')).toContainText('Ceci est un aperçu');
  await expectSound(page);

  const explorer = await open();
  await signUp(explorer);
  expect((await explorer.goto(address))!.status()).toBe(404);
  for (const path of ['/moderation', `/moderation/profils/${id}`, '/moderation/journal', '/moderation/equipe']) {
    expect((await explorer.goto(path))!.status(), path).toBe(404);
  }

  const relay = await open();
  grant(relay, await signUp(relay), HOME.region);
  await relay.goto('/compte');
  await relay.getByRole('link', { name: 'Voir les profils à relire' }).click();
  await expect(relay.getByRole('heading', { level: 1 })).toHaveText('Profils à relire');
  await expect(relay.getByRole('main')).toContainText(paul.name);
  await expectSound(relay);
  expect((await relay.goto('/moderation/journal'))!.status()).toBe(404);

  await relay.goto(`/moderation/profils/${id}`);
  await expect(relay.getByRole('heading', { level: 1 })).toContainText(paul.name);
  await expect(relay.getByRole('main')).not.toContainText(paul.email);
  await expectSound(relay);
  await relay.getByRole('button', { name: 'Envoyer la décision' }).click();
  await expect(relay.getByRole('alert')).toBeFocused();
  await expectSound(relay);
  await relay.getByRole('radio', { name: 'Demander des changements' }).check();
  await relay.getByRole('radio', { name: /décrit trop vaguement/ }).check();
  await relay.getByLabel('Un mot pour la personne').fill('Écrivez-moi au 06 12 34 56 78.');
  await relay.getByRole('button', { name: 'Envoyer la décision' }).click();
  await expect(relay.getByLabel('Un mot pour la personne')).toHaveAccessibleDescription(/06 12 34 56 78/);
  await expect(relay.getByRole('radio', { name: 'Demander des changements' })).toBeChecked();
  await relay.getByLabel('Un mot pour la personne').fill('Racontez une journée.');
  await relay.getByRole('button', { name: 'Envoyer la décision' }).click();
  await expect(relay.getByRole('status')).toContainText('C’est noté');

  const mail = await newestMail(page, paul, 'Racontez une journée.');
  await mail.getByRole('link', { name: /\/compte\/metier/ }).click();
  await expect(page.getByRole('heading', { name: /des changements sont demandés/ })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Racontez une journée.');
  await expectSound(page);
  await page.getByRole('link', { name: 'Mon métier', exact: true }).click();
  await page.getByLabel('Ce que j’aime', { exact: true }).fill('Pétrir à trois heures, cuire, puis dormir.');
  await saveStep(page);
  await expect(page.getByRole('heading', { name: 'Votre profil attend une relecture' })).toBeVisible();

  // Two at once: the second is told what the first decided.
  const administrator = await openAdministrator(page);
  await administrator.goto(`/moderation/profils/${id}`);
  await relay.goto(`/moderation/profils/${id}`);
  await relay.getByRole('button', { name: 'Approuver ce profil' }).click();
  await expect(relay.getByRole('status')).toContainText('C’est noté');
  await administrator.getByRole('radio', { name: 'Refuser ce profil' }).check();
  await administrator.getByRole('radio', { name: /publicité/ }).check();
  await administrator.getByRole('button', { name: 'Envoyer la décision' }).click();
  await expect(administrator.getByRole('alert')).toContainText('Quelqu’un a décidé avant vous');
  await expect(administrator.getByRole('main')).toContainText('Profil approuvé');
  await expectSound(administrator, /Déclic$/);
  await administrator.context().close();

  expect((await explorer.goto(`${address}?fuseau=Europe%2FParis`))!.status()).toBe(200);
  await expect(hours(explorer).first()).toBeVisible();
});

test('what changes stays listed, is looked at again, and waits with minors until then', async ({ page, open }) => {
  const paul = await signUp(page, somebody({ commune: HOME.commune }));
  const address = await submitProfile(page);
  const id = address.split('/').pop()!;
  const administrator = await openAdministrator(page);
  await administrator.goto(`/moderation/profils/${id}`);
  await administrator.getByRole('button', { name: 'Approuver ce profil' }).click();
  await expect(administrator.getByRole('status')).toContainText('C’est noté');

  await openStep(page, 'presentation');
  await page.getByLabel('Votre métier en une phrase').fill('Je pétris, je façonne et je chante.');
  await page.getByLabel(/^Une journée de travail/).fill('Je pétris à trois heures et je dors à midi.');
  await page.getByLabel(/^Autre métier/).fill('D1104');
  await saveStep(page);
  await expect(page.getByRole('heading', { name: 'Vos changements vont être relus' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('les personnes de moins de 18 ans ne peuvent pas réserver');
  await expectSound(page);

  const minor = await open();
  await signUp(minor, somebody({ birthDate: bornYearsAgo(16) }));
  await minor.goto(`${address}?fuseau=Europe%2FParis`);
  await hours(minor).first().click();
  await expect(minor.getByRole('heading', { level: 1 })).toHaveText('Pas encore de rencontre avant 18 ans');
  await expectSound(minor);

  await administrator.goto(`/moderation?region=${HOME.code}`);
  await expect(administrator.getByRole('main')).toContainText('déjà visible, a changé');
  await expectSound(administrator);
  await administrator.goto(`/moderation/profils/${id}`);
  const changes = administrator.getByRole('region', { name: 'Ce qui a changé depuis l’approbation' });
  await expect(changes).toContainText('Je fais du pain, comme tout le monde.');
  await expect(changes).toContainText('Je pétris, je façonne et je chante.');
  await expect(changes).toContainText('Je pétris à trois heures et je dors à midi.');
  await expect(changes).toContainText('Pâtissier / Pâtissière');
  await expectSound(administrator);
  await administrator.getByRole('button', { name: 'Approuver ce profil' }).click();
  await expect(administrator.getByRole('status')).toContainText('C’est noté');
  await minor.goto(`${address}?fuseau=Europe%2FParis`);
  await hours(minor).first().click();
  await expect(minor.getByRole('button', { name: /^(Confirmer|Demander)/ })).toBeVisible();

  await administrator.goto('/moderation/journal');
  await expect(administrator.getByRole('heading', { level: 1 })).toHaveText('Journal de modération');
  await expect(administrator.getByRole('link', { name: paul.name }).first()).toBeVisible();
  await expectSound(administrator);
  await administrator.context().close();
});

test('an administrator names a relay, and takes the role back', async ({ open }) => {
  const zoe = await open();
  const relay = await signUp(zoe);
  const administrator = await openAdministrator(zoe);
  await administrator.goto('/moderation');
  await administrator.getByRole('link', { name: 'Équipe' }).click();
  await expect(administrator.getByRole('heading', { level: 1 })).toHaveText('Équipe de modération');
  await administrator.getByRole('button', { name: 'Nommer relais' }).click();
  await expect(administrator.getByRole('alert')).toBeFocused();
  await expectSound(administrator);
  await administrator.getByLabel('Adresse e-mail de son compte').fill(relay.email);
  await administrator.getByLabel('Région').selectOption({ label: 'La Réunion' });
  await administrator.getByRole('button', { name: 'Nommer relais' }).click();
  await expect(administrator.getByRole('status')).toContainText('cette personne est relais');
  await expectSound(administrator);
  expect((await zoe.goto('/moderation'))!.status()).toBe(200);
  await administrator.getByRole('button', { name: new RegExp(relay.name) }).click();
  await expect(administrator.getByRole('status')).toContainText('n’est plus relais');
  expect((await zoe.goto('/moderation'))!.status()).toBe(404);
  await administrator.context().close();
});
