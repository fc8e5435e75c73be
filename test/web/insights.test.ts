import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

test('an empty board says what will fill the page; a full one is drawn, and its tables say what the server says', async () => {
  await using dash = await openDashboard();
  const { page } = dash;
  await dash.open('/insights');
  await page.getByRole('heading', { name: 'Nothing happened in this time' }).waitFor();

  const scout = await dash.agent('scout-1');
  const { id } = await dash.lead.rpc.tasks.create.mutate({ title: 'One that is done', reviewer: 'none' });
  await (await scout.claim(id)).submit('Done.');
  await dash.lead.rpc.tasks.create.mutate({ title: 'One that waits' });

  // All that there is lies within the last hour.
  expect(await page.getByRole('radio', { name: '1 hour' }).isChecked()).toBe(true);
  // Nobody asked for it: the events did.
  await page.getByRole('region', { name: 'Tasks that ended' }).first().getByText('Done 1').waitFor();
  await page.getByText('Todo 1', { exact: true }).waitFor();
  const ended = page.getByRole('region', { name: 'Tasks that ended', exact: true });
  await ended.getByText('As a table').click();
  const { buckets } = await dash.lead.rpc.insights.query({ hours: 1, buckets: 30 });
  const table = await ended.getByRole('row').count();
  expect(table).toBe(buckets.length + 1);
  const first = await ended.getByRole('row').nth(1).getByRole('cell').allTextContents();
  expect(first).toEqual(['1', '0', '0']);
});

test('the range is in the address, and the charts are drawn again in the colours of another theme', async () => {
  await using dash = await openDashboard({ full: true });
  const { page } = dash;
  await dash.open('/insights?range=6h');
  await page.locator('.plot canvas').first().waitFor();
  const drawn = () => page.locator('.plot canvas').first().screenshot();
  const light = await drawn();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-theme="dark"]').waitFor();
  await expect.poll(async () => (await drawn()).equals(light)).toBe(false);
  await page.getByText('7 days').click();
  await page.waitForURL(/range=7d/);
});
