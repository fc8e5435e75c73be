import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';

/** Short, so that it is seen to its end; long enough that the page, which looks each 5 s, looks between a missed heartbeat and it. */
const LEASE_TTL_SECONDS = 20;
/** How often a page looks by itself. */
const LOOK_EVERY_MS = 5_000;
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

/** What a ring said and how it was drawn. */
interface Ring {
  readonly state: 'good' | 'low' | 'over';
  readonly missed: string;
  readonly words: string;
  readonly isDashed: boolean;
  readonly isStruck: boolean;
  /** In what what is left of it is drawn, and how much of it that is, in hundredths. */
  readonly colour: string;
  readonly full: number;
}

/** What the ring says is kept as it says it: whoever looks from here may be late, and it says each thing for a few seconds only. */
async function keepRings(page: Page): Promise<void> {
  await page.evaluate(`
    window.rings = [];
    new MutationObserver(() => {
      const ring = document.querySelector('.claim-row .lease-ring');
      if (ring === null) return;
      const left = ring.querySelectorAll('circle')[1];
      const said = {
        ...ring.dataset,
        words: ring.getAttribute('aria-label'),
        isDashed: ring.querySelector('circle[stroke-dasharray="2 6"]') !== null,
        isStruck: ring.querySelector('path[d="M4 4 22 22"]') !== null,
        colour: left.getAttribute('stroke'),
        full: parseFloat(left.getAttribute('stroke-dasharray')),
      };
      if (JSON.stringify(window.rings.at(-1)) !== JSON.stringify(said)) window.rings.push(said);
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  `);
}

const seen = async (page: Page) => (await page.evaluate('window.rings')) as Ring[]; // what the script above keeps
const COLOURS = { good: 'var(--doing)', low: 'var(--expiring)', over: 'var(--failed)' };

test('a ring is dashed after a missed heartbeat, amber at a quarter, struck when the lease is over; its text says the same', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Left alone', leaseTtlSeconds: LEASE_TTL_SECONDS });
  const scout = await silentAgent(dash, 'scout-1');
  await dash.open('/');
  await keepRings(page);
  await scout(`/tasks/${id}/claim`);
  await ring(page).waitFor();
  // That the lease is over is known to the server at once; what it answers from then on is held back.
  await page.route(/tasks\.list/, async (route) => {
    const response = await route.fetch();
    if (/"holder":\{[^}]*"scout-1"/.test(await response.text())) await route.fulfill({ response });
  });
  await expect.poll(async () => (await seen(page)).at(-1)).toMatchObject({ state: 'over', words: "scout-1's lease is over" });
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  const all = await seen(page);
  expect(all[0]).toMatchObject({ state: 'good', words: expect.stringMatching(/^scout-1's lease is good for (1[0-9]|20) s$/) });
  // What is left is known but for the time that the answer took, so that a slow one may put it back by that.
  expect([...new Set(all.map(({ state }) => state))]).toEqual(['good', 'low', 'over']);
  const missed = all.map(({ words }) => / s, a heartbeat was missed$/.test(words));
  expect(missed.at(-2)).toBe(true);
  const low = all.filter(({ state }) => state === 'low').map(({ words }) => words);
  expect(low).toContainEqual(expect.stringMatching(/good for [1-5] s, a heartbeat was missed$/));
  // It is drawn as it says, and drains.
  expect(all.map((one) => one.missed)).toEqual(missed.map(String));
  expect(all.map(({ isDashed }) => isDashed)).toEqual(missed);
  expect(all.map(({ isStruck }) => isStruck)).toEqual(all.map(({ state }) => state === 'over'));
  expect(all.map(({ colour }) => colour)).toEqual(all.map(({ state }) => COLOURS[state]));
  const full = all.map((one) => one.full);
  expect(full[0]).toBeGreaterThan(45);
  expect(Math.max(...full.filter((_, at) => all[at]?.state === 'low'))).toBeLessThanOrEqual(25);
  expect(full.at(-1)).toBe(0);
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
  // The page does not look by itself: whatever looks does so since it is looked at.
  await page.addInitScript(`
    const every = window.setInterval;
    window.setInterval = (act, ms, ...given) => (ms === ${LOOK_EVERY_MS} ? 0 : every(act, ms, ...given));
  `);
  await dash.open('/');
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
  for (let turns = 1; turns <= 3; turns += 1) {
    await turn('hidden');
    const before = looks;
    await turn('visible');
    await expect.poll(() => looks).toBeGreaterThan(before);
  }
});
