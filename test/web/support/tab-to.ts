import type { Locator, Page } from 'playwright-core';

/** More than any page has to go through. */
const PRESSES_MAX = 80;

/** Presses Tab until what is wanted has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let presses = 0; presses < PRESSES_MAX; presses += 1) {
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab did not come to ${wanted} in ${PRESSES_MAX} presses.`);
}
