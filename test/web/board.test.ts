import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

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

  await page.keyboard.press('j');
  await page.keyboard.press('m');
  await page.getByRole('button', { name: 'Offer to an agent' }).press('Enter');
  await page.getByLabel('The agent that alone may claim it').selectOption('scout-1');
  await page.getByRole('button', { name: 'Offer to an agent' }).press('Enter');
  await card.getByText('for scout-1').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await page.keyboard.press('m');
  await page.getByRole('button', { name: 'Cancel the task' }).press('Enter');
  await page.getByLabel('Why it is not needed').fill('The page is gone.');
  await page.getByRole('button', { name: 'Cancel the task' }).press('Enter');
  const ended = page.locator('[data-column="cancelled"] [data-card="T-1"]');
  await ended.waitFor();
  expect(await lead.rpc.tasks.get.query({ id: 'T-1' })).toMatchObject({ status: 'cancelled', assignee: 'scout-1' });
  await page.locator('[data-card="T-1"]:focus').waitFor();
});

test('a card is dragged where it may go, and what is illegal dims and says why', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, filled, lead } = dash;
  await dash.open('/board');
  const card = page.locator(`[data-card="${filled.validating}"]`);
  const from = await card.boundingBox();
  const done = await page.locator('[data-column="done"] .column-cards').boundingBox();
  if (from === null || done === null) throw new Error('The card or the column is not on the page.');
  await page.mouse.move(from.x + 20, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + 30, { steps: 4 });
  await page.locator('[data-column="doing"][data-dim="true"]').getByText('Only an agent holds a lease').waitFor();
  await page.mouse.move(done.x + 60, done.y + 60, { steps: 8 });
  await page.locator('[data-column="done"][data-over="true"]').waitFor();
  await page.mouse.up();
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.locator(`[data-column="done"] [data-card="${filled.validating}"]`).waitFor();
  expect((await lead.rpc.tasks.get.query({ id: filled.validating })).status).toBe('done');
});

test('the keys go past what is drawn, one card is in the order of Tab, and Enter opens it', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const tasks = Array.from({ length: 60 }, (_, place) => ({ title: `Card ${place}`, labels: [`area-${place % 3}`] }));
  await lead.rpc.tasks.createMany.mutate({ tasks });
  await dash.open('/board?group=label');
  await page.getByRole('heading', { name: 'area-0 20' }).waitFor();
  expect(await page.locator('[data-card][tabindex="0"]').count()).toBe(1);
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
