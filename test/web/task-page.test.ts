import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

const run = promisify(execFile);

test('each attempt is a lane: who claimed it, what was noted on the way, how it ended; the one that goes on shows signs of life', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const [scout, codex] = [await dash.agent('scout-1'), await dash.agent('codex-2')];
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Find the broken link' });
  const first = await scout.claim(id);
  await first.progress('Looked at half of the pages.', { percent: 50 });
  await first.release('Somebody else knows these pages.');
  const second = await codex.claim(id);
  await dash.open(`/tasks/${id}`);
  const lanes = page.getByRole('region', { name: 'Attempts' }).locator('.lane');
  await expect.poll(() => lanes.count()).toBe(2);
  await expect
    .poll(() => lanes.nth(1).textContent())
    .toMatch(/scout-1\s*claimed.*50 % Looked at half of the pages\..*released after .*: Somebody else knows these pages\./);
  await expect.poll(() => lanes.nth(0).textContent()).toMatch(/codex-2\s*claimed.*goes on/);
  await expect.poll(() => lanes.nth(0).locator('.pulse-strip').getAttribute('aria-label')).toMatch(/^codex-2 was on time in/);
  await second.progress('Found it on page nine.', { percent: 90 });
  await lanes.nth(0).getByText('Found it on page nine.').waitFor();
  await second.submit('The link is fixed.');
  await expect.poll(() => lanes.nth(0).textContent()).toMatch(/submitted after/);
});

test('the copied call reads the task in a shell', async () => {
  await using dash = await openDashboard();
  const { page, lead, context, adminKey } = dash;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Read by curl' });
  await dash.open(`/tasks/${id}`);
  await page.getByText('Raw', { exact: true }).click();
  await page.getByRole('button', { name: 'Copy as curl' }).click();
  await page.getByText('Copied the call.').waitFor();
  const call = String(await page.evaluate('navigator.clipboard.readText()'));
  const { stdout } = await run('sh', ['-c', call], { env: { ...process.env, BATON_TOKEN: adminKey } });
  expect(JSON.parse(stdout)).toMatchObject({ id, title: 'Read by curl' });
});

test('where a page has no clipboard, as over plain http, it is copied all the same, in a window that keeps the focus, too', async () => {
  await using dash = await openDashboard();
  const { page, lead, server } = dash;
  await page.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Copied by hand' });
  for (const path of [`/tasks/${id}`, `/board?task=${id}`]) {
    await dash.open(path);
    await page.getByText('Raw', { exact: true }).click();
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Copied the address.').waitFor();
    await page.getByLabel('Comment; @name tells that agent').focus();
    await page.keyboard.press('Control+V');
    await expect
      .poll(() => page.getByLabel('Comment; @name tells that agent').inputValue())
      .toBe(`${server.origin}/dashboard/tasks/${id}`);
  }
});
