import { expect, test } from 'vitest';
import { openDashboard, PERSON } from './support/open-dashboard.ts';

test('a link signs a person in, says who they are, and leaves no code in the address or the history', async () => {
  await using dash = await openDashboard();
  expect(dash.page.url()).toBe(`${dash.server.origin}/dashboard/`);
  await dash.page.goBack();
  expect(dash.page.url()).not.toContain('#');
  await dash.open('/');
  await dash.page.getByText(`${PERSON}, lead`).waitFor();
  expect(await dash.context.cookies()).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
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
    await dash.page.keyboard.press('g');
    await dash.page.keyboard.press(letter);
    await dash.page.getByRole('heading', { level: 1, name: title }).waitFor();
  }
});

test('the guard sees a request to another machine and an error in the console', async () => {
  const dash = await openDashboard();
  // The page's own policy refuses it, which is an error in the console; the browser asks nobody.
  await dash.page.evaluate("fetch('http://198.51.100.1/').catch(() => undefined)");
  await expect(dash.close()).rejects.toThrow(/error in the console[\s\S]*198\.51\.100\.1/);
});
