import { expect, test } from 'vitest';
import type { TaskRecord } from '../../server/domain/records.ts';
import type { WriteTx } from '../../server/domain/store.ts';
import type { Bench } from './conformance.ts';
import { agentRow, attemptRow, reviewRow, sessionRow, taskRow } from './sample-rows.ts';

const GRANT = {
  project: 'p',
  number: 1,
  expectedEpoch: 0,
  expectedVersion: 1,
  agent: 'ada',
  session: 'ses_p',
  now: 5_000,
  leaseEndsAt: 65_000,
  wallNow: 2_000,
};

/** The statements that decide who holds what. */
export function claimConformance(bench: Bench): void {
  const write = <T>(work: (tx: WriteTx) => Promise<T>) => bench.storage.write(work);
  const insert = (...rows: Array<Partial<TaskRecord>>) =>
    write(async (tx) => {
      for (const row of rows) await tx.q.insertTask(taskRow(row));
    });
  const find = (number = 1) => bench.storage.read((tx) => tx.q.findTask({ project: 'p', number }));
  const head = (over: { needs?: string; queueFor?: string } = {}) =>
    bench.storage.read(async (tx) => (await tx.q.headOfQueue({ project: 'p', needs: '', queueFor: '', ...over }))?.number);

  test('[CL1] of fifty that grant the same task at once, one succeeds', async () => {
    await insert({ heldFor: 'ada', heldUntil: 9_000, queueFor: 'ada', assignee: 'bob' });
    const grants = await Promise.all(Array.from({ length: 50 }, () => write((tx) => tx.q.grantTask(GRANT))));
    expect(grants.filter((grant) => grant.changes === 1)).toHaveLength(1);
    expect(await find()).toMatchObject({
      status: 'doing',
      statusSince: 2_000,
      epoch: 1,
      version: 2,
      attempts: 1,
      holderAgent: 'ada',
      holderSession: 'ses_p',
      claimedAt: 5_000,
      leaseEndsAt: 65_000,
      progressAt: 5_000,
      heldFor: null,
      heldUntil: null,
      queueFor: 'bob',
      updatedAt: 2_000,
    });
  });

  test.each([
    ['another epoch', { expectedEpoch: 1 }],
    ['another version', { expectedVersion: 2 }],
    ['another task', { number: 2 }],
  ])('[LAW1] a grant that was decided on %s changes nothing', async (_, over) => {
    await insert({});
    expect(await write((tx) => tx.q.grantTask({ ...GRANT, ...over }))).toEqual({ changes: 0 });
    expect(await find()).toMatchObject({ status: 'todo', epoch: 0, holderAgent: null });
  });

  test('[LAW1] a task that is over cannot be granted, a held one can', async () => {
    await insert({ status: 'done' }, { number: 2, status: 'doing' });
    expect(await write((tx) => tx.q.grantTask(GRANT))).toEqual({ changes: 0 });
    expect(await write((tx) => tx.q.grantTask({ ...GRANT, number: 2 }))).toEqual({ changes: 1 });
  });

  test('[LE3] renewal never shortens, and only reaches the epoch that it names while it is held', async () => {
    await insert({ status: 'doing', epoch: 4, leaseEndsAt: 10_000 });
    const renew = async (epoch: number, leaseEndsAt: number) => {
      await write((tx) => tx.q.renewLease({ project: 'p', number: 1, epoch, leaseEndsAt }));
      return (await find())?.leaseEndsAt;
    };
    expect(await renew(4, 9_999)).toBe(10_000);
    expect(await renew(4, 10_001)).toBe(10_001);
    expect(await renew(3, 99_999)).toBe(10_001);
    await insert({ number: 2, status: 'todo', epoch: 4 });
    expect(await write((tx) => tx.q.renewLease({ project: 'p', number: 2, epoch: 4, leaseEndsAt: 1 }))).toEqual({ changes: 0 });
  });

  test('[LE7] noting progress renews too and leaves the version alone', async () => {
    await insert({ status: 'doing', epoch: 1, leaseEndsAt: 10_000 });
    const note = { project: 'p', number: 1, epoch: 1, leaseEndsAt: 20_000, progressAt: 7_000, updatedAt: 3_000 };
    await write((tx) => tx.q.noteProgress(note));
    expect(await find()).toMatchObject({ leaseEndsAt: 20_000, progressAt: 7_000, updatedAt: 3_000, version: 1 });
  });

  test('[CL4] the head of a queue is the most urgent, then the oldest, of those that are ready', async () => {
    await insert(
      { number: 1, priority: 3 },
      { number: 2, priority: 1, openDeps: 1 },
      { number: 3, priority: 1, scheduledAt: 9 },
      { number: 4, priority: 1, status: 'blocked' },
      { number: 5, priority: 2 },
      { number: 6, priority: 2 },
      { number: 7, priority: 0, needs: 'gpu' },
      { number: 8, priority: 0, queueFor: 'bob' },
    );
    expect(await head()).toBe(5);
    expect(await head({ needs: 'gpu' })).toBe(7);
    expect(await head({ queueFor: 'bob' })).toBe(8);
    expect(await head({ needs: 'none' })).toBeUndefined();
  });

  test('[CL4] a label queue gives the head of that label alone, if it is ready', async () => {
    await insert({ number: 1 }, { number: 2, priority: 1 }, { number: 3, priority: 0 });
    await write(async (tx) => {
      const row = { project: 'p', needs: '', queueFor: '', ready: true };
      await tx.q.insertLabel({ ...row, label: 'rare', task: 1, priority: 2 });
      await tx.q.insertLabel({ ...row, label: 'rare', task: 2, priority: 1 });
      await tx.q.insertLabel({ ...row, label: 'rare', task: 3, priority: 0, ready: false });
    });
    const labelHead = () =>
      bench.storage.read((tx) => tx.q.headOfLabelQueue({ project: 'p', label: 'rare', needs: '', queueFor: '' }));
    expect(await labelHead()).toMatchObject({ number: 2, title: 'A task' });
    await write((tx) => tx.q.updateLabels({ project: 'p', task: 3, needs: '', queueFor: '', priority: 0, ready: true }));
    expect(await labelHead()).toMatchObject({ number: 3 });
    await write((tx) => tx.q.deleteLabels({ project: 'p', task: 3 }));
    expect(await labelHead()).toMatchObject({ number: 2 });
  });

  test('[CL4] time lets scheduled and held-back tasks into the queue, and says which', async () => {
    await insert({ number: 1, scheduledAt: 100 }, { number: 2, scheduledAt: 101 });
    await insert(
      { number: 3, heldFor: 'ada', heldUntil: 50, queueFor: 'ada' },
      { number: 4, heldFor: 'ada', heldUntil: 51, queueFor: 'ada' },
    );
    const times = () => bench.storage.read((tx) => tx.q.nextTimes({ project: 'p' }));
    expect(await times()).toEqual({ scheduledAt: 100, blockedUntil: null, heldUntil: 50, leaseEndsAt: null });
    expect(await write((tx) => tx.q.promoteScheduled({ project: 'p', wallNow: 100 }))).toEqual([{ number: 1 }]);
    expect(await write((tx) => tx.q.promoteHeld({ project: 'p', now: 50 }))).toEqual([{ number: 3 }]);
    expect(await head()).toBe(1);
    expect(await find(3)).toMatchObject({ heldFor: null, heldUntil: null, queueFor: '' });
    expect(await times()).toEqual({ scheduledAt: 101, blockedUntil: null, heldUntil: 51, leaseEndsAt: null });
    expect(await head({ queueFor: 'ada' })).toBe(4);
  });

  test('[CL7] a claimant holds what is in doing and cannot be taken from it yet', async () => {
    await insert(
      { number: 1, status: 'doing', holderAgent: 'ada', leaseEndsAt: 101, leaseTtlMs: 10 },
      { number: 2, status: 'doing', holderAgent: 'ada', leaseEndsAt: 100, leaseTtlMs: 10 },
      { number: 3, status: 'validating', holderAgent: 'ada', leaseEndsAt: 999, leaseTtlMs: 10 },
      { number: 4, status: 'doing', holderAgent: 'bob', leaseEndsAt: 999, leaseTtlMs: 10 },
    );
    const claimant = (over: { session?: string; listeningSince?: number } = {}) =>
      write((tx) =>
        tx.q.claimant({ project: 'p', agent: 'ada', session: 'ses_p', endedBefore: 100, listeningSince: 0, ...over }),
      );
    expect(await claimant()).toMatchObject({
      held: 1,
      maxConcurrent: 3,
      capabilities: ['go', 'sql'],
      agentDrain: false,
      sessionEndedAt: null,
    });
    expect((await claimant({ listeningSince: 90 }))?.held).toBe(1);
    expect((await claimant({ listeningSince: 91 }))?.held).toBe(2);
    expect(await claimant({ session: 'none' })).toBeUndefined();
    await write(async (tx) => {
      await tx.q.insertAgent(agentRow({ name: 'bob' }));
      await tx.q.insertSession(sessionRow({ id: 'ses_bob', agent: 'bob' }));
    });
    expect(await claimant({ session: 'ses_bob' })).toBeUndefined();
  });

  test('[CL5] expired tasks are listed by urgency, from a place on, and overdue ones over all projects', async () => {
    await insert(
      { number: 1, status: 'doing', priority: 2, leaseEndsAt: 100, claimedAt: 1 },
      { number: 2, status: 'doing', priority: 1, leaseEndsAt: 101, claimedAt: 50 },
      { number: 3, status: 'doing', priority: 1, leaseEndsAt: 100, claimedAt: 50, attempts: 3 },
      { number: 4, status: 'todo', priority: 0, leaseEndsAt: 1 },
      { number: 5, status: 'doing', priority: 3, leaseEndsAt: 101, claimedAt: 50, attempts: 3 },
      { number: 6, status: 'doing', priority: 3, leaseEndsAt: 90, claimedAt: 2, attempts: 4 },
    );
    const expired = (afterPriority: number, afterNumber: number) =>
      bench.storage.read(async (tx) => {
        const rows = await tx.q.listExpired({ project: 'p', endedBefore: 100, afterPriority, afterNumber, limit: 9 });
        return rows.map((task) => task.number);
      });
    expect(await expired(-1, 0)).toEqual([3, 1, 6]);
    expect(await expired(1, 3)).toEqual([1, 6]);
    expect(await expired(2, 0)).toEqual([1, 6]);
    const overdue = await bench.storage.read((tx) =>
      tx.q.listOverdue({ project: 'p', endedBefore: 100, claimedBefore: 2, limit: 9 }),
    );
    expect(overdue.map((task) => task.number).sort()).toEqual([1, 3, 6]);
  });

  test('[RV2] who held an epoch of this generation cannot approve, unless the project allows it', async () => {
    await insert({});
    await write(async (tx) => {
      await tx.q.insertAttempt(attemptRow());
      await tx.q.insertReview(reviewRow());
    });
    const approve = (over: { by: string; selfReview?: boolean; generation?: number }) =>
      write((tx) =>
        tx.q.insertApproval({
          review: 'rev_1',
          selfReview: false,
          note: null,
          at: 7,
          project: 'p',
          task: 1,
          generation: 1,
          ...over,
        }),
      );
    expect(await approve({ by: 'ada' })).toEqual({ changes: 0 });
    expect(await approve({ by: 'bob' })).toEqual({ changes: 1 });
    expect(await approve({ by: 'bob' })).toEqual({ changes: 0 });
    expect(await approve({ by: 'ada', selfReview: true })).toEqual({ changes: 1 });
    const approvals = await bench.storage.read((tx) => tx.q.listApprovals({ review: 'rev_1' }));
    expect(approvals).toEqual([
      { review: 'rev_1', by: 'ada', selfReview: true, note: null, at: 7 },
      { review: 'rev_1', by: 'bob', selfReview: false, note: null, at: 7 },
    ]);
  });

  test('[RV2] who worked on an earlier generation may approve', async () => {
    await insert({});
    await write(async (tx) => {
      await tx.q.insertAttempt(attemptRow());
      await tx.q.insertReview(reviewRow({ generation: 2 }));
    });
    const approval = { review: 'rev_1', by: 'ada', selfReview: false, note: null, at: 7, project: 'p', task: 1, generation: 2 };
    expect(await write((tx) => tx.q.insertApproval(approval))).toEqual({ changes: 1 });
  });
}
