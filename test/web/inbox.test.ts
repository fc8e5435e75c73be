import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

test('a person reads a question, answers it, and sees that the answer has come; the thread needs no reply then', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead, filled } = dash;
  await dash.open('/inbox');
  await page.getByRole('region', { name: 'Threads' }).getByText('Checkout is quiet').click();
  await page.getByLabel('Reply to codex-2').fill('Take the receipts, please.');
  await page.getByRole('button', { name: 'Send' }).click();
  const thread = page.getByRole('region', { name: 'Checkout is quiet' });
  const reply = thread.getByRole('listitem').filter({ hasText: 'Take the receipts, please.' });
  await reply.getByText(/^(not read yet|received|acknowledged)$/).waitFor();
  const { items } = await lead.rpc.inbox.list.query({});
  expect(items.map(({ message }) => message.subject)).not.toContain('Checkout is quiet');
  const theirs = await filled.agents.codex.rpc.inbox.list.query({});
  expect(theirs.items.map(({ message }) => message.body)).toContain('Take the receipts, please.');
});

test('what a person writes first stands under Sent, is followed up, and moves when it is answered', async () => {
  await using dash = await openDashboard();
  const { page } = dash;
  const scout = await dash.agent('scout');
  await dash.open('/inbox');
  await page.getByRole('button', { name: 'Write' }).click();
  await page.getByLabel('To', { exact: true }).selectOption('scout');
  await page.getByLabel('Subject').fill('Receipts');
  await page.getByLabel('Message', { exact: true }).fill('Where are they?');
  await page.getByRole('button', { name: 'Send' }).click();
  const list = page.getByRole('region', { name: 'Threads' });
  await list.getByRole('region', { name: 'Sent' }).getByText('Receipts').click();
  const thread = page.getByRole('region', { name: 'Receipts' });
  await thread.getByText('not read yet').waitFor();
  await page.getByLabel('Write again to scout').fill('It is for today.');
  await page.getByRole('button', { name: 'Send' }).click();
  await thread.getByText('It is for today.').waitFor();
  const { items } = await scout.rpc.inbox.list.query({});
  expect(items.map(({ message }) => [message.body, message.threadId])).toEqual([
    ['Where are they?', items[0]?.message.id],
    ['It is for today.', items[0]?.message.id],
  ]);
  await scout.rpc.inbox.ack.mutate({ upTo: 1 });
  await thread.getByRole('listitem').filter({ hasText: 'Where are they?' }).getByText('acknowledged').waitFor();
  await scout.rpc.messages.send.mutate({ replyTo: items[0]?.message.id ?? '', body: 'In the drawer.' });
  await list.getByRole('region', { name: 'Needs reply' }).getByText('Receipts').waitFor();
  const said = () =>
    thread
      .getByRole('listitem')
      .getByText(/Where|today|drawer/)
      .allTextContents();
  await expect.poll(said).toEqual(['Where are they?', 'It is for today.', 'In the drawer.']);
});

test('whoever signs in with the key of the server is told that nobody can write to it, and what to do', async () => {
  await using dash = await openDashboard({ as: 'admin' });
  await dash.open('/inbox');
  await dash.page.getByRole('heading', { name: 'This key has no inbox' }).waitFor();
  await dash.page.getByRole('link', { name: 'Make yourself a link' }).waitFor();
});
