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

test('whoever signs in with the key of the server is told that nobody can write to it, and becomes somebody', async () => {
  await using dash = await openDashboard({ as: 'admin' });
  const { page } = dash;
  await dash.open('/inbox');
  await page.getByRole('heading', { name: 'This key has no inbox' }).waitFor();
  await page.getByLabel('Your name on the board').fill('rob');
  await page.getByRole('button', { name: 'Sign in as rob' }).click();
  await page.getByText('rob, lead').waitFor();
  await dash.lead.rpc.messages.send.mutate({ to: { agent: 'rob' }, body: 'Welcome' });
  await dash.open('/inbox');
  await page.getByRole('region', { name: 'Threads' }).getByText('Welcome').waitFor();
});

test('[SE5] a person who opens a link is asked first, and stays who they are or becomes another', async () => {
  await using dash = await openDashboard();
  const { page, guard } = dash;
  guard.allow(/status of 401/);
  const linkFor = async (fields: { name?: string; role?: 'viewer' }) => {
    const headers = { authorization: `Bearer ${dash.adminKey}`, 'content-type': 'application/json' };
    const reply = await fetch(`${dash.server.origin}/v1/login-links`, { method: 'POST', headers, body: JSON.stringify(fields) });
    return `${dash.server.origin}${((await reply.json()) as { path: string }).path}`; // what the contract says
  };
  const link = await linkFor({});
  const follow = async (to: string) => {
    // A fragment alone opens no page anew.
    await page.goto('about:blank');
    await page.goto(to);
    await page.getByRole('heading', { name: 'You are signed in as lena' }).waitFor();
    expect(page.url()).not.toContain('bat_');
  };
  await follow(link);
  await page.getByRole('button', { name: 'Stay lena' }).click();
  await page.getByText('lena, lead').waitFor();
  // It was not used up.
  await follow(link);
  await page.getByRole('button', { name: 'Use the link' }).click();
  await page.locator('.side').getByText('admin', { exact: true }).waitFor();
  await page.goto(await linkFor({ name: 'lena' }));
  await page.getByText('lena, lead').waitFor();
  await follow(link);
  await page.getByRole('button', { name: 'Use the link' }).click();
  await page.getByText('The code is not valid').waitFor();
  await page.getByRole('button', { name: 'Stay lena' }).click();
  await page.getByText('lena, lead').waitFor();
  await page.goto('about:blank');
  await page.goto(await linkFor({}));
  await page.getByRole('button', { name: 'Use the link' }).click();
  await page.locator('.side').getByText('admin', { exact: true }).waitFor();
  // The key is nobody, and gives way without being asked.
  await page.goto(await linkFor({ name: 'vic', role: 'viewer' }));
  await page.getByText('vic, viewer').waitFor();
});

test('the threads stand by what they want of a person, and in each group the newest message first', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const to = { agent: 'lena' };
  const scout = await dash.agent('scout-1');
  await dash.agent('ada');
  const send = async (subject: string, fields: Partial<Parameters<typeof scout.inbox.send>[1]> = {}) =>
    (await scout.inbox.send(`${subject}?`, { to, subject, ...fields })).id;
  await lead.rpc.inbox.ack.mutate({ ids: [await send('Read long ago')] });
  await send('Only to know', { urgency: 'whenever' });
  await send('Asked first');
  await scout.inbox.send('@lena knows it.', { to: { agent: 'ada' }, subject: 'Named in passing' });
  await send('Asked second');
  await dash.open('/inbox');
  const threads = page.getByRole('region', { name: 'Threads' });
  const shown = () => threads.locator('h2, .thread-link .grow .grow').allTextContents();
  const rest = ['Mentions 1', 'Named in passing', 'For information 1', 'Only to know', 'Read 1', 'Read long ago'];
  await expect.poll(shown).toEqual(['Needs reply 2', 'Asked second', 'Asked first', ...rest]);
});
