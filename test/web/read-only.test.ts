import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lookAt } from './support/look-at.ts';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';
import { NAMED_PAGES } from './support/pages.ts';
import { settled } from './support/settled.ts';

// Somebody who may only look. What may be pressed is listed, so that a new button is thought about before it is on.

const HARMLESS = new RegExp(
  `^(${[
    ...['Skip to content', 'Search.*', 'Keys', 'More', 'Close', 'Not now', 'Try again', 'Reload', 'Sign out here'],
    ...['Copy.*', 'Read', 'Load.*', 'Show.*', 'Fold.*', 'Select none', 'Explain.*', 'Go to the oldest'],
    // Views and searches, which are this browser's own.
    ...['All', 'Mine', 'Stuck', 'Waiting on review', 'Unclaimed', 'Done today', 'Keep this search', 'Forget', 'Look at it'],
    ...['Export NDJSON', '\\+\\d+ updates?'],
  ].join('|')})$`,
);
/** Where a word that elsewhere changes something does not: files are saved on their own machine, and the log that is shown stands still. */
const HARMLESS_IN = '[aria-label="Files"], .page:has([aria-label="Events"]) .tools';
/** What they may choose: how something is shown. */
const HARMLESS_CHOICES = ['Group', 'Label', 'Kind', 'By or about', 'Project'];
/** Many pages are looked at, each at four widths: half a minute here, and more than the usual two on a machine that is five times slower. */
const TIMEOUT_MS = 600_000;
/** Every key that acts by itself and does not lead to another page. */
const SINGLE_KEYS = ['c', 'm', 'a', 'r', 'p', 'e', 'x', 'j', 'k', 'Enter'];

describe.each(['light', 'dark'] as const)('in %s', { timeout: TIMEOUT_MS }, (theme) => {
  let dash: Dashboard;
  beforeAll(async () => {
    dash = await openDashboard({ theme, full: true, as: 'viewer' });
  });
  afterAll(() => dash.close());

  test('for somebody who may only look, nothing can be pressed that changes anything', async () => {
    const { page, filled, lead } = dash;
    const { items } = await lead.rpc.reviews.list.query({ taskId: filled.bounced });
    const faults: string[] = [];
    const others = [
      { path: `/tasks/${filled.doing}`, title: null, name: 'task' },
      { path: `/tasks/${filled.asked}`, title: null, name: 'task-asked' },
      { path: `/board?task=${filled.validating}`, title: null, name: 'task-drawer' },
      { path: `/review/${items[0]?.id}`, title: 'Review', name: 'review-of-one' },
      { path: '/agents/codex-2', title: 'Agents', name: 'agent' },
    ];
    for (const { path, title, name } of [...NAMED_PAGES, ...others]) {
      await dash.open(path);
      await settled(page, title);
      await page.getByText('You may look at everything and change nothing.').waitFor();
      faults.push(...(await canBePressed(page)).map((one) => `${path}: ${one}`));
      faults.push(...(await lookAt(page, { name: `${name}-read-only`, theme })));
    }
    expect(faults).toEqual([]);
  });
});

test('the single keys of somebody who may only look change nothing, and open nothing to write in', async () => {
  await using dash = await openDashboard({ full: true, as: 'viewer' });
  const { page, filled, lead } = dash;
  const head = async () => (await lead.rpc.events.list.query({ limit: 1 })).head;
  const before = await head();
  const written: string[] = [];
  for (const path of ['/', '/board', '/tasks', '/review', '/agents/codex-2', '/inbox', `/tasks/${filled.doing}`]) {
    await dash.open(path);
    await settled(page, null);
    for (const key of SINGLE_KEYS) {
      await page.locator('main').focus();
      await page.keyboard.press('j');
      await page.keyboard.press(key);
      const fields = await page
        .locator('main textarea:visible, [role="dialog"] :is(textarea, input:not([type="checkbox"])):visible')
        .count();
      if (fields > 0) written.push(`${path} ${key}`);
      await page.keyboard.press('Escape');
    }
  }
  expect(written).toEqual([]);
  expect(await head()).toBe(before);
});

/** The names of what is on and not known to be harmless. */
async function canBePressed(page: Page): Promise<string[]> {
  const isOn = { disabled: false };
  const buttons = page
    .getByRole('button', isOn)
    .filter({ visible: true })
    .and(page.locator(`:not(:is(${HARMLESS_IN}) *)`));
  const names = await buttons.evaluateAll((all) =>
    all.map((one) => String(one.getAttribute('aria-label') ?? one.textContent).trim()),
  );
  const choices = page.getByRole('combobox', isOn).filter({ visible: true });
  const chosen = await choices.evaluateAll((all) =>
    all.map((one) => String(one.getAttribute('aria-label') ?? one.closest('label')?.querySelector('span')?.textContent)),
  );
  return [...names.filter((name) => !HARMLESS.test(name)), ...chosen.filter((name) => !HARMLESS_CHOICES.includes(name))];
}
