import { describe, expect, test } from 'vitest';
import type { AttentionItem } from '../../server/contract/attention.ts';
import { blockingTeam, inMs } from '../support/blocking-team.ts';
import { type Caller, createBoard } from '../support/board.ts';
import { living, make, reason, submitted } from '../support/small-team.ts';

const itemsOf = async (caller: Pick<Caller, 'attention'>) => (await caller.attention.list({})).items;
const kindsOf = async (caller: Pick<Caller, 'attention'>) => (await itemsOf(caller)).map(({ kind }) => kind);
const ofKind = (items: AttentionItem[], kind: AttentionItem['kind']) => items.filter((item) => item.kind === kind);

describe('questions', () => {
  test('[TK4] one says who asks, what exactly, since when and what happens if nothing is done; answered it is gone', async () => {
    const { board, ada, scout, lead, block, id, epoch } = await blockingTeam();
    const asked = new Date(board.clock.wallNow()).toISOString();
    await block({ kind: 'question', reason: 'which port?', options: ['80', '8080'], waitingOn: { agent: 'ada' } });
    await board.pass(1_000);
    expect(await itemsOf(ada)).toEqual([
      {
        id: `question:${id}:${epoch}`,
        kind: 'question',
        urgency: 'now',
        from: 'scout',
        what: `scout asks about ${id}: which port? Proposed: "80", "8080". Answer it with POST /v1/tasks/${id}/unblock and {"epoch": ${epoch}, "answer": "…"}.`,
        since: asked,
        otherwise: `${id} stays blocked, and whatever depends on it stays where it is.`,
        taskId: id,
        reviewId: null,
        messageId: null,
        agent: 'scout',
      },
    ]);
    expect(await kindsOf(scout)).toEqual([]);
    expect(await kindsOf(lead)).toEqual(['blocked']);
    await ada.tasks.unblock({ id, answer: '80' });
    expect([await kindsOf(ada), await kindsOf(lead), await kindsOf(scout)]).toEqual([[], [], []]);
  });

  test('[TK4] one goes to whom it names, an agent, a role or people; to the leads where it names nobody', async () => {
    const asked = async (waitingOn: Parameters<Caller['tasks']['block']>[0]['waitingOn']) => {
      const { board, ada, rob, scout, lead, block } = await blockingTeam();
      await block({ kind: 'question', reason: 'which port?', ...(waitingOn === undefined ? {} : { waitingOn }) });
      const judge = await board.agent('judge', { role: 'reviewer' });
      const all = { ada, rob, scout, lead, judge, admin: board.admin };
      const each = Object.entries(all).map(async ([name, caller]) => [name, await kindsOf(caller)] as const);
      return (await Promise.all(each)).flatMap(([name, kinds]) => (kinds.includes('question') ? [name] : []));
    };
    expect(await asked({ agent: 'ada' })).toEqual(['ada']);
    expect(await asked({ role: 'agent' })).toEqual(['ada', 'rob', 'lead', 'judge', 'admin']);
    expect(await asked({ role: 'reviewer' })).toEqual(['lead', 'judge', 'admin']);
    expect(await asked({ role: 'lead' })).toEqual(['lead', 'admin']);
    expect(await asked({ human: 'rob' })).toEqual(['rob']);
    expect(await asked({ human: 'any' })).toEqual(['rob', 'lead', 'admin']);
    expect(await asked(undefined)).toEqual(['lead', 'admin']);
  });

  test('[TK4] what comes back a third time for the same reason asks the leads alone, at once', async () => {
    const { ada, lead, block, blockAgain, id, board } = await blockingTeam();
    const stuck = { kind: 'resource', reason: 'no key', waitingOn: { agent: 'ada' } } as const;
    const unblock = () => ada.tasks.unblock({ id });
    await block(stuck);
    await unblock();
    await blockAgain(stuck);
    expect(ofKind(await itemsOf(ada), 'question')).toMatchObject([{ urgency: 'next' }]);
    expect(ofKind(await itemsOf(lead), 'question')).toEqual([]);
    await unblock();
    await blockAgain(stuck);
    expect(ofKind(await itemsOf(ada), 'question')).toEqual([]);
    const what = expect.stringContaining('It was blocked 3 times for this reason, so a lead has to decide.');
    expect(ofKind(await itemsOf(lead), 'question')).toMatchObject([{ urgency: 'now', from: 'scout', what }]);
    expect(ofKind(await itemsOf(board.admin), 'blocked')).toEqual([]);
  });

  test('[TK4] one with a date says what happens then, and asks nobody from that moment on', async () => {
    const { board, ada, lead, block, id } = await blockingTeam();
    const until = inMs(board, 60_000);
    await block({ kind: 'question', reason: 'which port?', waitingOn: { agent: 'ada' }, until });
    await board.pass(59_999);
    const otherwise = `${id} stays blocked until ${until}; then it can be claimed again without an answer.`;
    expect(ofKind(await itemsOf(ada), 'question')).toMatchObject([{ otherwise }]);
    expect(ofKind(await itemsOf(lead), 'blocked')).toMatchObject([{ otherwise }]);
    expect(await board.admin.summary({})).toMatchObject({ tasks: { blocked: 1, todo: 0 }, claimable: 0 });
    await board.pass(1);
    expect(ofKind(await itemsOf(ada), 'question')).toEqual([]);
    const summary = await board.admin.summary({});
    expect(summary).toMatchObject({ tasks: { blocked: 0, todo: 1 }, claimable: 1 });
    const { items } = await board.admin.tasks.list({ limit: 200 });
    expect(items.filter(({ claimable }) => claimable)).toHaveLength(summary.claimable);
    expect((await board.admin.tasks.explain({ id })).reasons.map((one) => one.reason)).not.toContain('blocked');
  });
});

describe('messages', () => {
  test('[IN2] one to be read now waits on its reader until it is acknowledged; others do not ask for attention', async () => {
    const board = await createBoard();
    const [scout, ada] = [await living(board, 'scout'), await living(board, 'ada')];
    await scout.messages.send({ to: { agent: 'ada' }, body: 'whenever', urgency: 'whenever' });
    await scout.messages.send({ to: { agent: 'ada' }, body: 'next', urgency: 'next' });
    const { id } = await scout.messages.send({ to: { agent: 'ada' }, body: 'Stop!\nThe disk is full.', urgency: 'now' });
    const what = 'scout wrote to you, to be read now: Stop!';
    expect(await itemsOf(ada)).toMatchObject([{ kind: 'message', urgency: 'now', from: 'scout', messageId: id, what }]);
    expect(await kindsOf(scout)).toEqual([]);
    await ada.inbox.ack({ ids: [id] });
    expect(await kindsOf(ada)).toEqual([]);
  });

  test('[IN2] one to a role waits on its members until one takes it, and then on that one; never on its sender', async () => {
    const board = await createBoard();
    const [boss, lena] = [await living(board, 'boss', { role: 'lead' }), await living(board, 'lena', { role: 'lead' })];
    const scout = await living(board, 'scout');
    const { id } = await scout.messages.send({ to: { role: 'lead' }, body: 'help', urgency: 'now' });
    const seen = async () => [await kindsOf(boss), await kindsOf(lena), await kindsOf(scout), await kindsOf(board.admin)];
    expect(await seen()).toEqual([['message'], ['message'], [], ['message']]);
    await lena.messages.take({ id });
    expect(await seen()).toEqual([[], ['message'], [], []]);
    await boss.messages.send({ to: { role: 'lead' }, body: 'mine', urgency: 'now' });
    expect(await kindsOf(boss)).toEqual([]);
  });

  test('[IN3] a dead letter waits on whoever sent it, until it acknowledges the word of it', async () => {
    const board = await createBoard();
    const [scout, ada] = [await living(board, 'scout'), await living(board, 'ada')];
    const { id } = await scout.messages.send({ to: { agent: 'ada' }, body: 'soon', urgency: 'now', expiresInSeconds: 60 });
    await board.pass(59_999);
    await board.services.upkeep.sweep();
    expect([await kindsOf(scout), await kindsOf(ada)]).toEqual([[], ['message']]);
    await board.pass(1);
    await board.services.upkeep.sweep();
    const [item, ...others] = await itemsOf(scout);
    expect(item).toMatchObject({ kind: 'message_undelivered', urgency: 'next', what: expect.stringContaining(id) });
    expect([others, await kindsOf(ada)]).toEqual([[], []]);
    await scout.inbox.ack({ ids: [item?.messageId ?? ''] });
    expect(await kindsOf(scout)).toEqual([]);
  });
});

describe('reviews', () => {
  test('[RV3] one in another’s hand asks nobody else; with its lease over it asks again', async () => {
    const board = await createBoard();
    const [ada, bob] = [await living(board, 'ada'), await living(board, 'bob')];
    const { id } = await submitted(board);
    const review = (await ada.reviews.list({})).items[0]?.id ?? '';
    await ada.reviews.claim({ id: review });
    await board.services.upkeep.flush();
    await board.pass(20_000);
    expect([await kindsOf(ada), await kindsOf(bob)]).toEqual([['review'], []]);
    const because = async () => (await board.admin.tasks.explain({ id })).because;
    expect(await because()).toMatch(/; ada has it in hand, lease good for 40 s\.$/);
    await board.pass(44_999);
    expect(await kindsOf(bob)).toEqual([]);
    await board.pass(1);
    expect(await kindsOf(bob)).toEqual(['review']);
    expect(await because()).not.toMatch(/in hand/);
  });

  test('[RV3] one that is escalated asks the leads as well, whoever was named; one that lacks a capability is never asked', async () => {
    const board = await createBoard();
    const [ada, bob] = [await living(board, 'ada', { capabilities: ['ios'] }), await living(board, 'bob')];
    const boss = await living(board, 'boss', { role: 'lead' });
    const scout = await living(board, 'scout', { capabilities: ['ios'] });
    const id = await make(board, { requires: ['ios'], reviewer: 'ada' });
    await scout.tasks.claim({ id });
    await scout.tasks.submit({ id, epoch: 1, summary: 'done' });
    board.clock.advance(2 * 60 * 60_000 - 1);
    const reviewsOf = async (caller: Pick<Caller, 'attention'>) => ofKind(await itemsOf(caller), 'review');
    expect([await reviewsOf(boss), await reviewsOf(bob)]).toEqual([[], []]);
    expect(await reviewsOf(ada)).toMatchObject([{ urgency: 'next' }]);
    board.clock.advance(1);
    const what = expect.stringContaining('The leads are asked, since it waited two hours without a decision.');
    expect(await reviewsOf(boss)).toMatchObject([{ urgency: 'now', what }]);
    await boss.tasks.update({ id, ifMatch: (await boss.tasks.get({ id })).version, reviewer: 'any' });
    expect([await reviewsOf(bob), (await reviewsOf(ada)).length]).toEqual([[], 1]);
    const { reasons } = await board.admin.tasks.explain({ id });
    const names = reasons.find((one) => one.reason === 'waits_for_review')?.movers.map(({ name }) => name);
    expect(names).not.toContain('bob');
  });
});

test('[TK4] a task that was unblocked is kept for whoever asked, and explain says why', async () => {
  const { board, ada, block, id } = await blockingTeam();
  await block({ kind: 'question', reason: 'which port?', waitingOn: { agent: 'ada' } });
  await ada.tasks.unblock({ id, answer: '80' });
  const { reasons } = await board.admin.tasks.explain({ id });
  expect(reasons.find((one) => one.reason === 'kept_for_author')?.because).toBe(
    `${id} is kept for scout for 600 s more: ada answered scout's question: 80`,
  );
});

test('[TK1] the chain leads from a task that is blocked on another through that one', async () => {
  const { board, ada, block, id } = await blockingTeam();
  const other = await make(board);
  await ada.tasks.claim({ id: other });
  await block({ kind: 'dependency', reason: 'the tables are not there', waitingOn: { task: other } });
  const { reasons } = await board.admin.tasks.explain({ id });
  expect(reasons.map(({ taskId, reason: why }) => [taskId, why])).toEqual([
    [id, 'blocked'],
    [id, 'waits_for_task'],
    [other, 'held'],
  ]);
  await board.admin.tasks.cancel({ id: other, reason });
  expect((await board.admin.tasks.explain({ id })).reasons.map((one) => one.reason)).toContain('dependency_broken');
});
