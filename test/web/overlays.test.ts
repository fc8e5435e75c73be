import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOTH_WIDTHS, lookAt } from './support/look-at.ts';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';
import { settled } from './support/settled.ts';

// What opens over a page or in it, and what is no page of the dashboard: each with its picture, and as usable as the pages are.

describe.each(['light', 'dark'] as const)('in %s', (theme) => {
  let dash: Dashboard;
  beforeAll(async () => {
    // The admin is offered all that there is.
    dash = await openDashboard({ theme, full: true, as: 'admin' });
  });
  afterAll(() => dash.close());
  const look = (name: string, page = dash.page) => lookAt(page, { name, theme, axeAt: BOTH_WIDTHS });

  test.each([
    ['palette', '/', 'Control+k', 'Search tasks, agents, commands'],
    ['help', '/board', '?', 'Single keys act'],
    ['make-a-task', '/board', 'c', 'Make it'],
    ['move', '/board', 'm', 'Move T-'],
  ])('%s, by its key', async (name, path, key, says) => {
    const { page } = dash;
    await dash.open(path);
    await settled(page, null);
    if (key === 'm') {
      await page.locator('[data-card]').first().waitFor();
      await page.keyboard.press('j');
      await page.locator('[data-card]:focus').waitFor();
    }
    await page.keyboard.press(key);
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(says)
      .or(dialog.getByPlaceholder(says))
      .or(page.getByRole('dialog', { name: says }))
      .first()
      .waitFor();
    expect(await look(name)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test.each([
    ['make-a-link', '/settings', 'Make a link'],
    ['new-token', '/settings', 'Create a token'],
    ['new-project', '/settings', 'Create a project'],
    ['pause-project', '/settings', 'Pause'],
    ['pause-agent', '/agents/codex-2', 'Pause'],
  ])('%s, by its button', async (name, path, button) => {
    const { page } = dash;
    await dash.open(path);
    await settled(page, null);
    await page.getByRole('button', { name: button, exact: true }).first().click();
    await page.locator(':is([role="dialog"], main form) :is(input, select, textarea)').first().waitFor();
    expect(await look(name)).toEqual([]);
  });

  test('edit and its neighbours on the page of a task', async () => {
    const { page, filled } = dash;
    await dash.open(`/tasks/${filled.doing}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Title' }).waitFor();
    expect(await look('task-edit')).toEqual([]);
  });

  test('many tasks that are selected, and a search with a mistake in it', async () => {
    const { page, filled } = dash;
    await dash.open('/tasks');
    await page.getByRole('checkbox', { name: `Select ${filled.doing}`, exact: true }).check();
    await page.getByText('1 selected').waitFor();
    await page.getByRole('textbox', { name: 'Search tasks' }).fill('status:nowhere');
    await page.locator('.query-problem mark').waitFor();
    expect(await look('tasks-bulk')).toEqual([]);
  });

  test('a link that is opened where somebody is signed in', async () => {
    const { page } = await dash.another({ name: 'rob', role: 'lead' });
    await page.goto(`${dash.server.origin}/dashboard/sign-in#bat_link_none`);
    await page.getByRole('heading', { name: 'You are signed in as rob' }).waitFor();
    expect(await look('sign-in-asked', page)).toEqual([]);
    await page.context().close();
  });

  test('signed out', async () => {
    const context = await dash.browser.newContext({ colorScheme: theme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${dash.server.origin}/dashboard/`);
    await page.getByRole('heading', { name: 'Signed out' }).waitFor();
    expect(await look('signed-out', page)).toEqual([]);
    await page.goto(`${dash.server.origin}/dashboard/sign-in#bat_link_none`);
    await page.getByText('The code is not valid').waitFor();
    expect(await look('sign-in-refused', page)).toEqual([]);
    await context.close();
  });

  test('the reference of the API', async () => {
    const { page } = dash;
    await page.goto(`${dash.server.origin}/docs`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await look('docs')).toEqual([]);
  });
});
