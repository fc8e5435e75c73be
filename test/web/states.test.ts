import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOTH_WIDTHS, lookAt } from './support/look-at.ts';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';
import { NAMED_PAGES, PAGES } from './support/pages.ts';
import { settled } from './support/settled.ts';

// Every page in every state that it can be in: that it says so, that it fits, a picture of it in build/screenshots, and that axe finds
// nothing that keeps anybody from using it.

const QUERIES = /\/trpc\/[a-z]+(\.[a-zA-Z]+)?\?/;
/** What is always answered, so that there is a page around what is not. */
const ME = /auth\.me/;
const ME_AND_BOARD = /auth\.me|events\.snapshot/;
/** Pages that ask for nothing but the board. */
const SHOWS_BOARD = new Set(['board', 'agents']);
/** Many pages are looked at, each at four widths: half a minute here, and more than the usual two on a machine that is five times slower. */
const TIMEOUT_MS = 600_000;
/** Pages that ask for something of their own, beside the board. */
const READS = new Set(['now', 'tasks', 'review', 'inbox', 'activity', 'insights', 'settings']);

describe.each(['light', 'dark'] as const)('in %s', { timeout: TIMEOUT_MS }, (theme) => {
  let full: Dashboard;
  let empty: Dashboard;
  beforeAll(async () => {
    full = await openDashboard({ theme, full: true });
    // The admin sees all that there is to be set.
    empty = await openDashboard({ theme, as: 'admin' });
  });
  afterAll(async () => {
    await empty.close();
    await full.close();
  });
  const look = (page: Page, name: string) => lookAt(page, { name, theme });
  const lookTwice = (page: Page, name: string) => lookAt(page, { name, theme, axeAt: BOTH_WIDTHS });

  test('live, with everything on it', async () => {
    const { bounced, doing, asked } = full.filled;
    const { items } = await full.lead.rpc.inbox.list.query({ acked: true });
    const answered = items.find(({ message }) => message.subject === 'Which bank file is right?');
    const faults: string[] = [];
    const others = [
      { path: `/tasks/${bounced}`, title: null, name: 'task' },
      { path: `/board?task=${doing}`, title: null, name: 'task-drawer' },
      { path: `/?task=${asked}`, title: null, name: 'task-asked' },
      { path: '/board?group=agent', title: 'Board', name: 'board-by-agent' },
      { path: '/agents/codex-2', title: 'Agents', name: 'agent' },
      { path: `/inbox/${answered?.message.threadId}`, title: 'Inbox', name: 'thread' },
    ];
    for (const { path, title, name } of [...NAMED_PAGES, ...others]) {
      await full.open(path);
      await settled(full.page, title);
      faults.push(...(await lookTwice(full.page, name)));
    }
    expect(faults).toEqual([]);
  });

  test('empty at first, each with what fills it', async () => {
    const faults: string[] = [];
    for (const { path, title, name } of NAMED_PAGES) {
      await empty.open(path);
      await settled(empty.page, title);
      faults.push(...(await lookTwice(empty.page, `${name}-empty`)));
    }
    // The admin's key has no inbox at all; that of a person has nothing in it.
    const { page } = await empty.another({ name: 'rob', role: 'lead' });
    await page.goto(`${new URL(empty.page.url()).origin}/dashboard/inbox`);
    await page.getByRole('heading', { name: 'Nobody has written to you yet' }).waitFor();
    faults.push(...(await lookTwice(page, 'inbox-empty-person')));
    expect(faults).toEqual([]);
  });

  test.each([
    ['board', '/board?label=nowhere', 'No task has the label nowhere'],
    ['tasks', '/tasks?q=label:nowhere', 'No task is like that'],
    ['activity', '/activity?of=T-999', 'Nothing of that kind is in the log'],
    ['task', '/tasks/T-999', 'There is no T-999 here'],
    ['agents', '/agents/nobody', 'There is no agent nobody'],
    ['inbox', '/inbox/nothing', 'This thread is not in your inbox'],
    ['page', '/nowhere', 'There is no such page'],
  ])('nothing found on %s says so', async (name, path, says) => {
    full.guard.allow(/status of 404/);
    await full.open(path);
    await full.page.getByText(says).first().waitFor();
    expect(await look(full.page, `${name}-nothing`)).toEqual([]);
  });

  test('while it is read there are grey lines, and what fails says why, with its code', async () => {
    const { page, guard } = await full.another({ name: 'tom', role: 'lead' });
    const { origin } = new URL(full.page.url());
    // An error of the server's own, in the place of the answer.
    const refused = `${origin}/trpc/tasks.get?input=${encodeURIComponent('{"id":"T-999"}')}`;
    guard.allow(/status of 404/);
    const faults: string[] = [];
    for (const { path, name } of NAMED_PAGES.filter((one) => READS.has(one.name) || SHOWS_BOARD.has(one.name))) {
      const answered = SHOWS_BOARD.has(name) ? ME : ME_AND_BOARD;
      await page.route(QUERIES, (route) => (answered.test(route.request().url()) ? route.continue() : undefined));
      await page.goto(`${origin}/dashboard${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.skeleton').first().waitFor();
      faults.push(...(await look(page, `${name}-loading`)));
      await page.unrouteAll({ behavior: 'ignoreErrors' });

      await page.route(QUERIES, (route) =>
        answered.test(route.request().url()) ? route.continue() : route.continue({ url: refused }),
      );
      await page.goto(`${origin}/dashboard${path}`);
      const told = SHOWS_BOARD.has(name)
        ? page.getByRole('status').filter({ hasText: 'The board cannot be read.' })
        : page.getByRole('alert');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await told.getByText('not_found').first().waitFor();
      faults.push(...(await look(page, `${name}-error`)));
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    }
    expect(faults).toEqual([]);
  });

  test('out of reach says how old what is shown is, nothing can be sent, and then it catches up', async () => {
    await using dash = await openDashboard({ theme, full: true });
    const { page, server, filled } = dash;
    dash.guard.allow(/ERR_|WebSocket connection to/);
    const faults: string[] = [];
    const openTask = async () => {
      await visit(dash, '/', 'Now');
      await page.getByRole('link', { name: 'Round cart totals the way the bank does' }).first().click();
      await page
        .getByRole('dialog', { name: `Task ${filled.doing}` })
        .getByText('No float in')
        .first()
        .waitFor();
    };
    // What was looked at before stays to be read.
    for (const { path, title } of PAGES) {
      await visit(dash, path, title);
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    }
    await openTask();
    await page.keyboard.press('Escape');
    await server.kill();
    await page.getByText('The server is out of reach.').waitFor();
    const first = await ageShown(page);
    expect(first).toBeGreaterThanOrEqual(3);
    await expect.poll(() => ageShown(page)).toBeGreaterThan(first);
    for (const { path, title, name } of NAMED_PAGES) {
      await visit(dash, path, title);
      faults.push(...(await look(page, `${name}-offline`)));
    }
    await openTask();
    faults.push(...(await look(page, 'task-offline')));
    await page.keyboard.press('Escape');
    await visit(dash, '/review', 'Review');
    expect(await page.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true);

    await page.route('**/trpc/events.list**', () => undefined);
    await server.restart();
    await page.getByText('Catching up with what happened meanwhile.').waitFor();
    for (const { path, title, name } of NAMED_PAGES) {
      await visit(dash, path, title);
      await page.getByText('Catching up with what happened meanwhile.').waitFor();
      faults.push(...(await lookAt(page, { name: `${name}-catching-up`, theme, axeAt: [] })));
    }
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    expect(faults).toEqual([]);
  });
});

/** For how many seconds what is shown has been old, as the banner says. */
async function ageShown(page: Page): Promise<number> {
  const said = /What you see is (?:(\d+) min )?(\d+) s old/.exec((await page.locator('.notice.warn').textContent()) ?? '');
  return Number(said?.[1] ?? 0) * 60 + Number(said?.[2]);
}

/** Goes to a page without asking the server for the program again, which may be away. */
async function visit({ page }: Dashboard, path: string, title: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: title }).first().click();
  await page.waitForURL(`**/dashboard${path === '/' ? '/' : path}**`);
  await page.getByRole('heading', { level: 1, name: title }).first().waitFor();
}
