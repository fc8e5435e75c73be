import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

/** What the browser itself logs of a script that it could not have. */
const NOT_LOADED = /Failed to load resource|WebSocket connection to/;

test('a page that is opened while the server is away comes by itself when it is back, and what is around it stays', async () => {
  await using dash = await openDashboard();
  const { page, server } = dash;
  dash.guard.allow(NOT_LOADED);
  await dash.open('/');
  await server.kill();
  await page.locator('.live-dot[data-state="offline"]').first().waitFor({ state: 'attached' });
  const asked = page.waitForEvent('requestfailed', (request) => request.url().includes('/assets/insights-page'));
  await page.getByRole('link', { name: 'Insights' }).click();
  await asked;
  await page.getByText('The server is out of reach.').waitFor();
  expect(await page.getByRole('heading', { level: 1, name: 'Insights' }).count()).toBe(0);

  await server.restart();
  await page.getByRole('heading', { level: 1, name: 'Insights' }).waitFor();
  expect(await page.getByText('A part of this page cannot be loaded.').count()).toBe(0);
});

test('text is shown as it was written where what draws it cannot be loaded', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  dash.guard.allow(NOT_LOADED);
  await page.route('**/assets/markdown-rendered*', (route) => route.abort());
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Read me', brief: 'As *written*.' });
  await dash.open(`/tasks/${id}`);
  await page.getByText('As *written*.').first().waitFor();
  await page.unroute('**/assets/markdown-rendered*');
  await page.locator('em', { hasText: 'written' }).waitFor();
});

test('a page that the server has no more, as after an upgrade, offers to reload', async () => {
  await using dash = await openDashboard();
  const { page } = dash;
  dash.guard.allow(NOT_LOADED);
  await dash.open('/');
  const ofOldBuild = '**/assets/insights-page*';
  await page.route(ofOldBuild, (route) => route.fulfill({ status: 404, body: '' }));
  await page.getByRole('link', { name: 'Insights' }).click();
  await page.getByText('A part of this page cannot be loaded.').waitFor();
  await page.unroute(ofOldBuild);
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.getByRole('heading', { level: 1, name: 'Insights' }).waitFor();
  await page.getByText('A part of this page cannot be loaded.').waitFor({ state: 'detached' });
});

test('a page and a drawer that fail say so in their place; the rest of the dashboard goes on', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  dash.guard.allow(/It is broken/);
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Open me' });
  await dash.open('/');
  for (const [chunk, component] of [
    ['insights-page', 'InsightsPage'],
    ['task-drawer', 'TaskDrawer'],
  ]) {
    const body = `function Failing() { throw new Error('It is broken'); } export { Failing as ${component} };`;
    await page.route(`**/assets/${chunk}*`, (route) => route.fulfill({ contentType: 'text/javascript', body }));
  }
  const failed = page.getByRole('alert').filter({ hasText: 'This part of the page failed' }).filter({ hasText: 'It is broken' });
  await page.getByRole('link', { name: 'Insights' }).click();
  await failed.waitFor();
  await page.getByRole('link', { name: 'Activity' }).click();
  await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
  expect(await failed.count()).toBe(0);

  await dash.open(`/activity?task=${id}`);
  await page.getByRole('dialog').filter({ has: failed }).waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await failed.waitFor({ state: 'detached' });
  await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
});
