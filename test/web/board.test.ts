import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';
import { tabTo } from './support/tab-to.ts';

test('by the keyboard alone a person makes a task, offers it to an agent, and cancels it; the focus follows the card', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  await dash.agent('scout-1');
  await dash.open('/board');
  await page.getByRole('button', { name: 'Make a task' }).waitFor();
  await page.keyboard.press('c');
  await page.locator('input:focus').waitFor();
  await page.keyboard.type('Find the broken link');
  await page.keyboard.press('Enter');
  const card = page.locator('[data-column="todo"] [data-card="T-1"]');
  await card.getByText('Find the broken link').waitFor();
  // The log may bring the card before the answer closes the window, which has the keys until then.
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  const focused = page.locator('[data-card="T-1"]:focus');
  await page.keyboard.press('j');
  await focused.waitFor();
  await page.keyboard.press('m');
  const window = page.getByRole('dialog');
  await press(page, window.getByRole('button', { name: 'Offer to an agent' }));
  await tabTo(page, window.getByLabel('The agent that alone may claim it'));
  await page.keyboard.press('ArrowDown');
  await press(page, window.getByRole('button', { name: 'Offer to an agent' }));
  await card.getByText('for scout-1').waitFor();
  await window.waitFor({ state: 'detached' });

  await focused.waitFor();
  await page.keyboard.press('m');
  // What cannot be done is not left out: it says why.
  await window.getByRole('region', { name: 'Where it cannot go' }).getByText('Its holder says when it cannot go on.').waitFor();
  await press(page, window.getByRole('button', { name: 'Cancel the task' }));
  await page.locator('textarea:focus').waitFor();
  await page.keyboard.type('The page is gone.');
  await press(page, window.getByRole('button', { name: 'Cancel the task' }));
  const ended = page.locator('[data-column="cancelled"] [data-card="T-1"]');
  await ended.waitFor();
  expect(await lead.rpc.tasks.get.query({ id: 'T-1' })).toMatchObject({ status: 'cancelled', assignee: 'scout-1' });
  await focused.waitFor();
});

test('a card is dragged where it may go, and what is illegal dims, says why, and takes nothing', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, filled, lead } = dash;
  await dash.open('/board');
  const doing = page.locator('[data-column="doing"]');
  await lift(page, filled.validating);
  await doing.getByText('Only an agent holds a lease').waitFor();
  // The column dims and the reason does not.
  await expect.poll(() => opacityOf(page, '[data-column="doing"] [data-card]')).toBeLessThan(0.5);
  expect(await opacityOf(page, '[data-column="doing"] .column-why')).toBe(1);
  await over(page, doing);
  await page.mouse.up();
  await page.locator('[data-dim="true"]').first().waitFor({ state: 'detached' });
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect((await lead.rpc.tasks.get.query({ id: filled.validating })).status).toBe('validating');

  await lift(page, filled.validating);
  await over(page, page.locator('[data-column="done"]'));
  await page.locator('[data-column="done"][data-over="true"]').waitFor();
  await page.mouse.up();
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.locator(`[data-column="done"] [data-card="${filled.validating}"]`).waitFor();
  expect((await lead.rpc.tasks.get.query({ id: filled.validating })).status).toBe('done');
});

test('dragged to doing, a task is offered to an agent; dragged to where no card is yet, it is cancelled', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  await dash.agent('scout-1');
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Find the broken link' });
  await dash.open('/board');
  await page.locator(`[data-card="${id}"]`).waitFor();
  await lift(page, id);
  await over(page, page.locator('[data-column="doing"]'));
  await page.locator('[data-column="doing"][data-over="true"]').waitFor();
  await page.mouse.up();
  await page.getByLabel('The agent that alone may claim it').selectOption('scout-1');
  await page.getByRole('button', { name: 'Offer to an agent' }).click();
  await page.locator(`[data-column="todo"] [data-card="${id}"]`).getByText('for scout-1').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await lift(page, id);
  await over(page, page.locator('[data-column="cancelled"]'));
  await page.locator('[data-column="cancelled"][data-over="true"]').waitFor();
  await page.mouse.up();
  await page.getByLabel('Why it is not needed').fill('The page is gone.');
  await page.getByRole('button', { name: 'Cancel the task' }).click();
  await page.locator(`[data-column="cancelled"] [data-card="${id}"]`).waitFor();
  expect(await lead.rpc.tasks.get.query({ id })).toMatchObject({ status: 'cancelled', assignee: 'scout-1' });
});

test('a card that somebody else moves while it is dragged goes only where it may go now, and leaves no column dimmed', async () => {
  // Wide enough for all columns, so that the mouse comes to each.
  await using dash = await openDashboard({ full: true, width: 2_000 });
  const { page, filled } = dash;
  await dash.open('/board');
  await lift(page, filled.validating);
  await page.locator('[data-column="doing"][data-dim="true"]').waitFor();
  const { items } = await filled.agents.ada.rpc.reviews.list.query({ taskId: filled.validating });
  await (await filled.agents.ada.reviews.claim(String(items[0]?.id))).approve('Seen in three browsers.');
  await page.locator(`[data-column="done"] [data-card="${filled.validating}"]`).waitFor();
  // When it was taken up it could be cancelled.
  const cancelled = page.locator('[data-column="cancelled"]');
  await cancelled.and(page.locator('[data-dim="true"]')).waitFor();
  await over(page, cancelled);
  await page.mouse.up();
  // Without its card the browser does not say that the drag is over; that the mouse moves freely does.
  await expect
    .poll(async () => {
      await page.mouse.move(300, 300, { steps: 30 });
      return page.locator('[data-dim="true"]').count();
    })
    .toBe(0);
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test('while the pointer is in a column its cards stay where they are, and stand in order once it has left', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const scout = await dash.agent('scout-1', { maxConcurrent: 3 });
  const claim = async (title: string) => scout.claim((await lead.rpc.tasks.create.mutate({ title })).id);
  const first = await claim('Read the log');
  await claim('Read the mail');
  await dash.open('/board');
  const doing = page.locator('[data-column="doing"]');
  const order = () => doing.locator('[data-card]').evaluateAll((all) => all.map((card) => card.getAttribute('data-card')));
  await expect.poll(order).toEqual(['T-2', 'T-1']);
  await doing.locator('[data-card="T-1"]').hover();
  await lead.rpc.tasks.update.mutate({ id: first.task.id, ifMatch: first.task.version, priority: 0 });
  await doing.locator('[data-card="T-1"]').getByText('P0').waitFor();
  await claim('Read the news');
  await expect.poll(order).toEqual(['T-2', 'T-1', 'T-3']);
  await page.getByRole('heading', { level: 1, name: 'Board' }).hover();
  await expect.poll(order).toEqual(['T-3', 'T-1', 'T-2']);
});

test('the keys go past what is drawn, one card is in the order of Tab, and Enter opens it', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const tasks = Array.from({ length: 60 }, (_, place) => ({ title: `Card ${place}`, labels: [`area-${place % 3}`] }));
  await lead.rpc.tasks.createMany.mutate({ tasks });
  await dash.open('/board?group=label');
  await page.getByRole('heading', { name: 'area-0 20' }).waitFor();
  // A column measures itself before it draws its cards.
  await expect.poll(() => page.locator('[data-card][tabindex="0"]').count()).toBe(1);
  await page.keyboard.press('j');
  for (let down = 1; down < 45; down += 1) await page.keyboard.press(down % 2 === 0 ? 'j' : 'ArrowDown');
  // Forty-four cards below the first of area-0 stand those of area-2: T-3, T-6, and so on.
  await page.locator('[data-card="T-15"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Task T-15' }).waitFor();
});

test('an empty board teaches three steps, and ticks each off when the server has seen it', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  await dash.open('/board');
  const steps = page.getByRole('region', { name: 'First steps' });
  await expect.poll(() => steps.getByText('Not yet').count()).toBe(3);
  const scout = await dash.agent('scout-1');
  await expect.poll(() => steps.getByText('Seen').count()).toBe(1);
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Say hello' });
  await expect.poll(() => steps.getByText('Seen').count()).toBe(2);
  await scout.claim(id);
  await steps.waitFor({ state: 'detached' });
});

/** Takes a card up by the mouse. */
async function lift(page: Page, id: string): Promise<void> {
  const card = page.locator(`[data-card="${id}"]`);
  // Where it stands still: cards move as long as those above them are measured.
  await card.hover({ position: { x: 20, y: 20 } });
  const at = await card.boundingBox();
  if (at === null) throw new Error(`${id} is not on the page.`);
  await page.mouse.down();
  await page.mouse.move(at.x + 40, at.y + 30, { steps: 4 });
}

/** Moves what is taken up over a place. */
async function over(page: Page, place: Locator): Promise<void> {
  const at = await place.boundingBox();
  if (at === null) throw new Error(`${place} is not on the page.`);
  await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2, { steps: 8 });
}

/** How much is seen of an element: its own opacity and that of all around it. */
async function opacityOf(page: Page, selector: string): Promise<number> {
  const seen = await page.evaluate(`(() => {
    let seen = 1;
    for (let at = document.querySelector('${selector}'); at !== null; at = at.parentElement) seen *= Number(getComputedStyle(at).opacity);
    return seen;
  })()`);
  return Number(seen);
}

async function press(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button);
  await page.keyboard.press('Enter');
}

test('a card that others must come before names those that are not done yet', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const scout = await dash.agent('scout-1');
  const make = async (title: string, dependsOn: string[] = []) =>
    (await lead.rpc.tasks.create.mutate({ title, dependsOn, reviewer: 'none' })).id;
  const first = await make('Dig');
  const second = await make('Pour');
  const last = await make('Build', [first, second]);
  await dash.open('/board');
  const card = page.locator(`[data-card="${last}"]`);
  await card.getByText(`after ${first}, ${second}`).waitFor();
  await (await scout.claim(first)).submit('Dug.');
  await card.getByText(`after ${second}`, { exact: true }).waitFor();
  await (await scout.claim(second)).submit('Poured.');
  await card.getByText('after').waitFor({ state: 'detached' });
});
