import type { Baton } from '../../../client/baton.ts';

/** What an agent is registered with, and what runs it. */
export interface AgentFields {
  readonly harness?: string;
  readonly role?: string;
  readonly capabilities?: readonly string[];
  readonly maxConcurrent?: number;
}

export interface Filling {
  agent(name: string, fields?: AgentFields): Promise<Baton>;
  readonly lead: Baton;
}

/** Tasks of the filled board by what they are in, and the agents that are connected. */
export interface FilledBoard {
  /** Held by scout-1, with progress and artifacts. */
  readonly doing: string;
  /** Held by codex-2, after changes were asked for once. */
  readonly secondRound: string;
  /** Handed in, first round. */
  readonly validating: string;
  /** Handed in, second round, with the note of the first. */
  readonly bounced: string;
  /** Blocked by a question to a person. */
  readonly asked: string;
  /** Each waits for the one before it. */
  readonly chain: readonly string[];
  readonly done: string;
  readonly cancelled: string;
  readonly agents: { readonly scout: Baton; readonly codex: Baton; readonly ada: Baton };
}

const DIFF = `diff --git a/src/cart/total.ts b/src/cart/total.ts
--- a/src/cart/total.ts
+++ b/src/cart/total.ts
@@ -4,3 +4,4 @@ export function total(lines: readonly Line[]): Cents {
-  return lines.reduce((sum, line) => sum + line.price * line.count, 0);
+  const exact = lines.reduce((sum, line) => sum + line.priceCents * line.count, 0);
+  return roundHalfEven(exact);
 }
`;

/** Fills a board with a day of a small team: work in every state, reviews in two rounds, a question, a chain, messages. */
export async function fillBoard({ agent, lead }: Filling): Promise<FilledBoard> {
  const scout = await agent('scout-1', { harness: 'langchain', capabilities: ['typescript', 'browser'], maxConcurrent: 3 });
  const codex = await agent('codex-2', { harness: 'codex', capabilities: ['typescript'], maxConcurrent: 4 });
  const ada = await agent('ada-review', { harness: 'crewai', role: 'reviewer', capabilities: ['review'] });
  const task = async (fields: Parameters<typeof lead.rpc.tasks.create.mutate>[0]) =>
    (await lead.rpc.tasks.create.mutate(fields)).id;

  const done = await finish({ author: codex, reviewer: ada, lead });
  const doing = await task({
    title: 'Round cart totals the way the bank does',
    brief:
      'Totals differ by a cent from what the bank books.\n\n- use `roundHalfEven`\n- keep **cents** as integers\n\n> Seen in order 4711.',
    labels: ['cart', 'money'],
    priority: 0,
    acceptance: ['1,000 random carts agree with the bank to the cent', 'No float in `src/cart`'],
    paths: ['src/cart/**'],
  });
  const held = await scout.claim(doing);
  await held.progress('Reproduced: 3 of 1,000 carts differ by one cent.', { percent: 20 });
  await held.attach('total.diff', DIFF, { mediaType: 'text/x-diff' });
  await held.attach('report.md', '# Rounding\n\nHalf-even agrees with the bank in all **1,000** carts.\n', {
    mediaType: 'text/markdown',
  });
  await held.progress('Half-even rounding agrees in all 1,000 carts. Removing the last floats.', { percent: 70 });

  const validating = await handIn(codex, {
    id: await task({
      title: 'Show which fields of the address are missing',
      labels: ['checkout'],
      acceptance: ['Each field says so'],
    }),
    summary: 'Each missing field now says what is wanted, and the first one has the focus.',
  });
  const bounced = await secondSubmission({ author: codex, reviewer: ada, lead });
  const secondRound = await changesAsked({ author: codex, reviewer: ada, lead });
  const asked = await ask(codex, lead);
  const first = await task({ title: 'Move sessions to the new store', labels: ['platform'], priority: 1 });
  const second = await task({ title: 'Read sessions from the new store only', labels: ['platform'], dependsOn: [first] });
  const third = await task({ title: 'Delete the old session store', labels: ['platform'], dependsOn: [second], priority: 3 });
  await task({ title: 'Write the release notes of the checkout', labels: ['docs'], requires: ['writing'] });
  const cancelled = await task({ title: 'Try the old payment sandbox once more', labels: ['checkout'] });
  await lead.rpc.tasks.cancel.mutate({ id: cancelled, reason: 'The provider has switched it off.' });
  await talk({ scout, codex, lead, taskId: doing });
  return {
    doing,
    secondRound,
    validating,
    bounced,
    asked,
    chain: [first, second, third],
    done,
    cancelled,
    agents: { scout, codex, ada },
  };
}

interface Working {
  readonly author: Baton;
  readonly reviewer: Baton;
  readonly lead: Baton;
}

async function handIn(author: Baton, { id, summary }: { id: string; summary: string }): Promise<string> {
  const claim = await author.claim(id);
  await claim.progress('Done, handing it in.', { percent: 100 });
  await claim.submit(summary, {
    evidence: [
      { type: 'commit', sha: '9f2c1e7ab0', repository: 'shop/web' },
      { type: 'command', command: 'npm test', exitCode: 0, output: '214 passed, 0 failed' },
    ],
    answers: claim.task.acceptance.map((_, criterion) => ({ criterion, met: true, note: 'Seen in the tests.' })),
  });
  return id;
}

async function decide(reviewer: Baton, id: string, note: string | null): Promise<void> {
  const { items } = await reviewer.rpc.reviews.list.query({ taskId: id });
  const open = items.find(({ status }) => status === 'open');
  if (open === undefined) throw new Error(`${id} has no open review.`);
  const claim = await reviewer.reviews.claim(open.id);
  await (note === null ? claim.approve('Checked against the order of last week.') : claim.requestChanges(note));
}

async function finish({ author, reviewer, lead }: Working): Promise<string> {
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Log in with a passkey', labels: ['checkout'] });
  await handIn(author, { id, summary: 'Passkeys work in three browsers; the password stays as a way back.' });
  await decide(reviewer, id, null);
  return id;
}

async function secondSubmission({ author, reviewer, lead }: Working): Promise<string> {
  const { id } = await lead.rpc.tasks.create.mutate({
    title: 'Keep the cart when the session ends',
    labels: ['cart'],
    acceptance: ['The cart is there after signing in again', 'Nothing of it is in the address'],
  });
  await handIn(author, { id, summary: 'The cart is kept for a day.' });
  await decide(reviewer, id, 'A day is too short: marketing promises a week. Please also cover it with a test.');
  await handIn(author, { id, summary: 'The cart is kept for a week, and a test goes through the end of a session.' });
  return id;
}

async function changesAsked({ author, reviewer, lead }: Working): Promise<string> {
  const { id } = await lead.rpc.tasks.create.mutate({
    title: 'Send the receipt as plain text, too',
    labels: ['mail'],
    priority: 1,
  });
  await handIn(author, { id, summary: 'Receipts have a text part.' });
  await decide(reviewer, id, 'The text part has no total. Add it, please.');
  const claim = await author.claim(id);
  await claim.progress('Adding the total to the text part.', { percent: 40 });
  return id;
}

async function ask(author: Baton, lead: Baton): Promise<string> {
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Refund to the card or as a voucher', labels: ['money'] });
  const claim = await author.claim(id);
  await claim.progress('Both ways are built behind a switch.', { percent: 60 });
  await claim.block('Shall a refund go to the card by default, or as a voucher?', {
    waitingOn: { human: 'any' },
    options: ['To the card', 'As a voucher'],
  });
  return id;
}

async function talk({ scout, codex, lead, taskId }: { scout: Baton; codex: Baton; lead: Baton; taskId: string }): Promise<void> {
  const question = 'There are **two** exports of Monday. Which one do I compare with, @lena?';
  await scout.inbox.send(question, { to: { agent: 'lena' }, subject: 'Which bank file is right?', taskId });
  const to = { agent: 'lena' };
  await codex.inbox.send('Nothing waits on me; I take mail work next.', { to, subject: 'Checkout is quiet' });
  const { items } = await lead.rpc.inbox.list.query({});
  const first = items.find(({ message }) => message.taskId === taskId);
  if (first !== undefined) {
    await lead.rpc.messages.send.mutate({ replyTo: first.message.id, body: 'The one of 09:00; the other is a rehearsal.' });
  }
  await lead.rpc.tasks.comment.mutate({ id: taskId, body: 'Please show the three carts that differ in the report.' });
}
