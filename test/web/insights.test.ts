import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { durationWords } from '../../web/parts/time-words.ts';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';

test('an empty board says what will fill the page; a full one is drawn, and each of its tables says what the server says', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  await dash.open('/insights');
  await page.getByRole('heading', { name: 'Nothing happened in this time' }).waitFor();
  await muchHappens(dash);

  // All that there is lies within the last hour.
  expect(await page.getByRole('radio', { name: '1 hour' }).isChecked()).toBe(true);
  // Nobody asked for it: the events did.
  await page.getByRole('region', { name: 'Tasks that ended' }).first().getByText('Done 1').waitFor();
  await page.getByText('Todo 1', { exact: true }).waitFor();
  const { buckets, stays, reviewWait } = await lead.rpc.insights.query({ hours: 1, buckets: 30 });
  // Every part of the time, the newest first.
  const parts = (of: (bucket: (typeof buckets)[number]) => unknown[]) => buckets.toReversed().map((one) => of(one).map(String));
  const depth = parts(({ depth: { todo, doing, validating, blocked } }) => [todo, doing, validating, blocked]);
  const ended = parts(({ ended: { done, failed, cancelled } }) => [done, failed, cancelled]);
  const expired = parts(({ expiries: { tasks, reviews } }) => [tasks, reviews]);
  const spreads = [stays.todo, stays.doing, stays.validating, stays.blocked, reviewWait];
  // So that each table has something to say, whichever parts of the time it fell into.
  expect(depth[0]).toEqual(['1', '1', '1', '0']);
  expect([sums(ended), sums(expired)]).toEqual([
    [1, 0, 1],
    [1, 0],
  ]);
  expect(spreads.map(({ count }) => count > 0)).toEqual([true, true, true, true, true]);

  await expect.poll(() => tableOf(page, 'Leases that ran out')).toEqual(expired);
  await expect.poll(() => tableOf(page, 'Tasks that ended')).toEqual(ended);
  await expect.poll(() => tableOf(page, 'Open tasks')).toEqual(depth);
  const words = (ms: number | null) => (ms === null ? 'none' : ms < 1_000 ? 'under 1 s' : durationWords(ms));
  const where = page.getByRole('region', { name: 'Where the time goes' });
  await expect
    .poll(() => cellsOf(where))
    .toEqual(spreads.map(({ count, p50Ms, p90Ms }) => [String(count), words(p50Ms), words(p90Ms)]));
});

/** A task that is done, one that was asked about and handed in, one that ran out and is held again, one cancelled, one that waits. */
async function muchHappens({ lead, agent }: Dashboard): Promise<void> {
  const scout = await agent('scout-1', { maxConcurrent: 2 });
  const drifter = await agent('drifter');
  const make = async (fields: Parameters<typeof lead.rpc.tasks.create.mutate>[0]) =>
    (await lead.rpc.tasks.create.mutate(fields)).id;
  const lapsed = await make({ title: 'One that runs out', leaseTtlSeconds: 10 });
  // No handle of the client, which would send heartbeats.
  await drifter.rpc.tasks.claim.mutate({ id: lapsed });
  await (await scout.claim(await make({ title: 'One that is done' }))).submit('Done.');
  const reviewer = await agent('ada-review', { role: 'reviewer' });
  await (await reviewer.reviews.claim()).approve();
  const asked = await make({ title: 'One that is asked about' });
  await (await scout.claim(asked)).block('Which one?', { waitingOn: { human: 'any' } });
  await lead.rpc.tasks.unblock.mutate({ id: asked, answer: 'The first.' });
  await (await scout.claim(asked)).submit('The first it is.');
  await lead.rpc.tasks.cancel.mutate({ id: await make({ title: 'One that is not needed' }), reason: 'It is not needed.' });
  const claimed = () => scout.claim(lapsed).then(({ outcome }) => outcome, String);
  await expect.poll(claimed, { timeout: 60_000 }).toBe('held');
  await make({ title: 'One that waits' });
}

/** Of each column. */
function sums(rows: readonly (readonly string[])[]): number[] {
  return (rows[0] ?? []).map((_, column) => rows.reduce((sum, row) => sum + Number(row[column]), 0));
}

async function tableOf(page: Page, title: string): Promise<string[][]> {
  const table = page.getByRole('region', { name: `${title} as a table` });
  if (!(await table.isVisible())) await page.getByRole('region', { name: title, exact: true }).getByText('As a table').click();
  return cellsOf(table);
}

/** The cells of each row below the head. */
async function cellsOf(table: Locator): Promise<string[][]> {
  const rows = await table.locator('tbody tr').all();
  return Promise.all(rows.map((row) => row.locator('td').allTextContents()));
}

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
