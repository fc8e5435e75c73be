import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openDashboard, PERSON } from './support/open-dashboard.ts';

/** What the browser itself logs while a server is away. */
const AWAY = /ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|WebSocket connection to/;

/** A browser without windows shows no notifications and hides no page: what it would be asked to show is kept, and that the page is hidden is said. */
async function keepNotifications(page: Page, { fails = false } = {}): Promise<void> {
  await page.context().addInitScript(`
    window.shown = [];
    window.Notification = class {
      static permission = 'granted';
      constructor(title, { body, tag }) {
        if (${fails}) throw new TypeError('Illegal constructor');
        Object.assign(this, { title, body, tag, close: () => undefined });
        window.shown.push(this);
      }
    };
    localStorage.setItem('batonpass.notifications', localStorage.getItem('batonpass.notifications') ?? 'on');
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
  `);
}

const shown = (page: Page) => page.evaluate("window.shown.map(({ title, body }) => title + ': ' + body)");

test('what newly waits on a person is counted in the title and notified of; a click on that opens what it is about', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  await keepNotifications(page);
  const scout = await dash.agent('scout-1');
  const ask = async (title: string) => {
    const { id } = await lead.rpc.tasks.create.mutate({ title });
    const claim = await scout.claim(id);
    await claim.block(`Which way, for ${title}?`, { waitingOn: { human: PERSON } });
    return id;
  };
  await ask('the first');
  await dash.open('/board');
  await expect.poll(() => page.title()).toBe('(1) Board · Batonpass');
  // What waited already is no news.
  expect(await shown(page)).toEqual([]);
  const id = await ask('the second');
  await expect.poll(() => page.title()).toBe('(2) Board · Batonpass');
  await expect.poll(() => shown(page)).toEqual([expect.stringMatching(/^scout-1 waits on you: .*Which way, for the second\?/)]);
  await page.evaluate('window.shown[0].onclick()');
  await page.waitForURL(`**/dashboard/tasks/${id}`);
  await page.getByRole('heading', { level: 1, name: 'the second' }).waitFor();
});

test('a browser that allows notifications and then refuses each is asked for no more of them, and the page stands', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  await keepNotifications(page, { fails: true });
  const scout = await dash.agent('scout-1');
  await dash.open('/settings');
  const wanted = page.getByRole('checkbox', { name: /^Notify me/ });
  await expect.poll(() => wanted.isChecked()).toBe(true);
  await lead.rpc.tasks.create.mutate({ title: 'Ask' });
  const claim = await scout.claim('T-1');
  await claim.block('Which way?', { waitingOn: { human: PERSON } });
  await expect.poll(() => page.title()).toBe('(1) Settings · Batonpass');
  await expect.poll(() => wanted.isChecked()).toBe(false);
});

test('a new role of the person is in force on the page that they look at', async () => {
  await using dash = await openDashboard({ as: 'viewer' });
  const { page, adminKey, server } = dash;
  await dash.open('/board');
  await page.getByText('You may look at everything and change nothing.').waitFor();
  const give = async (role: string) => {
    const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ role });
    expect((await fetch(`${server.origin}/v1/agents/viewer-person`, { method: 'PATCH', headers, body })).status).toBe(200);
  };
  await give('lead');
  await page.getByText('viewer-person, lead').waitFor();
  await page.getByText('You may look at everything and change nothing.').waitFor({ state: 'detached' });
  await give('viewer');
  await page.getByText('You may look at everything and change nothing.').waitFor();
});

test('the age of what is shown is not read aloud, and changes are, gathered', async () => {
  await using dash = await openDashboard();
  const { page, lead, server, guard } = dash;
  guard.allow(AWAY);
  await dash.open('/board');
  await page.evaluate(`
    window.spoken = [];
    new MutationObserver(() => window.spoken.push(document.querySelector('p[aria-live=polite]').textContent))
      .observe(document.querySelector('p[aria-live=polite]'), { subtree: true, childList: true, characterData: true });
  `);
  const made = 6;
  for (let count = 0; count < made; count += 1) {
    await lead.rpc.tasks.create.mutate({ title: `Task ${count}` });
    await page.getByText(`Task ${count}`).first().waitFor();
  }
  const spoken = async () => (await page.evaluate('window.spoken')) as string[]; // what the script above keeps
  const count = (all: readonly string[]) => all.reduce((sum, text) => sum + Number(/^(\d+) changes/.exec(text)?.[1] ?? 1), 0);
  await expect.poll(async () => count(await spoken())).toBe(made);
  expect((await spoken()).length).toBeLessThan(made);

  await server.kill();
  const status = page.getByRole('status').filter({ hasText: 'The server is out of reach.' });
  await status.waitFor();
  await page.getByText(/What you see is [0-9]+ s old/).waitFor();
  expect(await status.textContent()).not.toMatch(/old/);
});
