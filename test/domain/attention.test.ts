import { describe, expect, test } from 'vitest';
import { createBoard } from '../support/board.ts';
import { living } from '../support/small-team.ts';

const reason = 'because I say so';

describe('attention', () => {
  test('[TK1] what is stuck goes to leads and to whoever made it, with what happens if nothing is done; nobody else hears of it', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    const [ada, boss] = [await living(board, 'ada'), await living(board, 'boss', { role: 'lead' })];
    await board.admin.tasks.create({ title: 'base' });
    await scout.tasks.create({ title: 'top', dependsOn: ['T-1'] });
    expect((await scout.attention.list({})).items).toEqual([]);
    await board.admin.tasks.cancel({ id: 'T-1', reason });
    const item = {
      id: 'dependency_broken:T-2',
      kind: 'dependency_broken',
      urgency: 'next',
      from: 'scout',
      what: 'T-2 waits for T-1, which was cancelled: because I say so',
      otherwise: 'It stays in todo, and nobody can ever claim it.',
      taskId: 'T-2',
    };
    for (const caller of [scout, boss, board.admin]) {
      expect(await caller.attention.list({})).toMatchObject({ items: [item], count: 1, truncated: false });
    }
    expect((await ada.attention.list({})).items).toEqual([]);
    await board.admin.tasks.reopen({ id: 'T-1', reason });
    expect((await boss.attention.list({})).items).toEqual([]);
  });

  test('[RV2] a review waits on those who may decide it, urgently once it is late; not on its author, nor on whoever approved it', async () => {
    const board = await createBoard();
    const [scout, ada, bob] = [await living(board, 'scout'), await living(board, 'ada'), await living(board, 'bob')];
    await scout.tasks.create({ title: 'a', reviewsRequired: 2 });
    await scout.tasks.claim({ id: 'T-1' });
    await scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    const [review] = (await ada.reviews.list({})).items;
    const kinds = async (caller: typeof ada) =>
      (await caller.attention.list({})).items.map(({ kind, urgency }) => [kind, urgency]);
    expect(await kinds(ada)).toEqual([['review', 'next']]);
    expect(await ada.attention.list({})).toMatchObject({ items: [{ from: 'scout', reviewId: review?.id, taskId: 'T-1' }] });
    expect(await kinds(scout)).toEqual([]);
    await ada.reviews.decide({ id: review?.id ?? '', revision: 1, decision: 'approve' });
    expect(await kinds(ada)).toEqual([]);
    board.clock.advance(2 * 60 * 60_000 - 1);
    expect(await kinds(bob)).toEqual([['review', 'next']]);
    board.clock.advance(1);
    expect(await kinds(bob)).toEqual([['review', 'now']]);
    await bob.reviews.decide({ id: review?.id ?? '', revision: 1, decision: 'approve' });
    expect(await kinds(bob)).toEqual([]);
  });

  test('[TK4] a lead hears of silent holders, failed tasks, tasks for nobody and reviews that nobody can do; the urgent first, then the old', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    for (const title of ['silent', 'fails', 'review']) await board.admin.tasks.create({ title, maxAttempts: 1 });
    await scout.agents.update({ name: 'scout', maxConcurrent: 3 });
    await scout.tasks.claim({ id: 'T-2' });
    await scout.tasks.release({ id: 'T-2', epoch: 1, reason: 'too hard' });
    board.clock.advance(1);
    await scout.tasks.claim({ id: 'T-3' });
    await scout.tasks.submit({ id: 'T-3', epoch: 1, summary: 'done' });
    await scout.tasks.claim({ id: 'T-1' });
    for (const _ of Array.from({ length: 90 })) {
      await board.pass(20_000);
      await scout.sessions.heartbeat({ id: 'current', leases: [{ taskId: 'T-1', epoch: 1 }] });
    }
    for (const title of ['one', 'two']) await board.admin.tasks.create({ title, requires: ['ios'] });
    await board.admin.projects.pause({ name: 'main', reason });
    const { items, count } = await board.admin.attention.list({});
    expect(items.map(({ id, urgency }) => [id, urgency])).toEqual([
      // Nobody else could, so it is urgent; and one thing, not two.
      [expect.stringMatching(/^review:rev_/), 'now'],
      ['task_failed:T-2', 'next'],
      ['holder_silent:T-1', 'next'],
      ['nobody_able:T-4', 'next'],
      ['project_paused:main', 'whenever'],
    ]);
    expect(count).toBe(5);
    expect(items.find(({ kind }) => kind === 'nobody_able')?.what).toBe(
      'T-4 needs `ios`, and no living agent has it. So it is with 1 more.',
    );
    expect(items.find(({ kind }) => kind === 'holder_silent')).toMatchObject({ from: 'scout', agent: 'scout' });
  });

  test('[TK4] a review that nobody can do is stuck for the lead who did the work, and theirs to decide for another', async () => {
    const board = await createBoard();
    const boss = await living(board, 'boss', { role: 'lead' });
    await boss.tasks.create({ title: 'alone' });
    await boss.tasks.claim({ id: 'T-1' });
    await boss.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    const seen = async (caller: Pick<typeof boss, 'attention'>) =>
      (await caller.attention.list({})).items.map(({ kind, urgency }) => [kind, urgency]);
    expect(await seen(boss)).toEqual([['review_stuck', 'now']]);
    expect(await seen(board.admin)).toEqual([['review', 'now']]);
  });

  test('[TK5] what failed is shown for a week', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    await scout.tasks.create({ title: 'a', maxAttempts: 1 });
    await scout.tasks.claim({ id: 'T-1' });
    await scout.tasks.release({ id: 'T-1', epoch: 1, reason });
    const ids = async () => (await scout.attention.list({})).items.map(({ id }) => id);
    board.clock.advance(7 * 24 * 60 * 60_000);
    expect(await ids()).toEqual(['task_failed:T-1']);
    board.clock.advance(1);
    expect(await ids()).toEqual([]);
  });

  test('[SE4] nothing waits on a viewer, and nothing of another project on anybody', async () => {
    const board = await createBoard();
    const viewer = await board.agent('eyes', { role: 'viewer' });
    await board.admin.tasks.create({ title: 'a', requires: ['ios'] });
    expect(await viewer.attention.list({})).toEqual({ items: [], count: 0, truncated: false });
    await board.admin.projects.create({ name: 'side' });
    expect((await board.as(board.adminToken, { project: 'side' }).attention.list({})).count).toBe(0);
    expect((await board.admin.attention.list({})).count).toBe(1);
  });
});

describe('the summary', () => {
  test('[TK4] counts by the predicates that lists and claims go by, also after leases ran out and times came', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout', { maxConcurrent: 9 });
    await board.agent('ada');
    await board.agent('old');
    await board.admin.agents.pause({ name: 'ada', reason });
    await board.admin.agents.retire({ name: 'old', reason });
    const later = new Date(board.clock.wallNow() + 65_000).toISOString();
    for (const title of ['lapses', 'is kept', 'is done', 'is in review']) await scout.tasks.create({ title, maxAttempts: 2 });
    await scout.tasks.create({ title: 'last attempt', maxAttempts: 1 });
    await scout.tasks.create({ title: 'later', notBefore: later });
    await scout.tasks.create({ title: 'is cancelled' });
    await scout.tasks.create({ title: 'stuck', dependsOn: ['T-7'] });
    await scout.tasks.update({ id: 'T-3', ifMatch: 1, reviewer: 'none' });
    for (const id of ['T-1', 'T-2', 'T-3', 'T-4', 'T-5']) await scout.tasks.claim({ id });
    for (const id of ['T-3', 'T-4']) await scout.tasks.submit({ id, epoch: 1, summary: 'done' });
    const at = await board.admin.summary({});
    expect(at).toMatchObject({
      project: 'main',
      paused: false,
      tasks: { todo: 3, doing: 3, validating: 1, done: 1, blocked: 0, failed: 0, cancelled: 0 },
      claimable: 1,
      held: 3,
      expiring: 0,
      silent: 0,
      stuck: 0,
      reviews: { waiting: 1, oldestMs: 0 },
      agents: { online: 1, late: 0, offline: 1, paused: 1 },
    });
    await board.admin.tasks.cancel({ id: 'T-7', reason });
    for (let beats = 0; beats < 3; beats += 1) {
      await board.pass(20_000);
      await scout.sessions.heartbeat({ id: 'current', leases: [{ taskId: 'T-2', epoch: 1 }] });
    }
    expect(await board.admin.summary({})).toMatchObject({ claimable: 0, held: 3, expiring: 2, stuck: 1 });
    await board.pass(5_000);
    const summary = await board.admin.summary({});
    expect(summary).toMatchObject({
      tasks: { todo: 3, doing: 1, validating: 1, done: 1, failed: 1, cancelled: 1 },
      claimable: 2,
      held: 1,
      expiring: 0,
      reviews: { waiting: 1, oldestMs: 65_000 },
    });
    const { items } = await board.admin.tasks.list({ limit: 200 });
    expect(items.filter(({ claimable }) => claimable)).toHaveLength(summary.claimable);
    for (const [status, count] of Object.entries(summary.tasks)) {
      expect([status, items.filter((task) => task.status === status).length]).toEqual([status, count]);
    }
    expect(summary.attention).toBe((await board.admin.attention.list({})).count);
    expect(summary.asOf).toBe((await board.admin.events.list({ limit: 1 })).head);
  });
});
