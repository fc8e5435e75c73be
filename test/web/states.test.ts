import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './support/axe.ts';
import { lookAt } from './support/look-at.ts';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';
import { PAGES } from './support/pages.ts';
import { settled } from './support/settled.ts';

// Every page in every state that it can be in: that it says so, that it fits, and a picture of it in build/screenshots.
// On each page that shows something of its own, axe looks for what keeps anybody from using it.

/** What is always answered, so that there is a page around what is not. */
const FRAME = /auth\.me|events\.snapshot/;
const QUERIES = /\/trpc\/[a-z]+(\.[a-zA-Z]+)?\?/;

describe.each(['light', 'dark'] as const)('in %s', (theme) => {
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

  test('live, with everything on it', async () => {
    const { bounced, doing, asked } = full.filled;
    const faults: string[] = [];
    const others = [
      { path: `/tasks/${bounced}`, title: null, name: 'task' },
      { path: `/board?task=${doing}`, title: null, name: 'task-drawer' },
      { path: `/?task=${asked}`, title: null, name: 'task-asked' },
      { path: '/board?group=agent', title: 'Board', name: 'board-by-agent' },
    ];
    for (const { path, title, name } of [...named(PAGES), ...others]) {
      await full.open(path);
      await settled(full.page, title);
      faults.push(...(await violations(full.page, name)), ...(await look(full.page, name)));
    }
    expect(faults).toEqual([]);
  });

  test('empty at first, each with what fills it', async () => {
    const faults: string[] = [];
    for (const { path, title, name } of named(PAGES)) {
      await empty.open(path);
      await settled(empty.page, title);
      faults.push(...(await violations(empty.page, `${name}-empty`)), ...(await look(empty.page, `${name}-empty`)));
    }
    expect(faults).toEqual([]);
  });

  test.each([
    ['board', '/board?label=nowhere', 'No task has the label nowhere'],
    ['tasks', '/tasks?q=label:nowhere', 'No task is like that'],
    ['activity', '/activity?of=T-999', 'Nothing of that kind is in the log'],
    ['task', '/tasks/T-999', 'There is no T-999 here'],
    ['agents', '/agents/nobody', 'There is no agent nobody'],
  ])('nothing found on %s says so', async (name, path, says) => {
    full.guard.allow(/status of 404/);
    await full.open(path);
    await full.page.getByText(says).first().waitFor();
    expect(await look(full.page, `${name}-nothing`)).toEqual([]);
  });

  test('for somebody who may only look, nothing can be pressed that changes anything', async () => {
    const { page } = await full.another({ name: 'vera', role: 'viewer' });
    const { origin } = new URL(full.page.url());
    const wide: string[] = [];
    for (const { path, title, name } of named(PAGES)) {
      await page.goto(`${origin}/dashboard${path}`);
      await settled(page, title);
      await page.getByText('You may look at everything and change nothing.').waitFor();
      expect(
        await page.getByRole('button', { name: CHANGES, disabled: false }).filter({ visible: true }).allTextContents(),
        title,
      ).toEqual([]);
      wide.push(...(await look(page, `${name}-read-only`)));
    }
    expect(wide).toEqual([]);
  });

  test('while it is read there are grey lines, and what fails says why, with its code', async () => {
    const { page, guard } = await full.another({ name: 'tom', role: 'lead' });
    const { origin } = new URL(full.page.url());
    guard.allow(/status of 404/);
    const wide: string[] = [];
    for (const { path, name } of named(PAGES).filter((one) => READS.has(one.name))) {
      await page.route(QUERIES, (route) => (FRAME.test(route.request().url()) ? route.continue() : undefined));
      await page.goto(`${origin}/dashboard${path}`);
      await page.locator('.skeleton').first().waitFor();
      wide.push(...(await look(page, `${name}-loading`)));
      await page.unrouteAll({ behavior: 'ignoreErrors' });

      // An error of the server's own, in the place of the answer.
      const refused = `${origin}/trpc/tasks.get?input=${encodeURIComponent('{"id":"T-999"}')}`;
      await page.route(QUERIES, (route) =>
        FRAME.test(route.request().url()) ? route.continue() : route.continue({ url: refused }),
      );
      await page.goto(`${origin}/dashboard${path}`);
      await page.getByRole('alert').getByText('not_found').first().waitFor();
      wide.push(...(await look(page, `${name}-error`)));
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    }
    expect(wide).toEqual([]);
  });

  test('out of reach says how old what is shown is, nothing can be sent, and then it catches up', async () => {
    await using dash = await openDashboard({ theme, full: true });
    const { page, server } = dash;
    dash.guard.allow(/ERR_|WebSocket connection to/);
    const wide: string[] = [];
    // What was looked at before stays to be read.
    for (const { path, title } of PAGES) await visit(dash, path, title);
    await server.kill();
    await page.getByText('The server is out of reach.').waitFor();
    for (const { path, title, name } of named(PAGES)) {
      await visit(dash, path, title);
      wide.push(...(await look(page, `${name}-offline`)));
    }
    await visit(dash, '/review', 'Review');
    expect(await page.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true);

    await page.route('**/trpc/events.list**', () => undefined);
    await server.restart();
    await page.getByText('Catching up with what happened meanwhile.').waitFor();
    wide.push(...(await look(page, 'review-catching-up')));
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    expect(wide).toEqual([]);
  });
});

/** Buttons that would change the board. */
const CHANGES =
  /^(Make a task|Approve|Request changes|Reply|Acknowledge|Answer|Drain|Retire|Resume|Edit|Cancel|Reopen|Offer|Take it away|Write|Send|Revoke|Save$|New token)/;
/** Pages that ask for something of their own, beside the board. */
const READS = new Set(['now', 'tasks', 'review', 'inbox', 'activity', 'insights', 'settings']);

function named(pages: typeof PAGES) {
  return pages.map(({ path, title }) => ({ path, title, name: title.toLowerCase() }));
}

/** Goes to a page without asking the server for the program again, which may be away. */
async function visit({ page }: Dashboard, path: string, title: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: title }).first().click();
  await page.waitForURL(`**/dashboard${path === '/' ? '/' : path}**`);
  await page.getByRole('heading', { level: 1, name: title }).first().waitFor();
}
