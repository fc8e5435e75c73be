import type { Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

test('a person goes through the queue by keyboard alone: approves one, sends the next back with a note', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead, filled } = dash;
  await dash.open('/review');
  const review = page.getByRole('article');
  await review.getByRole('heading', { name: 'Show which fields of the address are missing' }).waitFor();
  await page.keyboard.press('j');
  const earlier = review.getByRole('region', { name: 'Earlier rounds' });
  await earlier.getByText('A day is too short: marketing promises a week.').waitFor();
  await earlier.getByText('Changes requested', { exact: true }).waitFor();
  await page.keyboard.press('k');
  await review.getByRole('heading', { name: 'Show which fields of the address are missing' }).waitFor();
  await page.keyboard.press('a');
  await review.getByRole('heading', { name: 'Keep the cart when the session ends' }).waitFor();
  expect((await lead.rpc.tasks.get.query({ id: filled.validating })).status).toBe('done');

  await page.keyboard.press('r');
  await page.locator('textarea:focus').waitFor();
  expect(await page.getByRole('button', { name: 'Send back' }).isDisabled()).toBe(true);
  await page.keyboard.type('The test ends the session by hand. Please let it run out.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Nothing waits for a review' }).waitFor();
  const task = await lead.rpc.tasks.get.query({ id: filled.bounced });
  expect(task.reviews[0]).toMatchObject({
    status: 'changes_requested',
    decidedBy: 'lena',
    note: 'The test ends the session by hand. Please let it run out.',
  });
});

test('who has a review in hand is named and nobody else decides; what is decided elsewhere says by whom and stays open', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead, filled } = dash;
  const { items } = await lead.rpc.reviews.list.query({ taskId: filled.validating });
  const id = String(items[0]?.id);
  await dash.open(`/review/${id}`);
  const approve = page.getByRole('button', { name: 'Approve' });
  await expect.poll(() => approve.isEnabled()).toBe(true);
  const claim = await filled.agents.ada.reviews.claim(id);
  await page.getByText(/^ada-review has it in hand/).waitFor();
  await expect.poll(() => approve.isDisabled()).toBe(true);
  await claim.approve('Seen in three browsers.');
  await page.getByRole('heading', { name: 'This review is approved' }).waitFor();
  await page.getByText(/^ada-review decided about revision 1/).waitFor();
  expect(page.url()).toContain(id);
});

test('what was written about a review is kept while another is looked at, and a late answer leads nobody away from there', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead, filled } = dash;
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Name the order in the receipt' });
  await (await filled.agents.codex.claim(id)).submit('The receipt begins with the order.');
  await dash.open('/review');
  const first = page.getByRole('heading', { name: 'Show which fields of the address are missing' });
  const third = page.getByRole('heading', { name: 'Name the order in the receipt' });
  const second = page.getByRole('heading', { name: 'Keep the cart when the session ends' });
  const field = page.locator('textarea:focus');
  await first.waitFor();
  await page.keyboard.press('r');
  await field.waitFor();
  await page.keyboard.type('Which one has the focus');
  await page.keyboard.press('Escape');
  await page.getByText('What you wrote is kept.').waitFor();
  const request = page.getByRole('button', { name: 'Request changes' }).and(page.locator(':focus'));
  await request.waitFor();
  await page.keyboard.press('j');
  await second.waitFor();
  await page.keyboard.press('k');
  await first.waitFor();
  await page.keyboard.press('r');
  expect(await field.inputValue()).toBe('Which one has the focus');
  await page.keyboard.press('Escape');
  await request.waitFor();
  await expect.poll(() => request.isEnabled()).toBe(true);

  const held: Route[] = [];
  await page.route('**/reviews.decide**', (route) => void held.push(route));
  await page.keyboard.press('a');
  await expect.poll(() => held.length).toBe(1);
  // Further than to the one that would come next.
  for (const there of [second, third]) {
    await page.keyboard.press('j');
    await there.waitFor();
  }
  await page.keyboard.press('r');
  await field.waitFor();
  await page.keyboard.type('The order is ');
  await held[0]?.continue();
  await page.getByText('Approved revision 1.').waitFor();
  await page.keyboard.type('not in the plain text');
  expect(await field.inputValue()).toBe('The order is not in the plain text');
  expect((await lead.rpc.tasks.get.query({ id: filled.validating })).status).toBe('done');
});
