import { expect, onTestFinished, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';
import { openRefusingProxy } from './support/refusing-proxy.ts';

/** What the browser itself logs while a server is away. */
const AWAY = /ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|WebSocket connection to/;
const BANNER = 'The server is out of reach.';
const BANNER_AFTER_MS = 3_000;

test('a server that is killed: the page says so after 3 s, and catches up by itself when it is back', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, server, filled } = dash;
  dash.guard.allow(AWAY);
  await dash.open('/');
  const title = 'Round cart totals the way the bank does';
  await page.getByText(title).first().waitFor();
  // Noted in the page as it happens: whoever looks from here may come when the 3 s are over.
  await page.evaluate(`
    new MutationObserver(() => {
      if (document.querySelector('.live-dot[data-state="offline"]') === null) return;
      window.bannerAtLoss ??= document.body.textContent.includes('${BANNER}');
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  `);
  const killedAt = performance.now();
  await server.kill();
  await page.locator('.live-dot[data-state="offline"]').first().waitFor({ state: 'attached' });
  expect(await page.evaluate('window.bannerAtLoss')).toBe(false);
  await page.getByText(BANNER).waitFor();
  expect(performance.now() - killedAt).toBeGreaterThanOrEqual(BANNER_AFTER_MS);
  // What was known stays to be read.
  expect(await page.getByText(title).count()).toBeGreaterThan(0);

  await server.restart();
  // The page must hear of this from the log.
  const { version: ifMatch } = await dash.lead.rpc.tasks.get.query({ id: filled.doing });
  await dash.lead.rpc.tasks.update.mutate({ id: filled.doing, ifMatch, title: 'Renamed while the page was away' });
  await page.locator('.live-dot[data-state="live"]').first().waitFor({ state: 'attached' });
  await page.getByText(BANNER).waitFor({ state: 'detached' });
  await page.getByText('Renamed while the page was away').first().waitFor();
});

test('where a proxy refuses WebSockets, the page is live over HTTP and still sees every event', async () => {
  let refused = () => 0;
  const front = async ({ port }: { port: number }) => {
    const proxy = await openRefusingProxy(port);
    refused = proxy.refused;
    onTestFinished(() => proxy.close());
    return proxy.origin;
  };
  await using dash = await openDashboard({ front });
  dash.guard.allow(/WebSocket connection to/);
  await dash.open('/');
  expect(refused()).toBeGreaterThan(0);
  const scout = await dash.agent('scout-1');
  const { id } = await dash.lead.rpc.tasks.create.mutate({ title: 'Seen without a WebSocket' });
  const claim = await scout.claim(id);
  await dash.page.getByText('Seen without a WebSocket').first().waitFor();
  await claim.progress('Told over server-sent events');
  await dash.page.getByText('Told over server-sent events').first().waitFor();
});
