import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';
import { tabTo } from './support/tab-to.ts';

test('no single key does anything while somebody writes', async () => {
  await using dash = await openDashboard({ full: true });
  const { page } = dash;
  const before = await decided(dash);
  for (const path of ['/review', '/']) {
    await dash.open(path);
    await page
      .locator(path === '/' ? '[data-item]' : 'article')
      .first()
      .waitFor();
    if (path === '/') await page.keyboard.press('j');
    await page.keyboard.press('r');
    const field = page.locator('textarea:focus');
    await field.waitFor();
    await page.keyboard.type('a r x j m c g b ? /');
    expect(await field.inputValue()).toBe('a r x j m c g b ? /');
    expect(await page.getByRole('dialog').count()).toBe(0);
  }
  expect(await decided(dash)).toEqual(before);
});

test('under an open task no key of the page does anything', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead, filled } = dash;
  const before = await decided(dash);
  const { items } = await lead.rpc.reviews.list.query({ taskId: filled.validating });
  for (const path of [`/review/${items[0]?.id}`, '/']) {
    await dash.open(`${path}?task=${filled.doing}`);
    const drawer = page.getByRole('dialog', { name: `Task ${filled.doing}` });
    await drawer.waitFor();
    await page.locator('main [data-item]').first().waitFor({ state: 'attached' });
    for (const key of ['a', 'j', 'a', 'r']) await page.keyboard.press(key);
    // Its commands are not to be had either, but those that lead away are.
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: 'Go to Board' }).waitFor();
    expect(await page.getByRole('option', { name: /^Approve/ }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('option').first().waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await page.waitForLoadState('networkidle');
    expect(await page.locator('textarea').count()).toBe(0);
  }
  expect(await decided(dash)).toEqual(before);
});

test('on Now only what somebody has gone to is acted on', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead, filled } = dash;
  const before = await decided(dash);
  await dash.open('/');
  const row = page.locator('[data-item^="review"]').filter({ hasText: filled.validating });
  await row.waitFor();
  await page.keyboard.press('a');
  await page.keyboard.press('r');
  await page.waitForLoadState('networkidle');
  expect(await page.locator('textarea').count()).toBe(0);
  expect(await decided(dash)).toEqual(before);

  await pressUntil(page, 'j', row);
  await page.keyboard.press('a');
  await row.waitFor({ state: 'detached' });
  expect((await lead.rpc.tasks.get.query({ id: filled.validating })).status).toBe('done');
});

test('a key that is held down decides once', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead, filled } = dash;
  await dash.open('/review');
  const second = page.getByRole('heading', { name: 'Keep the cart when the session ends' });
  await page.getByRole('heading', { name: 'Show which fields of the address are missing' }).waitFor();
  await page.keyboard.down('a');
  await second.waitFor();
  for (let repeated = 0; repeated < 5; repeated += 1) await page.keyboard.down('a');
  await page.keyboard.up('a');
  await page.keyboard.press('r');
  await page.locator('textarea:focus').waitFor();
  expect((await lead.rpc.tasks.get.query({ id: filled.bounced })).status).toBe('validating');
});

test('the palette finds a task and opens it, and runs a command on what had the focus', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, filled } = dash;
  await page.keyboard.press('Control+k');
  await page.locator('[role="dialog"] input:focus').waitFor();
  await page.keyboard.type('Round cart totals');
  await page.getByRole('option', { name: /Round cart totals/, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Round cart totals the way the bank does' }).waitFor();

  await dash.open('/tasks?q=label:cart');
  const link = page.getByRole('link', { name: filled.bounced });
  await link.waitFor();
  await pressUntil(page, 'j', link);
  await page.keyboard.press('Control+k');
  await page.locator('[role="dialog"] input:focus').waitFor();
  await page.keyboard.type('Select the task');
  await page.getByRole('option', { name: /^Select the task/, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('1 selected').waitFor();
  expect(await page.getByRole('checkbox', { name: `Select ${filled.bounced}` }).isChecked()).toBe(true);
  await link.and(page.locator(':focus')).waitFor();
});

test('the help lists what the keys of the page do now, and gives the focus back', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead } = dash;
  await dash.open('/agents/codex-2');
  const roster = page.getByRole('link', { name: /^codex-2 agent/ });
  await page.getByRole('button', { name: 'Drain' }).waitFor();
  await tabTo(page, roster);
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await page.keyboard.press('?');
  for (const does of [
    'Pause codex-2',
    'Go to the next agent',
    'Go to Board',
    'Search tasks, agents and commands',
    'Close what is open',
  ])
    await help.getByText(does, { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await roster.and(page.locator(':focus')).waitFor();

  await lead.rpc.agents.pause.mutate({ name: 'codex-2', reason: 'It repeats itself.' });
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  await page.keyboard.press('?');
  await help.getByText('Resume codex-2', { exact: true }).waitFor();
  expect(await help.getByText('Pause codex-2', { exact: true }).count()).toBe(0);
});

test('a window keeps the focus in it and gives it back, / goes to the filter, and the first Tab leads past the links', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, filled } = dash;
  await dash.open('/board');
  const card = page.locator('[data-column="todo"] [data-card]').first();
  await card.waitFor();
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Skip to content' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('main:focus').waitFor();

  await page.keyboard.press('j');
  await card.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('m');
  await page.getByRole('dialog', { name: /^Move T-/ }).waitFor();
  await page.locator(':is([role="dialog"], [role="dialog"] *):focus').waitFor();
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press('Tab');
    expect(await page.locator('[role="dialog"] :focus').count()).toBe(1);
  }
  await page.keyboard.press('Escape');
  await card.and(page.locator(':focus')).waitFor();

  const make = page.getByRole('button', { name: 'Make a task' });
  await make.focus();
  await page.keyboard.press('Enter');
  await page.locator('[role="dialog"] input:focus').waitFor();
  await page.keyboard.press('Escape');
  await make.and(page.locator(':focus')).waitFor();

  await dash.open('/tasks');
  const link = page.getByRole('link', { name: filled.doing });
  await link.waitFor();
  await page.keyboard.press('/');
  await page.locator('[data-filter]:focus').waitFor();
  await tabTo(page, page.locator('[data-focus][tabindex="0"]'));
  await pressUntil(page, 'j', link);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: `Task ${filled.doing}` }).waitFor();
  await page.keyboard.press('Escape');
  await link.and(page.locator(':focus')).waitFor();
});

test('of each list one item is in the order of Tab, and the arrows go on from it', async () => {
  await using dash = await openDashboard({ full: true });
  const { page } = dash;
  for (const path of ['/', '/review', '/agents', '/inbox', '/tasks']) {
    await dash.open(path);
    const stops = page.locator(path === '/tasks' ? 'main [data-focus]' : 'main [data-item]');
    await stops.nth(1).waitFor();
    const stop = page.locator('main :is([data-focus], [data-item])[tabindex="0"]');
    expect(await stop.count(), path).toBe(1);
    await tabTo(page, stop);
    await page.keyboard.press('ArrowDown');
    await stops.nth(1).and(page.locator(':focus')).waitFor();
    expect(await stop.count(), path).toBe(1);
    await page.keyboard.press('ArrowUp');
    await stops.nth(0).and(page.locator(':focus')).waitFor();
  }
});

/** What the board has decided: none of it changes unless somebody decides. */
async function decided({ lead, filled }: Dashboard) {
  const ids = [filled.validating, filled.bounced, filled.asked];
  const tasks = await Promise.all(ids.map((id) => lead.rpc.tasks.get.query({ id })));
  const { items } = await lead.rpc.attention.list.query({});
  return { tasks: tasks.map(({ version }) => version), needs: items.map(({ id }) => id).toSorted() };
}

/** More than any list of these tests is long. */
const PRESSES_MAX = 40;

async function pressUntil(page: Page, key: string, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < PRESSES_MAX; presses += 1) {
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} did not come to ${wanted} in ${PRESSES_MAX} presses.`);
}
