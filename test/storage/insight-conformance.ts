import { expect, test } from 'vitest';
import type { WriteTx } from '../../server/domain/store.ts';
import type { Bench } from './conformance.ts';
import { reviewRow, taskRow } from './sample-rows.ts';

/** What is counted and what is listed to say how a board does. */
export function insightConformance(bench: Bench): void {
  const write = <T>(work: (tx: WriteTx) => Promise<T>) => bench.storage.write(work);
  const project = 'p';

  test('[TK4] counts are of this project alone, and each task is in the one that its row says', async () => {
    await write(async ({ q }) => {
      const held = { status: 'doing', holderAgent: 'ada', holderSession: 'ses_p', claimedAt: 0, leaseEndsAt: 10 } as const;
      await q.insertTask(taskRow({ number: 1, needs: 'go', requires: ['go'] }));
      await q.insertTask(taskRow({ number: 2, needs: 'go', requires: ['go'] }));
      await q.insertTask(taskRow({ number: 3, queueFor: 'ada', assignee: 'ada' }));
      await q.insertTask(taskRow({ number: 4, notBefore: 100, scheduledAt: 100 }));
      await q.insertTask(taskRow({ number: 5, notBefore: 200, scheduledAt: 200 }));
      await q.insertTask(taskRow({ number: 6, notBefore: 50, scheduledAt: 50, openDeps: 1 }));
      await q.insertTask(taskRow({ number: 7, openDeps: 2, brokenDeps: 1 }));
      await q.insertTask(taskRow({ number: 8, ...held }));
      await q.insertTask(taskRow({ number: 9, status: 'failed' }));
      await q.insertReview(reviewRow({ id: 'rev_2', createdAt: 20 }));
      await q.insertReview(reviewRow({ id: 'rev_1', createdAt: 10 }));
      await q.insertReview(reviewRow({ id: 'rev_0', createdAt: 5, status: 'approved' }));
    });
    await bench.storage.read(async ({ q }) => {
      expect((await q.countTasks({ project })).toSorted((a, b) => a.count - b.count)).toEqual([
        { status: expect.any(String), count: 1 },
        { status: expect.any(String), count: 1 },
        { status: 'todo', count: 7 },
      ]);
      expect(await q.boardCounts({ project, wallNow: 100 })).toEqual({
        ready: 3,
        scheduled: 2,
        due: 1,
        overBlocks: 0,
        unblocked: 0,
        broken: 1,
        openReviews: 2,
        oldestReviewAt: 10,
      });
      expect((await q.listReadyGroups({ project })).toSorted((a, b) => a.first - b.first)).toEqual([
        { needs: 'go', queueFor: '', count: 2, first: 1 },
        { needs: '', queueFor: 'ada', count: 1, first: 3 },
      ]);
      expect(await q.listLeases({ project })).toMatchObject([
        { number: 8, holderAgent: 'ada', leaseEndsAt: 10, leaseTtlMs: 60_000 },
      ]);
      const of = async (rows: Promise<Array<{ number: number }>>) => (await rows).map(({ number }) => number);
      expect(await of(q.listBrokenTasks({ project, after: 0, limit: 9 }))).toEqual([7]);
      expect(await of(q.listNewestByStatus({ project, status: 'todo', limit: 2 }))).toEqual([7, 6]);
      expect(await of(q.listDueTasks({ project, after: 100, upTo: 200, limit: 9 }))).toEqual([5]);
      expect(await of(q.listDueTasks({ project, after: 99, upTo: 200, limit: 9 }))).toEqual([4, 5]);
      expect(await of(q.listDueTasks({ project, after: 99, upTo: 199, limit: 9 }))).toEqual([4]);
      expect(await q.boardCounts({ project: 'none', wallNow: 0 })).toBeUndefined();
      expect(await q.countTasks({ project: 'none' })).toEqual([]);
    });
  });

  test('[TK4] blocked tasks are found and counted by the time at which their date comes, whatever else is in their way', async () => {
    await write(async ({ q }) => {
      await q.insertTask(taskRow({ number: 1, status: 'blocked', blockedUntil: 10 }));
      await q.insertTask(taskRow({ number: 2, status: 'blocked', blockedUntil: 20, openDeps: 1 }));
      await q.insertTask(taskRow({ number: 3, status: 'blocked', blockedUntil: 20, notBefore: 21 }));
      await q.insertTask(taskRow({ number: 4, status: 'blocked' }));
    });
    await bench.storage.read(async ({ q }) => {
      const found = async (after: number, upTo: number) =>
        (await q.listUnblockedTasks({ project, after, upTo, limit: 9 })).map(({ number }) => number).sort();
      expect([await found(9, 10), await found(10, 19), await found(-1, 20)]).toEqual([[1], [], [1, 2, 3]]);
      expect(await q.boardCounts({ project, wallNow: 9 })).toMatchObject({ overBlocks: 0, unblocked: 0 });
      expect(await q.boardCounts({ project, wallNow: 20 })).toMatchObject({ overBlocks: 3, unblocked: 1 });
      expect(await q.boardCounts({ project, wallNow: 21 })).toMatchObject({ overBlocks: 3, unblocked: 2 });
    });
  });

  test('[RV4] tasks kept for an author are found by the time at which they come free', async () => {
    await write(async ({ q }) => {
      await q.insertTask(taskRow({ number: 1, heldFor: 'ada', heldUntil: 10, queueFor: 'ada' }));
      await q.insertTask(taskRow({ number: 2, heldFor: 'ada', heldUntil: 20, queueFor: 'ada' }));
    });
    await bench.storage.read(async ({ q }) => {
      const found = async (after: number, upTo: number) =>
        (await q.listFreedTasks({ project, after, upTo, limit: 9 })).map(({ number }) => number);
      expect([await found(9, 10), await found(10, 20), await found(-1, 20), await found(20, 99)]).toEqual([[1], [2], [1, 2], []]);
    });
  });
}
