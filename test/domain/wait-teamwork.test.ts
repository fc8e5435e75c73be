import { describe, expect, test, vi } from 'vitest';
import type { News } from '../../server/contract/wait.ts';
import type { Board } from '../support/board.ts';
import { createBoard } from '../support/board.ts';
import { inFuture, living, make, reason } from '../support/small-team.ts';
import { asleep, settle, told, type Waiting, waitOf } from '../support/waiting.ts';

const bodies = (news: News[]) => news.map((one) => (one.kind === 'message' ? [one.from, one.seq, one.urgency] : [one.kind]));

/** Lets time pass in small steps until the call is answered. */
async function passUntil(board: Board, waiting: Waiting): Promise<void> {
  await vi.waitFor(
    () => {
      board.clock.advance(1);
      expect(waiting.answered).toBe(true);
    },
    { interval: 2 },
  );
}

describe('messages', () => {
  test('[WT1] one to an agent wakes that agent, with its number, and nobody else', async () => {
    const board = await createBoard();
    const [scout, ada, bob] = [await living(board, 'scout'), await living(board, 'ada'), await living(board, 'bob')];
    const [mine, others] = [waitOf(ada), waitOf(bob)];
    await settle(board);
    const sent = await scout.messages.send({ to: { agent: 'ada' }, body: 'hello', subject: 'A word', urgency: 'now' });
    expect(await mine.news).toEqual([
      {
        kind: 'message',
        messageId: sent.id,
        seq: 1,
        from: 'scout',
        urgency: 'now',
        because: 'scout wrote to ada, to be read now: A word',
      },
    ]);
    await settle(board);
    expect(others.answered).toBe(false);
  });

  test('[WT1] one to all, or that names somebody, wakes each whom it reaches; its sender sleeps on', async () => {
    const board = await createBoard();
    const [scout, ada, bob] = [await living(board, 'scout'), await living(board, 'ada'), await living(board, 'bob')];
    const own = waitOf(scout, { kinds: ['message'] });
    const first = [waitOf(ada, { kinds: ['message'] }), waitOf(bob, { kinds: ['message'] })];
    await settle(board);
    await scout.messages.send({ to: { all: true }, body: 'hello' });
    for (const { news } of first) expect(bodies(await news)).toEqual([['scout', 1, 'next']]);
    const { cursor } = await bob.wait({ waitSeconds: 0 });
    const named = await asleep(board, bob, { kinds: ['message'], cursor });
    await scout.tasks.comment({ id: await make(board), body: 'what do you say, @bob?' });
    expect(bodies(await named.news)).toEqual([['scout', 2, 'next']]);
    await settle(board);
    expect(own.answered).toBe(false);
  });

  test('[WT1] one to a role wakes its members, without a number, but not whoever sent it', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    const [boss, lena] = [await living(board, 'boss', { role: 'lead' }), await living(board, 'lena', { role: 'lead' })];
    const [sender, member, outsider] = [
      waitOf(boss, { kinds: ['message'] }),
      waitOf(lena, { kinds: ['message'] }),
      waitOf(scout, { kinds: ['message'] }),
    ];
    await settle(board);
    const { id } = await boss.messages.send({ to: { role: 'lead' }, body: 'who decides?' });
    expect(await member.news).toMatchObject([{ messageId: id, seq: null, from: 'boss' }]);
    await settle(board);
    expect([sender.answered, outsider.answered]).toEqual([false, false]);
    await lena.messages.take({ id });
    const late = await living(board, 'late', { role: 'lead' });
    expect((await late.wait({ waitSeconds: 0, kinds: ['message'] })).news).toEqual([]);
    expect((await lena.wait({ kinds: ['message'] })).news).toHaveLength(1);
  });

  test('[WT1] what waits unacknowledged is there at once; what was acknowledged between two calls is not told', async () => {
    const board = await createBoard();
    const [scout, ada] = [await living(board, 'scout'), await living(board, 'ada')];
    const { cursor } = await ada.wait({ waitSeconds: 0 });
    for (const body of ['one', 'two']) await scout.messages.send({ to: { agent: 'ada' }, body });
    expect(bodies((await ada.wait({})).news).map(([, seq]) => seq)).toEqual([1, 2]);
    await ada.inbox.ack({ seqs: [1] });
    expect(bodies((await ada.wait({})).news).map(([, seq]) => seq)).toEqual([2]);
    expect(bodies((await ada.wait({ cursor })).news).map(([, seq]) => seq)).toEqual([2]);
    await ada.inbox.ack({ upTo: 2 });
    expect((await ada.wait({ cursor, waitSeconds: 0 })).news).toEqual([]);
    await scout.messages.send({ to: { agent: 'ada' }, body: 'short', expiresInSeconds: 60 });
    await board.pass(60_000);
    expect((await ada.wait({ cursor, waitSeconds: 0 })).news).toEqual([]);
  });
});

describe('blocked tasks', () => {
  test('[WT1] a question wakes the one it is put to; the answer wakes the asker, with its task; neither wakes its own author', async () => {
    const board = await createBoard();
    const [scout, ada] = [await living(board, 'scout'), await living(board, 'ada')];
    const id = await make(board);
    await scout.tasks.claim({ id });
    const [asked, asker] = [waitOf(ada), waitOf(scout)];
    await settle(board);
    await scout.tasks.block({ id, epoch: 1, kind: 'question', reason: 'which port?', waitingOn: { agent: 'ada' } });
    expect(bodies(await asked.news)).toEqual([['system', 1, 'now']]);
    await settle(board);
    expect(asker.answered).toBe(false);
    const after = waitOf(ada, { cursor: (await ada.wait({ waitSeconds: 0 })).cursor });
    await settle(board);
    await ada.tasks.unblock({ id, answer: '8080' });
    expect((await asker.news).map(({ kind }) => kind).sort()).toEqual(['message', 'task']);
    await settle(board);
    expect(after.answered).toBe(false);
  });

  test('[IN5] a lead that asks the leads is not woken by its own question, and not told of it', async () => {
    const board = await createBoard();
    const boss = await living(board, 'boss', { role: 'lead' });
    const lena = await living(board, 'lena', { role: 'lead' });
    const id = await make(board);
    await boss.tasks.claim({ id });
    const [own, other] = [waitOf(boss, { kinds: ['message'] }), waitOf(lena, { kinds: ['message'] })];
    await settle(board);
    await boss.tasks.block({ id, epoch: 1, kind: 'question', reason: 'which port?' });
    expect(bodies(await other.news)).toEqual([['system', null, 'now']]);
    await settle(board);
    expect(own.answered).toBe(false);
    expect((await boss.wait({ waitSeconds: 0, kinds: ['message'] })).news).toEqual([]);
  });

  test('[WT1] whoever blocks its task is free for another; what is blocked wakes nobody, and what is unblocked does', async () => {
    const board = await createBoard();
    const [scout, ada] = [await living(board, 'scout'), await living(board, 'ada')];
    const id = await make(board);
    await scout.tasks.claim({ id });
    await make(board, { assignee: 'scout' });
    const [own, other] = [waitOf(scout, { kinds: ['task'] }), waitOf(ada, { kinds: ['task'] })];
    await settle(board);
    await scout.tasks.block({ id, epoch: 1, kind: 'external', reason: 'the network is down' });
    expect(told(await own.news)).toEqual([['task', 'T-2']]);
    await settle(board);
    expect(other.answered).toBe(false);
    await board.admin.agents.pause({ name: 'scout', reason });
    await board.admin.tasks.unblock({ id });
    expect(told(await other.news)).toEqual([['task', 'T-1']]);
  });

  test('[CL5] the date of a block wakes those that could take the task, at its time; it is then what claim-next gives', async () => {
    const board = await createBoard();
    const [scout, ada] = [await living(board, 'scout'), await living(board, 'ada')];
    const id = await make(board);
    await scout.tasks.claim({ id });
    const until = inFuture(board, 3_000);
    await scout.tasks.block({ id, epoch: 1, kind: 'external', reason: 'the network is down', until });
    const before = await ada.wait({ waitSeconds: 0 });
    expect(before.news).toEqual([]);
    await board.pass(2_900);
    const waiting = waitOf(ada, { cursor: before.cursor });
    await passUntil(board, waiting);
    expect(told(await waiting.news)).toEqual([['task', id]]);
    expect(board.clock.wallNow()).toBeGreaterThanOrEqual(Date.parse(until));
    expect(told((await ada.wait({ waitSeconds: 0 })).news)).toEqual([['task', id]]);
    expect((await ada.tasks.claimNext({})).claims).toMatchObject([{ task: { id } }]);
  });
});

test('[RS1] a task that touches what another claim holds wakes nobody, one beside it does', async () => {
  const board = await createBoard();
  const [scout, ada] = [await living(board, 'scout'), await living(board, 'ada')];
  await scout.tasks.claim({ id: await make(board, { paths: ['src/**'] }) });
  const waiting = waitOf(ada);
  await settle(board);
  await make(board, { paths: ['src/a.ts'] });
  await settle(board);
  expect(waiting.answered).toBe(false);
  const id = await make(board, { paths: ['test/a.ts'] });
  expect(told(await waiting.news)).toEqual([['task', id]]);
});

describe('reviews', () => {
  async function judged(fields: Parameters<typeof make>[1] = {}) {
    const board = await createBoard();
    const [scout, ada, bob] = [await living(board, 'scout'), await living(board, 'ada'), await living(board, 'bob')];
    const id = await make(board, fields);
    await scout.tasks.claim({ id });
    await scout.tasks.submit({ id, epoch: 1, summary: 'done' });
    const review = (await ada.reviews.list({})).items[0]?.id ?? '';
    return { board, scout, ada, bob, id, review };
  }

  test('[WT1] one that is in hand is nobody’s news; given back it wakes the others', async () => {
    const { board, ada, bob, review, id } = await judged();
    await ada.reviews.claim({ id: review });
    const [own, other] = [waitOf(ada, { kinds: ['review'] }), waitOf(bob, { kinds: ['review'] })];
    await settle(board);
    expect([own.answered, other.answered]).toEqual([false, false]);
    await ada.reviews.release({ id: review, epoch: 1, reason });
    expect(told(await other.news)).toEqual([['review', id]]);
    await settle(board);
    expect(own.answered).toBe(false);
  });

  test('[RV3] one whose lease is over wakes others at that time, before anybody has written it down', async () => {
    const { board, ada, bob, review, id } = await judged();
    await ada.reviews.claim({ id: review });
    await board.services.upkeep.flush();
    await board.pass(64_950);
    const before = await bob.wait({ waitSeconds: 0, kinds: ['review'] });
    expect(before.news).toEqual([]);
    const waiting = waitOf(bob, { kinds: ['review'], cursor: before.cursor });
    await passUntil(board, waiting);
    expect(told(await waiting.news)).toEqual([['review', id]]);
    expect(board.clock.monotonicNow()).toBeGreaterThanOrEqual(65_000);
    expect(told((await bob.wait({ waitSeconds: 0, kinds: ['review'] })).news)).toEqual([['review', id]]);
    expect((await bob.reviews.claim({ id: review })).review.holder).toMatchObject({ agent: 'bob' });
  });

  test('[RV5] an approval that is not the last wakes whoever may give the next, not those who gave one or worked on it', async () => {
    const { board, scout, ada, bob, review, id } = await judged({ reviewsRequired: 2, reviewer: 'ada' });
    const kinds = { kinds: ['review' as const] };
    const [worker, other] = [waitOf(scout, kinds), waitOf(bob, kinds)];
    await settle(board);
    expect(other.answered).toBe(false);
    await ada.reviews.decide({ id: review, revision: 1, decision: 'approve' });
    expect(told(await other.news)).toEqual([['review', id]]);
    const first = waitOf(ada, kinds);
    await settle(board);
    expect([first.answered, worker.answered]).toEqual([false, false]);
  });

  test('[RV3] one that is escalated wakes the leads, whoever was named; others sleep on', async () => {
    const { board, bob, id } = await judged({ reviewer: 'ada' });
    const boss = await living(board, 'boss', { role: 'lead' });
    expect((await boss.wait({ waitSeconds: 0, kinds: ['review'] })).news).toEqual([]);
    board.clock.advance(2 * 60 * 60_000 - 1);
    const kinds = { kinds: ['review' as const] };
    const [lead, other] = [await asleep(board, boss, kinds), waitOf(bob, kinds)];
    board.clock.advance(1);
    await board.services.upkeep.sweep();
    expect(told(await lead.news)).toEqual([['review', id]]);
    await settle(board);
    expect(other.answered).toBe(false);
  });
});
