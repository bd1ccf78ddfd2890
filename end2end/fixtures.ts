// What every test runs in: contexts that are watched for errors and for requests to other hosts.
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, expect, test as base } from '@playwright/test';

type Fixtures = {
  /** Everything that went wrong in the browser; must stay empty. */
  problems: string[];
  /** Opens a page for another person: a browser context of its own. */
  open: (options?: BrowserContextOptions) => Promise<Page>;
};

let addresses = 0;

export const test = base.extend<Fixtures>({
  // Rate limits count by address: each test has its own, as each household has.
  extraHTTPHeaders: async ({}, use, info) => {
    addresses += 1;
    await use({ 'X-Forwarded-For': `10.${info.workerIndex % 256}.${addresses >> 8}.${addresses % 256}` });
  },
  problems: async ({}, use) => {
    const problems: string[] = [];
    await use(problems);
    expect([...new Set(problems)], 'console errors, refused resources and requests to other hosts').toEqual([]);
  },
  context: async ({ context, baseURL, problems }, use) => {
    watch(context, baseURL!, problems);
    await use(context);
  },
  open: async ({ browser, baseURL, problems }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      watch(context, baseURL!, problems);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect };

function watch(context: BrowserContext, baseURL: string, problems: string[]) {
  const documents = new Set<string>();
  context.on('request', (request) => {
    if (request.isNavigationRequest()) documents.add(request.url());
    const url = new URL(request.url());
    if (url.origin !== baseURL && url.protocol !== 'data:') problems.push(`request to ${url.origin}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} from ${response.url()}`);
  });
  context.on('weberror', (error) => problems.push(`uncaught: ${error.error().stack}`));
  context.on('console', (message) => {
    // The browser notes a page's own status, such as 404, as an error; the tests of those pages expect it.
    const isStatus = message.text().startsWith('Failed to load resource') && documents.has(message.location().url);
    if (message.type() === 'error' && !isStatus) {
      problems.push(`console on ${message.page()?.url()}: ${message.text()} (${message.location().url})`);
    }
  });
}

/** Whether this project's browser runs scripts. */
export function hasScripts(): boolean {
  return test.info().project.use.javaScriptEnabled !== false;
}

/** Tells the four projects apart, so that they don't take each other's hours: 0 to 3. */
export function projectNumber(): number {
  return ['phone', 'desktop', 'phone-plain', 'desktop-plain'].indexOf(test.info().project.name);
}

/** Waits until the client has taken over the page, where it comes with one and scripts run. */
export async function hydrated(page: Page) {
  if (!hasScripts() || (await page.locator('script[type="module"]').count()) === 0) return;
  const inspector = await page.context().newCDPSession(page);
  const listens = async () => {
    const { result } = await inspector.send('Runtime.evaluate', { expression: 'window' });
    const { listeners } = await inspector.send('DOMDebugger.getEventListeners', { objectId: result.objectId! });
    return listeners.some((listener) => listener.type === 'popstate');
  };
  await expect.poll(listens, { message: 'the client starts' }).toBe(true);
  await inspector.detach();
}

/** A context with scripts, whatever the project. */
export function scripted(browser: Browser, viewport: Page): Promise<BrowserContext> {
  return browser.newContext({ javaScriptEnabled: true, viewport: viewport.viewportSize() });
}
