import { expect, test } from 'vitest';
import { goByKeys } from './support/go-by-keys.ts';
import { openDashboard, PERSON } from './support/open-dashboard.ts';

/** What a page could have kept a token in, and where one stands that it has been given. */
const KEPT = `(async () => ({
  cookie: document.cookie,
  databases: await indexedDB.databases(),
  caches: await caches.keys(),
  registrations: (await navigator.serviceWorker.getRegistrations()).length,
  secrets: [JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href, JSON.stringify(history.state), name,
    document.documentElement.outerHTML, ...performance.getEntries().map((entry) => entry.name)].filter((text) => text?.includes('bat_')),
}))()`;

test('a link signs a person in, says who they are, and leaves no code in the address or the history', async () => {
  await using dash = await openDashboard();
  expect(dash.page.url()).toBe(`${dash.server.origin}/dashboard/`);
  await dash.page.goBack();
  expect(dash.page.url()).not.toContain('#');
  await dash.open('/');
  await dash.page.getByText(`${PERSON}, lead`).waitFor();
  const [cookie, ...others] = await dash.context.cookies();
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  // The cookie is all that there is: no script could find it, or the code, anywhere that a page can keep or show something.
  expect(await dash.page.evaluate(KEPT)).toEqual({ cookie: '', databases: [], caches: [], registrations: 0, secrets: [] });
  const { origins } = await dash.context.storageState({ indexedDB: true });
  expect(JSON.stringify(origins)).not.toMatch(new RegExp(`bat_|${cookie?.value}`));
});

test('every page opens by its link and by its keys, on a full board', async () => {
  await using dash = await openDashboard({ full: true });
  const pages = {
    n: 'Now',
    b: 'Board',
    t: 'Tasks',
    r: 'Review',
    a: 'Agents',
    i: 'Inbox',
    y: 'Activity',
    s: 'Insights',
    c: 'Connect',
    e: 'Settings',
  };
  for (const [letter, title] of Object.entries(pages)) {
    await goByKeys(dash.page, letter, title);
  }
});

test('the guard sees a request to another machine and an error in the console', async () => {
  const dash = await openDashboard();
  // The page's own policy refuses it, which is an error in the console; the browser asks nobody.
  await dash.page.evaluate("fetch('http://198.51.100.1/').catch(() => undefined)");
  await expect(dash.close()).rejects.toThrow(/error in the console[\s\S]*198\.51\.100\.1/);
});
