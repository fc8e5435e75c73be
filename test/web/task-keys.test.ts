import { test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';
import { tabTo } from './support/tab-to.ts';

test('Enter presses what has the focus: a saved view, a row, what is in its drawer, and a link of the side', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, filled } = dash;
  await dash.open('/tasks');
  await tabTo(page, page.getByRole('button', { name: 'Waiting on review' }));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tasks?q=status%3Avalidating');
  const row = page.getByRole('link', { name: filled.bounced });
  await tabTo(page, page.locator('[data-focus][tabindex="0"]'));
  await page.keyboard.press('j');
  await row.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: `Task ${filled.bounced}` });
  await tabTo(page, drawer.getByRole('button', { name: 'Edit' }));
  await page.keyboard.press('Enter');
  await drawer.getByRole('form', { name: `Edit ${filled.bounced}` }).waitFor();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  // The focus comes back to where it was a moment after the drawer is gone.
  await row.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('x');
  await page.getByText('1 selected').waitFor();

  await tabTo(page, page.getByRole('navigation', { name: 'Pages', exact: true }).first().getByRole('link', { name: 'Board' }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Board' }).waitFor();
});

test('a checkbox that was clicked leaves the keys to the list', async () => {
  await using dash = await openDashboard({ full: true });
  const { page } = dash;
  await dash.open('/tasks');
  const boxes = page.getByRole('checkbox', { name: /^Select T-/ });
  await boxes.nth(0).click();
  await page.getByText('1 selected').waitFor();
  await page.keyboard.press('j');
  await page.locator('[data-focus]').nth(1).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('x');
  await page.getByText('2 selected').waitFor();
});
