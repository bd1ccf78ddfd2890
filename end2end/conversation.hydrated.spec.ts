// What the script of a conversation adds: messages appear as they are written, and the page says that they were read.
import { expect, test } from './fixtures';
import { book, giveHours, hours } from './hours';
import { signUp } from './people';
import { expectSound } from './sound';

test('a message appears without loading the page', async ({ page, open }) => {
  await signUp(page);
  const profile = await giveHours(page);
  const explorer = await open();
  const lea = await signUp(explorer);
  await explorer.goto(`${profile}?fuseau=Europe%2FParis`);
  await hours(explorer).first().click();
  await book(explorer);
  await expect(explorer.getByRole('status')).toBeVisible();
  const talk = new URL(explorer.url()).pathname;

  await page.goto(`${talk}/messages`);
  await page.evaluate(() => Object.assign(window, { marked: true }));
  await page.getByLabel('Votre message').fill('Une réponse que j’écris encore');
  await explorer.goto(`${talk}/messages`);
  for (const text of ['Bonjour <b>vous</b> & merci', 'Un second message']) {
    await explorer.getByLabel('Votre message').fill(text);
    const read = page.waitForResponse((response) => response.url().endsWith('/api/read_messages'));
    await explorer.getByRole('button', { name: 'Envoyer', exact: true }).click();
    await expect(page.getByRole('log')).toContainText(text);
    expect((await read).status()).toBe(200);
  }
  await expect(page.getByRole('log').getByRole('listitem')).toHaveCount(2);
  await expect(page.getByRole('log')).toContainText(lea.name);
  await expect(page.getByText('Aucun message pour l’instant')).toHaveCount(0);
  expect(await page.evaluate(() => 'marked' in window), 'the page was not loaded again').toBe(true);
  await expect(page.getByLabel('Votre message')).toHaveValue('Une réponse que j’écris encore');
  await expectSound(page);

  // Read on the open page: nothing waits.
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(talk);
  await expect(elsewhere.getByRole('link', { name: 'Messages', exact: true })).toBeVisible();
  await expect(elsewhere.getByRole('main')).toContainText(lea.name);
});
