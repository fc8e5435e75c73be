import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

test('a link leads to an event far back in the log, and from there to the newest', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Talk' });
  for (let at = 1; at <= 240; at += 1) await lead.rpc.tasks.comment.mutate({ id, body: `Comment ${at}` });
  const { items } = await lead.rpc.events.list.query({ limit: 200 });
  const wanted = items.find(({ type }) => type === 'task.created');
  await dash.open(`/activity?seq=${wanted?.seq}`);
  await page.locator('[data-linked="true"]').getByText('lena made T-1').waitFor();
  await page.getByRole('button', { name: 'Show the newest' }).click();
  await page.getByRole('link', { name: 'Link to event 242', exact: true }).waitFor();
  expect(new URL(page.url()).search).toBe('');

  // A filter looks further back by itself until a page is full, or the log ends.
  await page.getByLabel('Kind').selectOption('agent');
  await page.getByText('admin registered lena').waitFor();
  await page.getByLabel('Kind').selectOption('reservation');
  await page.getByText('Nothing of that kind is in the log').waitFor();
});

test('the log is filtered by the address, waits while it is paused, and is saved whole', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead, filled } = dash;
  await dash.open(`/activity?of=${filled.cancelled}`);
  const rows = page.getByRole('region', { name: 'Events' }).getByRole('listitem');
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByRole('textbox', { name: 'Task' }).fill('');
  await expect.poll(() => rows.count()).toBeGreaterThan(40);

  await page.getByRole('button', { name: 'Pause' }).click();
  // Not its whole text, which says how long ago it was.
  const firstShown = () =>
    rows
      .first()
      .getByRole('link', { name: /^Link to event / })
      .textContent();
  const before = await firstShown();
  await lead.rpc.tasks.comment.mutate({ id: filled.doing, body: 'While you read.' });
  const pill = page.getByRole('button', { name: '+1 update' });
  await pill.waitFor();
  expect(await firstShown()).toBe(before);
  await pill.click();
  await expect.poll(() => rows.first().textContent()).toContain('lena commented on');

  // Not paused, it goes on by itself, but not from under the pointer.
  const shown = await firstShown();
  await rows.first().hover();
  await lead.rpc.tasks.comment.mutate({ id: filled.bounced, body: 'While you point.' });
  await pill.waitFor();
  expect(await firstShown()).toBe(shown);
  await page.getByRole('heading', { level: 1, name: 'Activity' }).hover();
  await expect.poll(() => rows.first().textContent()).toContain(`lena commented on ${filled.bounced}`);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export NDJSON' }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
  const { head } = await lead.rpc.events.list.query({ limit: 1 });
  expect(lines.map((line) => JSON.parse(line).seq)).toEqual(lines.map((_, at) => at + 1));
  expect(lines.length).toBe(Number(head.split('.').at(-1)));
});
