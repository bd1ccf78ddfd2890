// Who looks at profiles before they are listed: an administrator for each worker, named on the command line, as the
// first one of a site always is.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { expect } from './fixtures';
import { type Person, signUp } from './people';

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

let session: Session | undefined;

/** Runs the program on the database of the server under test (see serve.sh). */
export function declic(...words: string[]): string {
  return execFileSync(resolve(__dirname, '../target/end2end-declic'), words, { encoding: 'utf8' });
}

/** Makes somebody who has an account a relay of a région, or an administrator. */
export function grant(person: Person, region?: string) {
  declic('role', 'grant', person.email, ...(region ? ['relay', '--region', region] : ['administrator']));
}

/** Opens a page for this worker's administrator: a browser context of its own, to be closed. */
export async function openAdministrator(beside: Page): Promise<Page> {
  const browser = beside.context().browser()!;
  if (!session) {
    const first = await browser.newContext();
    grant(await signUp(await first.newPage()));
    session = await first.storageState();
    await first.close();
  }
  const context = await browser.newContext({ storageState: session });
  return context.newPage();
}

/** Has the profile approved that the editor shows on this page, as it was saved; gives its address. */
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
