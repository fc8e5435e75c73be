import { describe, expect, test, vi } from 'vitest';
import { WAIT_MAX_OF_A_KIND, type Wait } from '../../server/contract/wait.ts';
import { createServices } from '../../server/domain/services.ts';
import { systemIds } from '../../server/kernel/ids.ts';
import { createLog } from '../../server/kernel/log.ts';
import { createRateLimiter } from '../../server/transports/rate-limiter.ts';
import { createCaller } from '../../server/transports/trpc/app-router.ts';
import { codeOf, createBoard } from '../support/board.ts';
import { living } from '../support/small-team.ts';
import { ENGINE } from '../support/test-database.ts';
import { asleep, settle, told, waitOf } from '../support/waiting.ts';

const reason = 'because I say so';

describe('what is there already', () => {
  test('[WT1] is told at once: the task that claim-next would give, reviews to do; and nothing is claimed', async () => {
    const board = await createBoard();
    const [scout, ada] = [await living(board, 'scout'), await living(board, 'ada')];
    await board.admin.tasks.create({ title: 'ordinary' });
    await board.admin.tasks.create({ title: 'urgent', priority: 0 });
    await ada.tasks.claim({ id: 'T-1' });
    await ada.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    const { news, cursor } = await scout.wait({ kinds: ['task', 'review'] });
    expect(news).toMatchObject([
      { kind: 'task', taskId: 'T-2', title: 'urgent', priority: 0 },
      { kind: 'review', taskId: 'T-1', revision: 1 },
    ]);
    expect((await scout.tasks.get({ id: 'T-2' })).holder).toBeNull();
    expect(await scout.wait({ cursor, waitSeconds: 0 })).toMatchObject({ news: [] });
    expect(told((await scout.wait({ kinds: ['review'] })).news)).toEqual([['review', 'T-1']]);
    expect((await scout.wait({ labels: ['docs'], kinds: ['task'], waitSeconds: 0 })).news).toEqual([]);
    expect(told((await ada.wait({})).news)).toEqual([['task', 'T-2']]);
  });

  test('[WT1] is not told to one who could not claim it: at its limit, paused, without the capability', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    for (const title of ['a', 'b']) await board.admin.tasks.create({ title });
    await board.admin.tasks.create({ title: 'c', requires: ['ios'], priority: 0 });
    await scout.tasks.claim({ id: 'T-1' });
    const now = async () => told((await scout.wait({ waitSeconds: 0 })).news);
    expect(await now()).toEqual([]);
    await scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    expect(await now()).toEqual([['task', 'T-2']]);
    await board.admin.agents.pause({ name: 'scout', reason });
    expect(await now()).toEqual([]);
    await board.admin.agents.resume({ name: 'scout' });
    await board.admin.projects.pause({ name: 'main', reason });
    expect(await now()).toEqual([]);
  });
});

describe('what comes', () => {
  test('[WT1] a task made for one label or capability wakes those that could take it, and nobody else', async () => {
    const board = await createBoard();
    const [docs, web, mac, open] = await Promise.all([
      living(board, 'docs'),
      living(board, 'web'),
      living(board, 'mac', { capabilities: ['ios'] }),
      living(board, 'open'),
    ]);
    const waits = {
      docs: waitOf(docs, { labels: ['docs'] }),
      web: waitOf(web, { labels: ['web'] }),
      mac: waitOf(mac),
      open: waitOf(open),
    };
    await settle(board);
    await board.admin.tasks.create({ title: 'write', labels: ['docs'], requires: ['ios'] });
    expect(told(await waits.mac.news)).toEqual([['task', 'T-2']]);
    await board.admin.tasks.create({ title: 'read', labels: ['docs'] });
    expect(told(await waits.docs.news)).toEqual([['task', 'T-3']]);
    expect(told(await waits.open.news)).toEqual([['task', 'T-3']]);
    await settle(board);
    expect(waits.web.answered).toBe(false);
    await board.admin.tasks.create({ title: 'for web alone', labels: ['web'], assignee: 'web' });
    expect(told(await waits.web.news)).toEqual([['task', 'T-5']]);
  });

  test('[WT1] a review, a decision on one’s work, a cancelled task and a lost lease each wake the one whom it concerns', async () => {
    const board = await createBoard();
    const [scout, ada] = [await living(board, 'scout', { maxConcurrent: 9 }), await living(board, 'ada')];
    for (const title of ['a', 'b', 'c', 'd']) await board.admin.tasks.create({ title, reviewer: 'ada' });
    for (const id of ['T-1', 'T-2', 'T-3', 'T-4']) await scout.tasks.claim({ id });
    const kinds: Wait['kinds'] = ['review', 'decision', 'cancelled', 'lease_lost'];
    const review = await asleep(board, ada, { kinds });
    await scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    const [first] = await review.news;
    expect(first).toMatchObject({ kind: 'review', taskId: 'T-1' });
    const reviewId = first?.kind === 'review' ? first.reviewId : '';
    const decision = await asleep(board, scout, { kinds });
    await ada.reviews.decide({ id: reviewId, revision: 1, decision: 'approve', note: 'fine' });
    expect(await decision.news).toMatchObject([{ kind: 'decision', taskId: 'T-1', status: 'done', by: 'ada' }]);
    const cancelled = await asleep(board, scout, { kinds });
    await board.admin.tasks.cancel({ id: 'T-2', reason });
    expect(await cancelled.news).toMatchObject([{ kind: 'cancelled', taskId: 'T-2', by: 'admin' }]);
    const forced = await asleep(board, scout, { kinds });
    await board.admin.tasks.forceRelease({ id: 'T-3', reason });
    expect(await forced.news).toMatchObject([{ kind: 'lease_lost', taskId: 'T-3', by: 'admin' }]);
    await board.pass(65_000);
    const lost = await asleep(board, scout, { kinds });
    await ada.tasks.claim({ id: 'T-4' });
    expect(await lost.news).toMatchObject([{ kind: 'lease_lost', taskId: 'T-4' }]);
  });

  test('[WT1] changes requested wake the author thrice over: by the decision, the task that is kept for it, and the note in its inbox', async () => {
    const board = await createBoard();
    const [scout, ada] = [await living(board, 'scout'), await living(board, 'ada')];
    await board.admin.tasks.create({ title: 'a' });
    await scout.tasks.claim({ id: 'T-1' });
    await scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    const [mine, others] = [waitOf(scout), waitOf(await living(board, 'bob'), { kinds: ['task'] })];
    await settle(board);
    const [review] = (await ada.reviews.list({})).items;
    await ada.reviews.decide({ id: review?.id ?? '', revision: 1, decision: 'request_changes', note: 'more' });
    expect((await mine.news).map(({ kind }) => kind).sort()).toEqual(['decision', 'message', 'task']);
    await settle(board);
    expect(others.answered).toBe(false);
  });

  test('[TK1] the last of its dependencies being done wakes those that could take a task', async () => {
    const board = await createBoard();
    const [scout, ada] = [await living(board, 'scout'), await living(board, 'ada')];
    await board.admin.tasks.create({ title: 'a', reviewer: 'none' });
    await board.admin.tasks.create({ title: 'b', dependsOn: ['T-1'] });
    await scout.tasks.claim({ id: 'T-1' });
    const waiting = await asleep(board, ada);
    await scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    expect(told(await waiting.news)).toEqual([['task', 'T-2']]);
  });

  test('[IN5] nobody is woken by an act of their own', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout', { maxConcurrent: 2 });
    const other = await living(board, 'other');
    await board.admin.tasks.create({ title: 'held', assignee: 'scout' });
    await scout.tasks.claim({ id: 'T-1' });
    const [own, others] = [waitOf(scout), waitOf(other)];
    await settle(board);
    await scout.tasks.create({ title: 'made by scout' });
    expect(told(await others.news)).toEqual([['task', 'T-3']]);
    await scout.tasks.cancel({ id: 'T-3', reason });
    await scout.tasks.release({ id: 'T-1', epoch: 1, reason });
    await settle(board);
    expect(own.answered).toBe(false);
    await other.tasks.create({ title: 'made by another' });
    expect(told(await own.news)).toEqual([['task', 'T-5']]);
  });

  test('[WT1] becoming free counts: what was made while the agent could not have claimed it is told then', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    await board.admin.tasks.create({ title: 'a' });
    await scout.tasks.claim({ id: 'T-1' });
    const { cursor } = await scout.wait({ waitSeconds: 0 });
    await board.admin.tasks.create({ title: 'b' });
    const busy = await scout.wait({ cursor, waitSeconds: 0 });
    expect(busy.news).toEqual([]);
    const waiting = await asleep(board, scout, { cursor: busy.cursor });
    await scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    expect(told(await waiting.news)).toEqual([['task', 'T-2']]);
    await board.admin.agents.pause({ name: 'scout', reason });
    const paused = await asleep(board, scout, { cursor: busy.cursor, kinds: ['task'] });
    await board.admin.agents.resume({ name: 'scout' });
    expect(told(await paused.news)).toEqual([['task', 'T-2']]);
  });
});

describe('what only time brings', () => {
  test('[CL5] a lease that runs out, a schedule that comes and a hold that ends wake those that could take the task', async () => {
    const board = await createBoard();
    const [scout, ada] = [await living(board, 'scout', { maxConcurrent: 3 }), await living(board, 'ada')];
    await board.admin.tasks.create({ title: 'lapses' });
    // So much later that a store that is slow to answer does not bring both at once.
    await board.admin.tasks.create({ title: 'later', notBefore: new Date(board.clock.wallNow() + 125_000).toISOString() });
    await scout.tasks.claim({ id: 'T-1' });
    await board.pass(64_950);
    const lapse = waitOf(ada);
    await vi.waitFor(
      () => {
        board.clock.advance(1);
        expect(lapse.answered).toBe(true);
      },
      { interval: 2 },
    );
    expect(told(await lapse.news)).toEqual([['task', 'T-1']]);
    expect(board.clock.monotonicNow()).toBeGreaterThanOrEqual(65_000);
    await board.pass(124_950 - board.clock.monotonicNow());
    const schedule = waitOf(ada, { cursor: (await ada.wait({ waitSeconds: 0 })).cursor });
    await vi.waitFor(
      () => {
        board.clock.advance(1);
        expect(schedule.answered).toBe(true);
      },
      { interval: 2 },
    );
    expect(told(await schedule.news)).toEqual([['task', 'T-2']]);
  });

  test('[CL5] what time brought between two calls is told by the second, once', async () => {
    const board = await createBoard();
    const [scout, ada] = [await living(board, 'scout'), await living(board, 'ada')];
    await board.admin.tasks.create({ title: 'lapses' });
    await board.admin.tasks.create({ title: 'later', notBefore: new Date(board.clock.wallNow() + 65_000).toISOString() });
    await scout.tasks.claim({ id: 'T-1' });
    const before = await ada.wait({ waitSeconds: 0 });
    await board.pass(64_999);
    const still = await ada.wait({ waitSeconds: 0, cursor: before.cursor });
    expect(still.news).toEqual([]);
    await board.pass(1);
    const after = await ada.wait({ waitSeconds: 0, cursor: still.cursor });
    expect(told(after.news).sort()).toEqual([
      ['task', 'T-1'],
      ['task', 'T-2'],
    ]);
    expect((await ada.wait({ waitSeconds: 0, cursor: after.cursor })).news).toEqual([]);
  });
});

describe('the cursor', () => {
  test('[WT1] nothing that comes between two calls is missed, and nothing is told twice', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    let { cursor } = await scout.wait({ waitSeconds: 0 });
    const heard: unknown[] = [];
    for (let i = 1; i <= 30; i += 1) {
      await board.admin.tasks.create({ title: `t${i}` });
      if (i % 3 !== 0) continue;
      const result = await scout.wait({ cursor, waitSeconds: 5 });
      cursor = result.cursor;
      heard.push(...told(result.news));
    }
    expect(heard).toEqual(Array.from({ length: 30 }, (_, i) => ['task', `T-${i + 1}`]));
  });

  test('[WT1] more than one answer holds comes with the next ones, in order, each once', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    let { cursor } = await scout.wait({ waitSeconds: 0 });
    const count = 2 * WAIT_MAX_OF_A_KIND + 1;
    await board.admin.tasks.createMany({ tasks: Array.from({ length: count - 1 }, (_, i) => ({ title: `t${i}` })) });
    await board.admin.tasks.create({ title: 'the last' });
    const answers: unknown[][] = [];
    for (let i = 0; i < 4; i += 1) {
      const result = await scout.wait({ cursor, waitSeconds: 0 });
      cursor = result.cursor;
      answers.push(told(result.news));
    }
    expect(answers.map(({ length }) => length)).toEqual([WAIT_MAX_OF_A_KIND, WAIT_MAX_OF_A_KIND, 1, 0]);
    expect(answers.flat()).toEqual(Array.from({ length: count }, (_, i) => ['task', `T-${i + 1}`]));
  });

  test('[WT1] of more than one answer holds by one event the first are told, and what came behind it comes next', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    const ada = await living(board, 'ada');
    await board.admin.tasks.create({ title: 'first', reviewer: 'none' });
    const tasks = Array.from({ length: WAIT_MAX_OF_A_KIND + 2 }, (_, i) => ({ title: `t${i}`, dependsOn: ['T-1'] }));
    await board.admin.tasks.createMany({ tasks });
    await ada.tasks.claim({ id: 'T-1' });
    const { cursor } = await scout.wait({ waitSeconds: 0 });
    await ada.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    await board.admin.tasks.create({ title: 'behind' });
    const first = await scout.wait({ cursor, waitSeconds: 0 });
    expect(first.news).toHaveLength(WAIT_MAX_OF_A_KIND);
    const second = await scout.wait({ cursor: first.cursor, waitSeconds: 0 });
    expect(told(second.news)).toEqual([['task', `T-${tasks.length + 2}`]]);
    expect((await scout.wait({ cursor: second.cursor, waitSeconds: 0 })).news).toEqual([]);
  });

  test('[WT1] tasks made while calls come and go all arrive', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    const heard = new Set<unknown>();
    const start = await scout.wait({ waitSeconds: 0 });
    const making = (async () => {
      for (let i = 0; i < 40; i += 1) await board.admin.tasks.create({ title: `t${i}` });
    })();
    for (let { cursor } = start; heard.size < 40; ) {
      const result = await scout.wait({ cursor, waitSeconds: 5 });
      for (const [, id] of told(result.news)) heard.add(id);
      cursor = result.cursor;
    }
    await making;
    expect(heard.size).toBe(40);
  });

  test('[WT1] a cursor of the log will do; one that is none, or of another log, is refused as there', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    const { head } = await board.admin.events.list({ limit: 1 });
    await board.admin.tasks.create({ title: 'a' });
    expect(told((await scout.wait({ cursor: head })).news)).toEqual([['task', 'T-1']]);
    expect(await codeOf(scout.wait({ cursor: 'nonsense' }))).toBe('bad_request');
    expect(await codeOf(scout.wait({ cursor: 'other.1' }))).toBe('log_reset');
    expect(await codeOf(scout.wait({ cursor: `${head}9999` }))).toBe('log_reset');
  });

  test('[WT1] the time over, the answer is empty and its cursor goes on; a caller that has gone is let go', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    const first = await scout.wait({ waitSeconds: 1 });
    expect(first.news).toEqual([]);
    await board.admin.tasks.create({ title: 'a' });
    expect(told((await scout.wait({ cursor: first.cursor })).news)).toEqual([['task', 'T-1']]);
  });

  test('[SE6] one agent has at most 16 calls waiting', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    const waits = Array.from({ length: 16 }, () => waitOf(scout));
    await vi.waitFor(async () => expect(await codeOf(scout.wait({ waitSeconds: 0 }))).toBe('rate_limited'));
    await board.admin.tasks.create({ title: 'a' });
    for (const { news } of waits) expect(told(await news)).toEqual([['task', 'T-1']]);
    expect((await scout.wait({})).news).toHaveLength(1);
  });

  test('[LAW4] waiting writes nothing', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    await board.admin.tasks.create({ title: 'a', notBefore: new Date(board.clock.wallNow() + 5).toISOString() });
    await board.pass(5);
    const before = await board.database.rows('select * from tasks');
    expect((await scout.wait({})).news).toHaveLength(1);
    expect(await board.database.rows('select * from tasks')).toEqual(before);
    expect((await board.admin.events.list({ limit: 200 })).items.filter(({ taskId }) => taskId === 'T-1')).toHaveLength(1);
  });
});

test.runIf(ENGINE === 'postgres')('[MN2] an agent that waits at one node is woken by what another node wrote', async () => {
  const board = await createBoard();
  const scout = await living(board, 'scout');
  const storage = await board.database.open({ clock: board.clock, log: createLog('silent') });
  const services = createServices({ storage, clock: board.clock, ids: systemIds, log: createLog('silent') });
  const waiting = waitOf(scout);
  const ctx = { services, limiter: createRateLimiter(board.clock), token: board.adminToken, project: null, session: null };
  const there = createCaller({ ...ctx, idempotencyKey: null, requestId: 'test', reply: { replayed: false } });
  await there.tasks.create({ title: 'from afar' });
  expect(told(await waiting.news)).toEqual([['task', 'T-1']]);
  await storage.close();
});
