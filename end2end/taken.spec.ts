// Two people, one hour.
import { expect, hasScripts, projectNumber, test } from './fixtures';
import { book, bookable, firstHour, hours, openProfessional } from './hours';
import { signUp } from './people';
import { expectSound } from './sound';

test('the second to book an hour is told, is shown near ones, and keeps the question', async ({ page, open }) => {
  const other = await open();
  await signUp(page);
  await signUp(other);
  await openProfessional(page, 8 + projectNumber());
  const hour = await firstHour(page);
  await page.goto(hour);
  await other.goto(hour);

  await book(page);
  await expect(page.getByRole('status')).toContainText('C’est réservé.');
  await book(other, 'Qu’est-ce qui vous a surpris au début ?');

  await expect(other.getByRole('alert')).toHaveText('Cette heure vient d’être prise. En voici d’autres, toutes proches.');
  await expect(other.getByRole('alert')).toBeFocused();
  await expect(other.getByLabel(/^Ce que vous aimeriez savoir/)).toHaveValue('Qu’est-ce qui vous a surpris au début ?');
  await expect(other.getByRole('group', { name: /Comment voulez-vous/ }).getByRole('radio').first()).toBeChecked();
  await expectSound(other);

  await other.getByRole('button', { name: 'Confirmer la rencontre' }).click();
  await expect(other.getByRole('alert')).toContainText('Les heures libres les plus proches : Choisissez une réponse.');
  await expect(other.getByLabel(/^Ce que vous aimeriez savoir/)).toHaveValue('Qu’est-ce qui vous a surpris au début ?');
  await expectSound(other);

  await other.getByRole('group', { name: 'Les heures libres les plus proches' }).getByRole('radio').first().check();
  await other.getByRole('button', { name: 'Confirmer la rencontre' }).click();
  await expect(other.getByRole('status')).toContainText('C’est réservé.');
  await expect(other.getByText('Qu’est-ce qui vous a surpris au début ?')).toBeVisible();
});

test('an hour that is pressed is kept from others until another one is', async ({ page, open }) => {
  const other = await open();
  await signUp(page);
  await signUp(other);
  await openProfessional(page, 16 + projectNumber());
  const hour = await firstHour(page);
  await hours(page).first().click();
  await expect(page.getByText(/^Cette heure vous est gardée jusqu’à \d+\sh\s\d\d\.$/)).toBeVisible();
  await expectSound(page);
  await other.goto(hour);
  await expect(other.getByText('Cette heure n’est plus proposée')).toBeVisible();

  await openProfessional(page, 4 + projectNumber());
  await hours(page).first().click();
  await expect(page.getByText(/^Cette heure vous est gardée/)).toBeVisible();
  await other.goto(hour);
  await expect(other.getByRole('button', { name: /^(Confirmer la rencontre|Demander cette heure)$/ })).toBeVisible();

  await page.getByRole('group', { name: /Comment voulez-vous/ }).getByRole('radio').first().check();
  await page.getByRole('button', { name: /^(Confirmer la rencontre|Demander cette heure)$/ }).click();
  await expect(page.getByRole('status')).toContainText(/C’est réservé|Demande envoyée/);
});

test('who has another meeting at that time is told before the last click', async ({ page }) => {
  await signUp(page);
  await openProfessional(page, 12 + projectNumber());
  const hour = await firstHour(page);
  await page.goto(hour);
  await book(page);
  await expect(page.getByRole('status')).toBeVisible();
  const meeting = page.url();

  // Half an hour later, while the first one goes on.
  const [, start] = /debut=([^&]+)/.exec(hour)!;
  const later = new Date(Date.parse(decodeURIComponent(start)) + 30 * 60_000).toISOString().replace('.000', '');
  await page.goto(hour.replace(start, encodeURIComponent(later)));
  await expect(page.getByText('Vous avez déjà une rencontre à ce moment-là')).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'L’heure demandée' })).toBeVisible();
  await expectSound(page);
  await page.getByRole('link', { name: /^Rencontre avec / }).click();
  await expect(page).toHaveURL(meeting);
});

test('an hour keeps the clock that it was chosen on', async ({ open }) => {
  const page = await open({ timezoneId: 'Indian/Reunion' });
  await page.goto('/rencontres?q=boulanger&lieu=Albi');
  const link = bookable(page).last().getByRole('link');
  const professional = new URL((await link.getAttribute('href'))!, page.url()).pathname;
  // With scripts the browser says itself which clock it is on.
  await page.goto(hasScripts() ? professional : `${professional}?fuseau=Indian%2FReunion`);
  await expect(page).toHaveURL(/fuseau=Indian%2FReunion/);
  const hour = hours(page).first();
  const time = (await hour.locator('time').textContent())!;
  await expect(hour).toContainText('là-bas');
  await expectSound(page);
  await hour.click();
  await expect(page).toHaveURL(/debut=.*fuseau=Indian%2FReunion/);
  const recap = page.getByRole('complementary', { name: 'Votre heure' });
  await expect(recap).toContainText(`${time} (heure de La Réunion)`);
  await expect(recap).toContainText('Là-bas');
  await expectSound(page);
});
