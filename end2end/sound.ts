// What every page owes its readers, in every state.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, hasScripts, scripted } from './fixtures';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** CSS pixels of the narrowest reader (WCAG 2.2, 1.4.10). */
const NARROWEST = 320;

/** Accessible in light and dark, one h1, a title, and nothing to scroll sideways for. */
export async function expectSound(page: Page, title: RegExp = / · Déclic$/) {
  await expect(page.locator('h1')).toHaveCount(1);
  await expect(page).toHaveTitle(title);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
}

/** Nothing for axe to say, in light and in dark. */
export async function expectAccessible(page: Page) {
  const copy = hasScripts() ? null : await copyOf(page);
  const shown = copy ?? page;
  for (const colorScheme of ['light', 'dark'] as const) {
    await shown.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page: shown }).withTags(RULES).setLegacyMode().analyze();
    const told = violations.map(({ id, help, nodes }) => ({
      rule: `${id}: ${help}`,
      at: nodes.map((node) => `${node.target.join(' ')} — ${node.failureSummary}`),
    }));
    expect(told, `${page.url()} in ${colorScheme}`).toEqual([]);
  }
  await shown.emulateMedia({ colorScheme: 'light' });
  await copy?.context().close();
}

/** axe is a script: where the page's own browser runs none, it reads the same document in one that does. */
async function copyOf(page: Page): Promise<Page> {
  const html = (await page.content()).replace(/<script\b[\s\S]*?<\/script>/g, '');
  const context = await scripted(page.context().browser()!, page);
  const copy = await context.newPage();
  await copy.route(
    () => true,
    (route) =>
      route.request().isNavigationRequest()
        ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
        : route.continue(),
  );
  await copy.goto(page.url());
  return copy;
}

async function expectNoSidewaysScroll(page: Page) {
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: NARROWEST, height: size.height });
  const wider = await page.evaluate(() => {
    const root = document.documentElement;
    const excess = root.scrollWidth - root.clientWidth;
    if (excess <= 0) return [];
    const beyond = (element: Element) => element.getBoundingClientRect().right > root.clientWidth + 1;
    return [...document.querySelectorAll('body *')].filter(beyond).map((element) => element.outerHTML.slice(0, 120));
  });
  await page.setViewportSize(size);
  expect(wider, `${page.url()} at ${NARROWEST} px`).toEqual([]);
}
