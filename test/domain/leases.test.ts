import { describe, expect, test } from 'vitest';
import { MAX_DURATION_MS, RECLAIM_DELAY_MS } from '../../server/domain/tasks/lease-rules.ts';
import { codeOf, createBoard, refusal } from '../support/board.ts';
import { ENGINE } from '../support/test-database.ts';

const LEASE_MS = 60_000;
const OVER_MS = LEASE_MS + RECLAIM_DELAY_MS;

describe('heartbeats', () => {
  test('[LE1] one call renews all that the session holds and tells of each that is lost, and why', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout', { maxConcurrent: 5 });
    for (const title of ['kept', 'cancelled', 'taken', 'given back']) await scout.tasks.create({ title });
    for (const id of ['T-1', 'T-2', 'T-3', 'T-4']) await scout.tasks.claim({ id });
    await board.pass(30_000);
    await board.admin.tasks.cancel({ id: 'T-2', reason: 'not wanted' });
    await board.admin.tasks.forceRelease({ id: 'T-3', reason: 'needed elsewhere' });
    await scout.tasks.release({ id: 'T-4', epoch: 1, reason: 'too hard' });
    const leases = ['T-1', 'T-2', 'T-3', 'T-4', 'T-99'].map((taskId) => ({ taskId, epoch: 1 }));
    const reply = await scout.sessions.heartbeat({ id: 'current', leases });
    expect(reply.leases).toEqual([
      { taskId: 'T-1', state: 'ok', leaseRemainingMs: LEASE_MS },
      { taskId: 'T-2', state: 'lost', reason: 'cancelled', currentEpoch: 2 },
      { taskId: 'T-3', state: 'lost', reason: 'force_released', currentEpoch: 2 },
      { taskId: 'T-4', state: 'lost', reason: 'released', currentEpoch: 2 },
      { taskId: 'T-99', state: 'lost', reason: 'not_yours', currentEpoch: 0 },
    ]);
    expect(reply.cancelRequested).toEqual(['T-2']);
    expect(reply.nextHeartbeatMs).toBe(20_000);
    expect(reply.eventHead).toMatch(/\.12$/);
    await board.pass(LEASE_MS - 1);
    expect((await board.admin.tasks.get({ id: 'T-1' })).holder).toMatchObject({ agent: 'scout', leaseRemainingMs: 1 });
  });

  test('[LE1] the wanted interval is a third of the shortest lease', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    await scout.tasks.create({ title: 'short', leaseTtlSeconds: 10 });
    await scout.tasks.claim({ id: 'T-1' });
    const reply = await scout.sessions.heartbeat({ id: 'current', leases: [{ taskId: 'T-1', epoch: 1 }] });
    expect(reply.nextHeartbeatMs).toBe(3_333);
  });

  test('[LE3] late but not taken over: it renews, by heartbeat as by progress; taken over: it is lost', async () => {
    const board = await createBoard();
    const [scout, ada] = [await board.agent('scout'), await board.agent('ada')];
    const { id } = await scout.tasks.create({ title: 'slow' });
    const beat = (epoch: number) => scout.sessions.heartbeat({ id: 'current', leases: [{ taskId: id, epoch }] });
    await scout.tasks.claim({ id });
    await board.pass(3 * OVER_MS);
    expect((await beat(1)).leases[0]).toMatchObject({ state: 'ok', leaseRemainingMs: LEASE_MS });
    expect(await codeOf(ada.tasks.claim({ id }))).toBe('task_held');
    await board.pass(3 * OVER_MS);
    expect(await scout.tasks.progress({ id, epoch: 1, note: 'slow but here' })).toMatchObject({ leaseRemainingMs: LEASE_MS });
    await board.pass(OVER_MS);
    await ada.tasks.claim({ id });
    expect((await beat(1)).leases[0]).toEqual({ taskId: id, state: 'lost', reason: 'expired', currentEpoch: 3 });
  });

  // Where several programs share a store nothing that was promised is kept in memory.
  test.runIf(ENGINE === 'sqlite')(
    '[DU2] a renewal that is only in memory counts at once, and is written down by the flush',
    async () => {
      const board = await createBoard();
      const [scout, ada] = [await board.agent('scout'), await board.agent('ada')];
      const { id } = await scout.tasks.create({ title: 'beaten' });
      await scout.tasks.claim({ id });
      await board.pass(40_000);
      await scout.sessions.heartbeat({ id: 'current', leases: [{ taskId: id, epoch: 1 }] });
      const stored = () => board.storage.read(({ q }) => q.findTask({ project: 'main', number: 1 }));
      const before = (await stored())?.leaseEndsAt ?? 0;
      await board.pass(30_000);
      expect(await codeOf(ada.tasks.claim({ id }))).toBe('task_held');
      await board.services.upkeep.flush();
      expect((await stored())?.leaseEndsAt).toBe(before + 40_000);
    },
  );

  test('[LAW1] a heartbeat from another session of the agent renews nothing', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const { id } = await scout.tasks.create({ title: 'mine' });
    await scout.tasks.claim({ id });
    const session = await scout.sessions.start({});
    const reply = await scout.sessions.heartbeat({ id: session.id, leases: [{ taskId: id, epoch: 1 }] });
    expect(reply.leases).toEqual([{ taskId: id, state: 'lost', reason: 'not_yours', currentEpoch: 1 }]);
  });
});

describe('a holder that is no longer', () => {
  test('[LE4] [LAW1] its calls change nothing, say who holds the task now, and their payload is kept once', async () => {
    const board = await createBoard();
    const [scout, ada, stranger] = [await board.agent('scout'), await board.agent('ada'), await board.agent('stranger')];
    const { id } = await scout.tasks.create({ title: 'contested' });
    await scout.tasks.claim({ id });
    await board.pass(OVER_MS);
    await ada.tasks.claim({ id });
    const before = await board.admin.tasks.get({ id });
    const late = { id, epoch: 1, summary: 'hours of work' };
    const refused = await refusal(scout.tasks.submit(late));
    expect(refused.code).toBe('lease_lost');
    expect(refused.message).toContain('ada holds it with epoch 3');
    await refusal(scout.tasks.submit(late));
    await refusal(stranger.tasks.submit({ ...late, summary: 'not mine at all' }));
    const { orphans, ...after } = await board.admin.tasks.get({ id });
    expect(after).toEqual({ ...before, orphans: undefined, health: after.health });
    expect(orphans).toHaveLength(1);
    expect(orphans[0]).toMatchObject({
      epoch: 1,
      agent: 'scout',
      operation: 'tasks.submit',
      payload: { summary: 'hours of work' },
    });
  });

  test('[LE4] an orphan is forgotten after a week and not before', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const { id } = await scout.tasks.create({ title: 'old' });
    await scout.tasks.claim({ id });
    await board.admin.tasks.forceRelease({ id, reason: 'test' });
    await refusal(scout.tasks.submit({ id, epoch: 1, summary: 'late' }));
    const orphans = async () => (await board.admin.tasks.get({ id })).orphans.length;
    board.clock.advance(7 * 24 * 3_600_000);
    await board.services.upkeep.tidy();
    expect(await orphans()).toBe(1);
    board.clock.advance(1);
    await board.services.upkeep.tidy();
    expect(await orphans()).toBe(0);
  });

  test('[LE8] the fence says whether an epoch is still current', async () => {
    const board = await createBoard();
    const [scout, ada] = [await board.agent('scout'), await board.agent('ada')];
    const { id } = await scout.tasks.create({ title: 'fenced' });
    await scout.tasks.claim({ id });
    expect(await ada.tasks.fence({ id, epoch: 1 })).toMatchObject({
      valid: true,
      currentEpoch: 1,
      agent: 'scout',
      status: 'doing',
    });
    await scout.tasks.submit({ id, epoch: 1, summary: 'done' });
    expect(await ada.tasks.fence({ id, epoch: 1 })).toMatchObject({ valid: true, status: 'validating' });
    const [review] = (await ada.reviews.list({})).items;
    await ada.reviews.decide({ id: review?.id ?? '', revision: 1, decision: 'request_changes', note: 'again' });
    await scout.tasks.claim({ id });
    expect(await ada.tasks.fence({ id, epoch: 1 })).toMatchObject({ valid: false, currentEpoch: 2, agent: 'scout' });
    expect(await ada.tasks.fence({ id, epoch: 9 })).toMatchObject({ valid: false, agent: null });
  });
});

describe('time in which nobody listened', () => {
  test('[LE5] [LE6] a long gap expires nobody: one lease after it the holder still holds', async () => {
    const board = await createBoard();
    const [scout, ada] = [await board.agent('scout'), await board.agent('ada')];
    const { id } = await scout.tasks.create({ title: 'slept' });
    await scout.tasks.claim({ id });
    await board.pass(LEASE_MS - 1_000);
    await board.gap(3_600_000);
    expect(await codeOf(ada.tasks.claim({ id }))).toBe('task_held');
    await board.pass(OVER_MS - 1);
    expect(await codeOf(ada.tasks.claim({ id }))).toBe('task_held');
    await board.pass(1);
    expect(await ada.tasks.claim({ id })).toMatchObject({ epoch: 3 });
  });

  // A day in steps that count is 43,200 looks: on Postgres each is a round trip, and the rule knows nothing of the engine.
  test.runIf(ENGINE === 'sqlite')('[LE7] a claim ends after a day, however often it is renewed', async () => {
    const board = await createBoard();
    const [scout, ada] = [await board.agent('scout'), await board.agent('ada')];
    const { id } = await scout.tasks.create({ title: 'endless', leaseTtlSeconds: 3_600 });
    await scout.tasks.claim({ id });
    const beat = async () => (await scout.sessions.heartbeat({ id: 'current', leases: [{ taskId: id, epoch: 1 }] })).leases[0];
    for (let passed = 0; passed < MAX_DURATION_MS - 1_000; passed += 3_599_000) {
      expect((await beat())?.state).toBe('ok');
      await board.pass(Math.min(3_599_000, MAX_DURATION_MS - 1_000 - passed));
    }
    expect(await beat()).toMatchObject({ state: 'ok', leaseRemainingMs: 1_000 });
    await board.pass(1_000);
    expect(await beat()).toMatchObject({ state: 'lost', reason: 'expired' });
    await board.pass(RECLAIM_DELAY_MS);
    expect(await ada.tasks.claim({ id })).toMatchObject({ epoch: 3 });
  });
});

describe('attempts', () => {
  test('[TK5] after the last attempt a task fails instead of being queued; reopening counts anew', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const { id } = await scout.tasks.create({ title: 'hard', maxAttempts: 2 });
    const first = await scout.tasks.claim({ id });
    expect((await scout.tasks.release({ id, epoch: first.epoch, reason: 'no' })).status).toBe('todo');
    const second = await scout.tasks.claim({ id });
    expect(second.task.attempts).toBe(2);
    const failed = await scout.tasks.release({ id, epoch: second.epoch, reason: 'no again' });
    expect(failed).toMatchObject({
      status: 'failed',
      health: { state: 'stuck', because: expect.stringContaining('All 2 attempts') },
    });
    expect(await codeOf(scout.tasks.claim({ id }))).toBe('not_claimable');
    expect(await scout.tasks.reopen({ id, reason: 'split up' })).toMatchObject({ status: 'todo', attempts: 0 });
    expect(await scout.tasks.claim({ id })).toMatchObject({ task: { attempts: 1 } });
  });

  test('[TK5] an abandoned last attempt is failed by the sweep, and reads as failed before it', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const { id } = await scout.tasks.create({ title: 'hard', maxAttempts: 1 });
    await scout.tasks.claim({ id });
    await board.pass(OVER_MS);
    expect((await board.admin.tasks.get({ id })).status).toBe('failed');
    expect((await board.admin.tasks.list({ status: 'failed' })).items).toHaveLength(1);
    await board.services.upkeep.sweep();
    const { items } = await board.admin.tasks.history({ id });
    expect(items.at(-1)).toMatchObject({ type: 'task.failed', actor: 'system', data: { set: { status: 'failed', epoch: 2 } } });
  });

  test('[TK6] the next holder gets what earlier attempts left', async () => {
    const board = await createBoard();
    const [scout, ada] = [await board.agent('scout'), await board.agent('ada')];
    const { id } = await scout.tasks.create({ title: 'handed on' });
    await scout.tasks.claim({ id });
    await scout.tasks.progress({ id, epoch: 1, note: 'the bug is in the parser', percent: 40 });
    await scout.tasks.release({ id, epoch: 1, reason: 'out of budget' });
    const { handover } = await ada.tasks.claim({ id });
    expect(handover.attempts).toMatchObject([{ epoch: 1, agent: 'scout', outcome: 'released', reason: 'out of budget' }]);
    expect(handover.notes).toMatchObject([{ kind: 'progress', author: 'scout', text: 'the bug is in the parser', percent: 40 }]);
  });
});
