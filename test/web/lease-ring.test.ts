import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';

/** Short, so that it is seen to its end; long enough that the page, which looks each 5 s, looks between a missed heartbeat and it. */
const LEASE_TTL_SECONDS = 20;
const AWAY = /ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|WebSocket connection to/;

/** A call of an agent that has no SDK behind it, and so gives no sign of life by itself. */
async function silentAgent({ server, adminKey }: Dashboard, name: string) {
  const call = async (key: string, path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const reply = await fetch(`${server.origin}/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as { token: string }; // of a registration; nothing else is read
  };
  const { token } = await call(adminKey, '/agents', { name });
  return (path: string, body: unknown = {}) => call(token, path, body);
}

const ring = (page: Page) => page.locator('.claim-row .lease-ring');
/** Whether it shows gaps, in what colour what is left of it is drawn, and whether it is struck through. */
const drawn = async (page: Page) => ({
  isDashed: (await ring(page).locator('circle[stroke-dasharray="2 6"]').count()) > 0,
  colour: await ring(page).locator('circle').nth(1).getAttribute('stroke'),
  isStruck: (await ring(page).locator('path[d="M4 4 22 22"]').count()) > 0,
});
/** How much of it is drawn, in hundredths. */
const full = async (page: Page) =>
  Number.parseFloat((await ring(page).locator('circle').nth(1).getAttribute('stroke-dasharray')) ?? '');
const words = async (page: Page) => (await ring(page).getAttribute('aria-label')) ?? '';

test('a ring is dashed after a missed heartbeat, amber at a quarter, struck when the lease is over; its text says the same', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Left alone', leaseTtlSeconds: LEASE_TTL_SECONDS });
  const scout = await silentAgent(dash, 'scout-1');
  await dash.open('/');
  await scout(`/tasks/${id}/claim`);
  await page.locator('.lease-ring[data-state="good"][data-missed="false"]').waitFor();
  expect(await words(page)).toMatch(/^scout-1's lease is good for (1[0-9]|20) s$/);
  expect(await drawn(page)).toEqual({ isDashed: false, colour: 'var(--doing)', isStruck: false });
  const fullAtFirst = await full(page);
  await page.locator('.lease-ring[data-missed="true"]').waitFor();
  expect(await words(page)).toMatch(/ s, a heartbeat was missed$/);
  // A look that comes late finds it amber already.
  expect(await drawn(page)).toMatchObject({ isDashed: true, isStruck: false });
  expect(await full(page)).toBeLessThan(fullAtFirst);
  await page.locator('.lease-ring[data-state="low"]').waitFor();
  expect(await words(page)).toMatch(/good for [1-5] s, a heartbeat was missed$/);
  expect(await drawn(page)).toEqual({ isDashed: true, colour: 'var(--expiring)', isStruck: false });
  // That the lease is over is known to the server at once; what it answers from here on is held back.
  await page.route(/tasks\.list/, () => undefined);
  await page.locator('.lease-ring[data-state="over"]').waitFor();
  expect(await words(page)).toBe("scout-1's lease is over");
  expect(await drawn(page)).toEqual({ isDashed: false, colour: 'var(--failed)', isStruck: true });
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await ring(page).waitFor({ state: 'detached' });
});

test('a ring stands still while the server is away, and says again what is so when it is back', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, server, guard } = dash;
  guard.allow(AWAY);
  await dash.open('/');
  await ring(page).first().waitFor();
  await server.kill();
  const banner = page.locator('.notice', { hasText: 'The server is out of reach.' });
  await banner.waitFor();
  const labels = async () => Promise.all((await ring(page).all()).map((one) => one.getAttribute('aria-label')));
  const atLoss = await labels();
  expect(atLoss.length).toBeGreaterThan(0);
  await banner.getByText(/What you see is ([6-9]|[1-9][0-9]) s old/).waitFor();
  expect(await labels()).toEqual(atLoss);
  await server.restart();
  await page.locator('.live-dot[data-state="live"]').first().waitFor({ state: 'attached' });
  await expect.poll(labels).not.toEqual(atLoss);
});

test('what stood still while nobody looked is looked at as soon as somebody does', async () => {
  await using dash = await openDashboard();
  const { page } = dash;
  let looks = 0;
  page.on('request', (request) => {
    if (request.url().includes('agents.list')) looks += 1;
  });
  // A browser without windows hides none; that one is hidden is all that a page is told.
  const turn = (state: 'hidden' | 'visible') =>
    page.evaluate(`
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => '${state}' });
      document.dispatchEvent(new Event('visibilitychange'));
    `);
  // More often than the page looks by itself.
  for (let turns = 1; turns <= 5; turns += 1) {
    await turn('hidden');
    const before = looks;
    await turn('visible');
    await expect.poll(() => looks, { timeout: 3_000 }).toBeGreaterThan(before);
  }
});
