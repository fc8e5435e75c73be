import { expect, test } from 'vitest';
import type { WriteTx } from '../../server/domain/store.ts';
import type { Bench } from './conformance.ts';
import { attemptRow, reviewRow, taskRow } from './sample-rows.ts';

const KEY = { project: 'p', id: 'rev_1' };

/** The leases of reviews, and the lists that say whose a review may be. */
export function reviewConformance(bench: Bench): void {
  const write = <T>(work: (tx: WriteTx) => Promise<T>) => bench.storage.write(work);
  const stored = () => bench.storage.read((tx) => tx.q.findReview(KEY));
  const grant = (expectedEpoch: number) =>
    write((tx) =>
      tx.q.grantReview({
        ...KEY,
        expectedEpoch,
        holderAgent: 'bob',
        holderSession: 'ses_b',
        claimedAt: 10,
        leaseEndsAt: 70,
        leaseTtlMs: 60,
      }),
    );
  const insert = (...rows: Array<Parameters<typeof reviewRow>[0]>) =>
    write(async ({ q }) => {
      await q.insertTask(taskRow());
      for (const row of rows) await q.insertReview(reviewRow(row));
    });

  test('[RV3] a review is granted on the epoch that was seen, renewed on the one that it has, and freed once', async () => {
    await insert({});
    expect(await grant(1)).toEqual({ changes: 0 });
    expect(await grant(0)).toEqual({ changes: 1 });
    expect(await grant(0)).toEqual({ changes: 0 });
    const held = {
      status: 'claimed',
      epoch: 1,
      holderAgent: 'bob',
      holderSession: 'ses_b',
      claimedAt: 10,
      leaseEndsAt: 70,
      leaseTtlMs: 60,
    } as const;
    expect(await stored()).toEqual(reviewRow(held));
    const renew = (epoch: number, leaseEndsAt: number) => write((tx) => tx.q.renewReview({ ...KEY, epoch, leaseEndsAt }));
    expect(await renew(2, 100)).toEqual({ changes: 0 });
    expect(await renew(1, 100)).toEqual({ changes: 1 });
    expect(await renew(1, 90)).toEqual({ changes: 1 });
    expect((await stored())?.leaseEndsAt).toBe(100);
    const free = (expectedEpoch: number) =>
      write((tx) => tx.q.freeReview({ ...KEY, expectedEpoch, expiries: 1, passedBy: ['bob'] }));
    expect(await free(0)).toEqual({ changes: 0 });
    expect(await free(1)).toEqual({ changes: 1 });
    expect(await stored()).toEqual(reviewRow({ epoch: 2, leaseTtlMs: 60, expiries: 1, passedBy: ['bob'] }));
    expect(await renew(2, 200)).toEqual({ changes: 0 });
  });

  test('[RV3] of many that claim a review at the same moment on the same epoch, one gets it', async () => {
    await insert({});
    const claims = await Promise.all(Array.from({ length: 20 }, () => grant(0)));
    expect(claims.filter(({ changes }) => changes === 1)).toHaveLength(1);
  });

  test('[RV3] a decision, a cancelled task and nothing else end the lease of a review; neither can be claimed after', async () => {
    await insert(
      {},
      { id: 'rev_2', status: 'claimed', holderAgent: 'ada', holderSession: 'ses_a', claimedAt: 1, leaseEndsAt: 2 },
    );
    await grant(0);
    const ended = { holderAgent: null, holderSession: null, claimedAt: null, leaseEndsAt: null };
    const decision = { status: 'approved', note: null, decidedBy: 'bob', decidedAt: 8 } as const;
    expect(await write((tx) => tx.q.decideReview({ ...KEY, ...decision, revision: 1, expectedEpoch: 1 }))).toEqual({
      changes: 1,
    });
    expect(await stored()).toMatchObject({ ...ended, status: 'approved' });
    await write((tx) => tx.q.supersedeReviews({ project: 'p', task: 1, decidedAt: 9 }));
    expect(await bench.storage.read((tx) => tx.q.findReview({ project: 'p', id: 'rev_2' }))).toMatchObject({
      ...ended,
      status: 'superseded',
    });
    expect(await grant(1)).toEqual({ changes: 0 });
    expect(await write((tx) => tx.q.freeReview({ ...KEY, expectedEpoch: 1, expiries: 0, passedBy: [] }))).toEqual({ changes: 0 });
  });

  test('[RV3] what escalates is found by its age, or by its expiries and the end of its lease, until it is written down', async () => {
    const leased = { status: 'claimed', holderAgent: 'ada', holderSession: 'ses_a', createdAt: 900 } as const;
    await insert(
      { id: 'old', createdAt: 100 },
      { id: 'young', createdAt: 101 },
      { id: 'told', createdAt: 50, escalatedAt: 60 },
      { id: 'over', ...leased, expiries: 2, leaseEndsAt: 500 },
      { id: 'alive', ...leased, expiries: 2, leaseEndsAt: 501 },
      { id: 'once', ...leased, expiries: 1, leaseEndsAt: 500 },
      { id: 'done', createdAt: 1, status: 'approved' },
    );
    const found = () =>
      bench.storage.read(async ({ q }) => {
        const rows = await q.listEscalating({ project: 'p', createdBefore: 100, expiries: 2, endedBefore: 500, limit: 9 });
        return rows.map(({ id }) => id);
      });
    expect(await found()).toEqual(['old', 'over']);
    const escalate = (id: string) => write((tx) => tx.q.escalateReview({ project: 'p', id, escalatedAt: 7 }));
    expect(await escalate('old')).toEqual({ changes: 1 });
    expect(await escalate('old')).toEqual({ changes: 0 });
    expect(await escalate('done')).toEqual({ changes: 0 });
    expect(await found()).toEqual(['over']);
  });

  test('[RV3] who holds what, who worked on what and who approved what is listed for the open reviews', async () => {
    await insert(
      {},
      { id: 'rev_2', status: 'claimed', holderAgent: 'bob', holderSession: 'ses_b' },
      { id: 'rev_3', status: 'approved' },
      { id: 'rev_4', generation: 2 },
    );
    const approval = { selfReview: true, note: null, at: 7, project: 'p', task: 1, generation: 1 };
    await write(async ({ q }) => {
      for (const epoch of [1, 2]) await q.insertAttempt(attemptRow({ epoch }));
      for (const review of ['rev_1', 'rev_3']) await q.insertApproval({ ...approval, review, by: 'bob' });
    });
    await bench.storage.read(async ({ q }) => {
      expect((await q.listReviewsHeldBy({ project: 'p', agent: 'bob' })).map(({ id }) => id)).toEqual(['rev_2']);
      expect(await q.listReviewsHeldBy({ project: 'p', agent: 'ada' })).toEqual([]);
      expect((await q.listHeldReviews({ project: 'p' })).map(({ id }) => id)).toEqual(['rev_2']);
      const waiting = await q.listWaitingReviews({ project: 'p', limit: 2 });
      expect(waiting.map(({ id, holderAgent, requires }) => ({ id, holderAgent, requires }))).toEqual([
        { id: 'rev_1', holderAgent: null, requires: [] },
        { id: 'rev_2', holderAgent: 'bob', requires: [] },
      ]);
      expect(await q.listWaitingReviews({ project: 'p', limit: 1 })).toHaveLength(1);
      const workers = await q.listReviewWorkers({ project: 'p' });
      expect(workers.toSorted((a, b) => (a.review < b.review ? -1 : 1))).toEqual([
        { review: 'rev_1', agent: 'ada' },
        { review: 'rev_2', agent: 'ada' },
      ]);
      expect(await q.listReviewApprovers({ project: 'p' })).toEqual([{ review: 'rev_1', agent: 'bob' }]);
    });
  });

  test('[RV3] another reviewer is named for what is open, and its expiries are forgotten', async () => {
    await insert({ expiries: 3, passedBy: ['ada'] }, { id: 'rev_2', status: 'approved', expiries: 2 });
    await write((tx) => tx.q.nameReviewer({ project: 'p', task: 1, reviewer: 'bob', passedBy: [] }));
    expect(await stored()).toEqual(reviewRow({ reviewer: 'bob' }));
    expect(await bench.storage.read((tx) => tx.q.findReview({ project: 'p', id: 'rev_2' }))).toMatchObject({ expiries: 2 });
  });
}
