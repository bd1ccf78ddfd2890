// Who looks at profiles before they are listed: an administrator for each worker, named on the command line, as the
// first one of a site always is.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { expect } from './fixtures';
import { type Person, signUp } from './people';

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** By the origin of the server: a test that moves the clock has one of its own. */
const sessions = new Map<string, Session>();

/** Runs the program on the database of the server that a page is of (see serve.sh). */
export function declic(page: Page, ...words: string[]): string {
  const { port } = new URL(page.url());
  return execFileSync(resolve(__dirname, `../target/end2end-declic-${port}`), words, { encoding: 'utf8' });
}

/** Makes somebody who has an account a relay of a région, or an administrator. */
export function grant(page: Page, person: Person, region?: string) {
  declic(page, 'role', 'grant', person.email, ...(region ? ['relay', '--region', region] : ['administrator']));
}

/** Opens a page for this worker's administrator: a browser context of its own, to be closed. */
export async function openAdministrator(beside: Page): Promise<Page> {
  const browser = beside.context().browser()!;
  const baseURL = new URL(beside.url()).origin;
  let session = sessions.get(baseURL);
  if (!session) {
    const first = await browser.newContext({ baseURL });
    const page = await first.newPage();
    grant(page, await signUp(page));
    session = await first.storageState();
    sessions.set(baseURL, session);
    await first.close();
  }
  const context = await browser.newContext({ baseURL, storageState: session });
  return context.newPage();
}

/** Has the profile approved that this page leads to, of its owner, as it was saved; gives its address. */
export async function approved(page: Page): Promise<string> {
  const shown = page.getByRole('main').locator('a[href^="/rencontres/"]').first();
  const address = (await shown.getAttribute('href'))!;
  const administrator = await openAdministrator(page);
  await administrator.goto(`/moderation/profils/${address.split('/').pop()}`);
  await administrator.getByRole('button', { name: 'Approuver ce profil' }).click();
  await expect(administrator.getByRole('status')).toContainText('C’est noté');
  await administrator.context().close();
  return address;
}
