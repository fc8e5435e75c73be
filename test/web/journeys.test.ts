import { expect, test } from 'vitest';
import { goByKeys } from './support/go-by-keys.ts';
import { openDashboard } from './support/open-dashboard.ts';
import { tabTo } from './support/tab-to.ts';

// Nothing here touches a mouse, or puts the focus where no key has put it.

test('by keyboard alone: a task is made, worked on by an agent, sent back with a note, handed in again, approved, and done', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const scout = await dash.agent('scout-1');
  await goByKeys(page, 'b', 'Board');
  await page.keyboard.press('c');
  await page.locator('input:focus').waitFor();
  await page.keyboard.type('Find the broken link');
  await page.keyboard.press('Enter');
  const cardIn = (column: string) => page.locator(`[data-column="${column}"] [data-card="T-1"]`);
  await cardIn('todo').getByText('Find the broken link').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  const first = await scout.claim('T-1');
  await cardIn('doing').getByText('scout-1').waitFor();
  await first.submit('It was in the footer; it leads to the right page now.');
  await cardIn('validating').waitFor();

  await goByKeys(page, 'r', 'Review');
  const review = page.getByRole('article');
  await review.getByText('It was in the footer').waitFor();
  await page.keyboard.press('r');
  await page.locator('textarea:focus').waitFor();
  await page.keyboard.type('There is a second one in the header.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Nothing waits for a review' }).waitFor();
  await goByKeys(page, 'b', 'Board');
  await cardIn('todo').waitFor();

  const again = await scout.claim('T-1');
  expect(JSON.stringify(again.handover.notes)).toContain('There is a second one in the header.');
  await again.submit('Both lead to the right page now.');
  await goByKeys(page, 'r', 'Review');
  await review.getByText('Both lead to the right page now.').waitFor();
  await review.getByText('There is a second one in the header.').waitFor();
  await page.keyboard.press('a');
  await page.getByRole('heading', { name: 'Nothing waits for a review' }).waitFor();
  await goByKeys(page, 'b', 'Board');
  await cardIn('done').waitFor();
  const task = await lead.rpc.tasks.get.query({ id: 'T-1' });
  expect(task).toMatchObject({ status: 'done', revision: 2 });
  expect(task.reviews.map(({ status, decidedBy }) => [status, decidedBy])).toEqual([
    ['approved', 'lena'],
    ['changes_requested', 'lena'],
  ]);
});

test('by keyboard alone: a question is answered from Now, with what the agent proposed and in words of their own', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const codex = await dash.agent('codex-2', { maxConcurrent: 2 });
  const ask = async (title: string) => {
    const { id } = await lead.rpc.tasks.create.mutate({ title });
    const claim = await codex.claim(id);
    await claim.block(`${title}?`, { waitingOn: { human: 'any' }, options: ['To the card', 'As a voucher'] });
    return id;
  };
  const proposed = await ask('Refund by default');
  const own = await ask('Refund of a gift');
  await dash.open('/');
  const needs = page.getByRole('region', { name: /^Needs you/ });
  const rowOf = (title: string) => needs.getByRole('listitem').filter({ hasText: `${title}?` });
  await tabTo(page, rowOf('Refund by default').getByRole('button', { name: 'As a voucher' }));
  await page.keyboard.press('Enter');
  await rowOf('Refund by default').waitFor({ state: 'detached' });

  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.locator('textarea:focus').waitFor();
  await page.keyboard.type('Ask whoever gave it.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Nothing waits on you' }).waitFor();
  expect((await codex.claim(proposed)).handover.blocks.map(({ answer }) => answer)).toEqual(['As a voucher']);
  expect((await codex.claim(own)).handover.blocks.map(({ answer }) => answer)).toEqual(['Ask whoever gave it.']);
});

test('by keyboard alone: an agent is paused with a reason, claims nothing, and is resumed', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const codex = await dash.agent('codex-2');
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Find the broken link' });
  await goByKeys(page, 'a', 'Agents');
  await tabTo(page, page.getByRole('link', { name: /^codex-2/ }));
  await page.keyboard.press('Enter');
  const detail = page.getByRole('region', { name: 'codex-2' });
  await detail.waitFor();
  await page.keyboard.press('p');
  await page.locator('input:focus').waitFor();
  await page.keyboard.type('It repeats itself.');
  await page.keyboard.press('Enter');
  await detail.getByText('Because: It repeats itself.').waitFor();
  // The log may say so before the answer does, and until that comes the buttons are off.
  await page.getByRole('textbox', { name: 'Why' }).waitFor({ state: 'detached' });
  await expect(codex.claim(id)).rejects.toThrow(/It repeats itself/);

  await tabTo(page, detail.getByRole('button', { name: 'Resume' }));
  await page.keyboard.press('Enter');
  await detail.getByRole('button', { name: 'Pause' }).waitFor();
  expect((await codex.claim(id)).task.id).toBe(id);
});
