import type { Page } from 'playwright-core';

/**
 * Goes to a page by its two keys. Both are sent at once: the second counts only soon after the first, and a machine that stands still
 * between the two would make it a key of its own.
 */
export async function goByKeys(page: Page, letter: string, title: string): Promise<void> {
  await Promise.all([page.keyboard.press('g'), page.keyboard.press(letter)]);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}
