import type { Page } from 'playwright-core';

/** Resolves when a page shows what it was asked for: its heading is there, where it has one of its own, and nothing is still being read. */
export async function settled(page: Page, title: string | null): Promise<void> {
  if (title !== null) await page.getByRole('heading', { level: 1, name: title }).first().waitFor();
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  // What is asked for only once the first answers are there.
  await page.waitForLoadState('networkidle');
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
}
