// The way to a booking form with the keyboard alone.
import type { Locator, Page } from '@playwright/test';
import { expect, hydrated, test } from './fixtures';
import { bookable, hours } from './hours';
import { signUp } from './people';

/** Presses Tab until `target` has the focus; on the way, each stop shows that it has it. */
async function tabTo(page: Page, target: Locator) {
  for (let stop = 0; stop < 150; stop += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement!;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const label = element.closest('label, .card');
      const around = label ? getComputedStyle(label) : null;
      const outlined = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
      const aroundOutlined = around !== null && around.outlineStyle !== 'none' && Number.parseFloat(around.outlineWidth) >= 2;
      return { isVisible: element === document.body || outlined || aroundOutlined, element: element.outerHTML.slice(0, 160) };
    });
    expect(focus.isVisible, `visible focus on ${focus.element}`).toBe(true);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`150 stops and never at ${target}`);
}

test('from the first page to a booking form by keyboard', async ({ page }) => {
  await signUp(page);
  await page.goto('/');
  await hydrated(page);

  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Aller au contenu' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  await tabTo(page, page.getByLabel('Métier ou mot-clé'));
  // A trade whose hours no other test counts: to press one holds it.
  await page.keyboard.type('menuisier');
  await tabTo(page, page.getByLabel('Où'));
  await page.keyboard.type('Albi (81)');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/rencontres\?/);
  await hydrated(page);

  const joiner = bookable(page).first().getByRole('link');
  await tabTo(page, joiner);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/rencontres\/[0-9a-f-]{36}/);

  const day = page.locator('.slot-picker__days').getByRole('link').last();
  await tabTo(page, day);
  const label = (await day.locator('.visually-hidden').textContent())!;
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 3, name: label })).toBeVisible();
  await tabTo(page, hours(page).first());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Confirmer la rencontre' })).toBeVisible();

  const ways = page.getByRole('group', { name: /Comment voulez-vous/ }).getByRole('radio');
  await tabTo(page, ways.first());
  await page.keyboard.press('Space');
  await expect(ways.first()).toBeChecked();
  if ((await ways.count()) > 1) {
    await page.keyboard.press('ArrowDown');
    await expect(ways.nth(1)).toBeChecked();
  }
  await tabTo(page, page.getByLabel(/^Ce que vous aimeriez savoir/));
  await page.keyboard.type('Combien gagne-t-on au début ?');
  await tabTo(page, page.getByRole('button', { name: 'Confirmer la rencontre' }));
});
