import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

test('a person goes through the queue by keyboard alone: approves one, sends the next back with a note', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead, filled } = dash;
  await dash.open('/review');
  const review = page.getByRole('article');
  await review.getByRole('heading', { name: 'Show which fields of the address are missing' }).waitFor();
  await page.keyboard.press('j');
  await review.getByText('A day is too short: marketing promises a week.').waitFor();
  await page.keyboard.press('k');
  await review.getByRole('heading', { name: 'Show which fields of the address are missing' }).waitFor();
  await page.keyboard.press('a');
  await review.getByRole('heading', { name: 'Keep the cart when the session ends' }).waitFor();
  expect((await lead.rpc.tasks.get.query({ id: filled.validating })).status).toBe('done');

  await page.keyboard.press('r');
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
  expect(await approve.isDisabled()).toBe(true);
  await claim.approve('Seen in three browsers.');
  await page.getByRole('heading', { name: 'This review is approved' }).waitFor();
  await page.getByText(/^ada-review decided about revision 1/).waitFor();
  expect(page.url()).toContain(id);
});
