// What every page owes its readers, in every state.
import type { Page } from '@playwright/test';
import axe from 'axe-core';
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
  const shown = hasScripts() ? page : await readAlong(page);
  await shown.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await shown.emulateMedia({ colorScheme });
    const told = await shown.evaluate(async (tags) => {
      // Only what is wrong is written down with its nodes; every rule runs.
      const { violations } = await window.axe.run({ runOnly: tags, resultTypes: ['violations'] });
      return violations.map(({ id, help, nodes }) => ({
        rule: `${id}: ${help}`,
        at: nodes.map((node) => `${node.target.join(' ')} — ${node.failureSummary}`),
      }));
    }, RULES);
    expect(told, `${page.url()} in ${colorScheme}`).toEqual([]);
  }
  await shown.emulateMedia({ colorScheme: 'light' });
}

/** The browser page in which a worker reads what its tests show without scripts; a new one each time takes longer than axe. */
let reader: Page | undefined;

/** axe is a script: where the page's own browser runs none, it reads the same document in one that does. */
async function readAlong(page: Page): Promise<Page> {
  const html = (await page.content()).replace(/<script\b[\s\S]*?<\/script>/g, '');
  reader ??= await (await scripted(page.context().browser()!, page)).newPage();
  await reader.setViewportSize(page.viewportSize()!);
  await reader.unrouteAll();
  await reader.route(
    () => true,
    (route) =>
      route.request().isNavigationRequest()
        ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
        : route.continue(),
  );
  await reader.goto(page.url());
  return reader;
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
