import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

test('a search is in the address, found again by its link and the back button, and what is wrong in it is shown where it is', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, filled } = dash;
  const rows = page.getByRole('row').filter({ has: page.locator('td') });
  const q = () => new URL(page.url()).searchParams.get('q');
  const field = page.getByRole('textbox', { name: 'Search tasks' });
  await dash.open('/tasks');
  await expect.poll(() => rows.count()).toBeGreaterThan(5);
  await page.keyboard.press('/');
  await page.locator('input:focus').waitFor();
  await page.keyboard.type('label:platform is:claimable');
  await page.keyboard.press('Enter');
  await expect.poll(() => rows.count()).toBe(1);
  expect(q()).toBe('label:platform is:claimable');
  await page
    .getByRole('row')
    .filter({ hasText: filled.chain[0] ?? '' })
    .waitFor();

  await field.fill('status:nowhere');
  await page.locator('.query-problem mark').getByText('nowhere').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.press('Enter');
  // What cannot be read is not asked for.
  expect(q()).toBe('label:platform is:claimable');

  await field.fill('status:blocked');
  await field.press('Enter');
  await page.getByRole('row').filter({ hasText: filled.asked }).waitFor();
  await page.goBack();
  await page
    .getByRole('row')
    .filter({ hasText: filled.chain[0] ?? '' })
    .waitFor();
  await expect.poll(() => field.inputValue()).toBe('label:platform is:claimable');
  await dash.open('/tasks?q=status%3Acancelled');
  await expect.poll(() => rows.count()).toBe(1);
  await rows.filter({ hasText: filled.cancelled }).waitFor();
});

test('a view is a search with a name; one of their own stays in this browser until it is forgotten', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead, filled } = dash;
  const rows = page.getByRole('row').filter({ has: page.locator('td') });
  const idsOf = async () => (await rows.locator('.task-open .mono').allTextContents()).toSorted();
  const views = page.getByRole('navigation', { name: 'Saved views' });
  await dash.open('/tasks');
  for (const [name, query] of [
    ['Waiting on review', 'status:validating'],
    ['Unclaimed', 'is:claimable'],
    ['Stuck', 'is:stuck,blocked,silent,bounced'],
    ['Mine', 'by:lena'],
    ['Done today', 'status:done updated:<24h'],
  ] as const) {
    const { items } = await lead.rpc.tasks.list.query({ q: query });
    expect(items.length, name).toBeGreaterThan(0);
    await views.getByRole('button', { name, exact: true }).click();
    await expect.poll(idsOf).toEqual(items.map(({ id }) => id).toSorted());
    expect(await views.getByRole('button', { pressed: true }).allTextContents()).toEqual([name]);
    // Not every part of it finds something on this board.
    expect(new URL(page.url()).searchParams.get('q')).toBe(query);
    // What has a name already is not kept under another.
    expect(await views.getByRole('button', { name: 'Keep this search' }).count()).toBe(0);
  }
  await page.getByRole('textbox', { name: 'Search tasks' }).fill('label:money');
  await page.keyboard.press('Enter');
  await views.getByRole('button', { name: 'Keep this search' }).click();
  await dash.open('/tasks');
  await views.getByRole('button', { name: 'label:money' }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('label:money');
  await rows.filter({ hasText: filled.doing }).waitFor();
  await views.getByRole('button', { name: 'Forget' }).click();
  await views.getByRole('button', { name: 'label:money', exact: true }).waitFor({ state: 'detached' });
  await dash.open('/tasks');
  expect(await views.getByRole('button', { name: 'label:money' }).count()).toBe(0);
});

test('many tasks at once: first how many would change and why not the others, then what became of each', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead, filled } = dash;
  const [first = '', second = ''] = filled.chain;
  // What the browser itself logs of the one that was changed by somebody else.
  dash.guard.allow(/status of 409/);
  const select = (id: string) => page.getByRole('checkbox', { name: `Select ${id}`, exact: true }).check();
  await dash.open('/tasks');
  for (const id of [first, second, filled.done]) await select(id);
  await page.getByText('3 selected').waitFor();
  await page.getByText('2 of 3 would change; left out: 1 done.').waitFor();
  const apply = page.locator('.bulk-bar button[type="submit"]');
  // It asks why before it does anything.
  expect(await apply.isDisabled()).toBe(true);
  await page.getByLabel('What to do').selectOption('Add label');
  await page.getByRole('textbox', { name: 'Label', exact: true }).fill('release');
  // Somebody is faster with one of the two.
  const { version: ifMatch } = await lead.rpc.tasks.get.query({ id: second });
  await page.route('**/trpc/**', async (route) => {
    const isFirst = (route.request().postData() ?? '').includes(`"${first}"`);
    if (isFirst) await lead.rpc.tasks.update.mutate({ id: second, ifMatch, priority: 0 });
    await route.continue();
  });
  await page.getByRole('button', { name: 'Add label 2' }).click();
  await page.getByText('1 done, 1 not.').waitFor();
  await expect.poll(() => page.getByRole('checkbox', { checked: true }).count()).toBe(0);
  await page.getByRole('status').getByText(second, { exact: true }).waitFor();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  expect((await lead.rpc.tasks.get.query({ id: first })).labels).toEqual(['platform', 'release']);
  expect((await lead.rpc.tasks.get.query({ id: second })).labels).toEqual(['platform']);
  // What was left out was not even tried.
  expect((await lead.rpc.tasks.get.query({ id: filled.done })).labels).not.toContain('release');
});

test('while the pointer is in the table no row moves; what is new waits to be shown', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const scout = await dash.agent('scout-1');
  for (const title of ['First', 'Second', 'Third']) await lead.rpc.tasks.create.mutate({ title });
  await scout.claim('T-2');
  await dash.open('/tasks?q=status:todo');
  const rows = page.locator('tbody [data-item]');
  const order = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-item')));
  await expect.poll(order).toEqual(['T-1', 'T-3']);
  await rows.nth(1).hover();
  // It comes between the two; one that comes after them pushes nothing away, and is there at once.
  await lead.rpc.tasks.forceRelease.mutate({ id: 'T-2', reason: 'Somebody else can do it better.' });
  await lead.rpc.tasks.create.mutate({ title: 'Fourth' });
  await page.getByRole('button', { name: '+1 update' }).waitFor();
  await expect.poll(order).toEqual(['T-1', 'T-3', 'T-4']);
  await page.getByRole('heading', { level: 1, name: 'Tasks' }).hover();
  await expect.poll(order).toEqual(['T-1', 'T-2', 'T-3', 'T-4']);
});
