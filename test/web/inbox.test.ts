import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

test('a person reads a question, answers it, and sees that the answer has come; the thread needs no reply then', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead, filled } = dash;
  await dash.open('/inbox');
  await page.getByRole('region', { name: 'Threads' }).getByText('Checkout is quiet').click();
  await page.getByLabel('Reply to codex-2').fill('Take the receipts, please.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText(/^Your reply: (queued|delivered|acked) at codex-2/).waitFor();
  const { items } = await lead.rpc.inbox.list.query({});
  expect(items.map(({ message }) => message.subject)).not.toContain('Checkout is quiet');
  const theirs = await filled.agents.codex.rpc.inbox.list.query({});
  expect(theirs.items.map(({ message }) => message.body)).toContain('Take the receipts, please.');
});

test('whoever signs in with the key of the server is told that nobody can write to it, and what to do', async () => {
  await using dash = await openDashboard({ as: 'admin' });
  await dash.open('/inbox');
  await dash.page.getByRole('heading', { name: 'This key has no inbox' }).waitFor();
  await dash.page.getByRole('link', { name: 'Make yourself a link' }).waitFor();
});
