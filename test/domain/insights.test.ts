import { expect, test } from 'vitest';
import { INSIGHTS_MAX_BUCKETS, INSIGHTS_MAX_HOURS } from '../../server/contract/insights.ts';
import { emptyDepth, spreadOf } from '../../server/domain/insight/insights-rules.ts';
import { codeOf, createBoard } from '../support/board.ts';

const MINUTE = 60_000;
const none = { count: 0, p50Ms: null, p90Ms: null };
const one = (ms: number) => ({ count: 1, p50Ms: ms, p90Ms: ms });

/**
 * One hour in four parts of 15 minutes, after a task that was made two hours before it: by minutes of that hour,
 *  0 T-1 is claimed by ada (after 2 h in todo), T-2 is made · 2 ada submits T-1 · 5 ben takes its review in hand · 8 ben wants changes
 * 16 ada claims T-1 again, for 60 s, and dies: 20 it is claimed by ben, and so written down as expired
 * 33 T-2 is cancelled · 60 now.
 */
async function anHour() {
  const board = await createBoard();
  const ada = await board.agent('ada');
  const ben = await board.agent('ben');
  await board.admin.tasks.create({ title: 'one' });
  await board.pass(120 * MINUTE);
  await ada.tasks.claim({ id: 'T-1' });
  await board.admin.tasks.create({ title: 'two' });
  let minute = 0;
  const until = async (next: number) => {
    for (; minute < next; minute += 1) {
      // A holder that lives says so.
      if (minute === 0 || minute === 1) await ada.tasks.progress({ id: 'T-1', epoch: 1, note: 'on it' });
      await board.pass(MINUTE);
    }
  };
  await until(2);
  await ada.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
  await until(5);
  const [review] = (await ben.reviews.list({})).items;
  const { epoch } = await ben.reviews.claim({ id: review?.id ?? '' });
  await until(6);
  await ben.sessions.heartbeat({ id: 'current', leases: [], reviews: [{ reviewId: review?.id ?? '', epoch }] });
  await until(8);
  await ben.reviews.decide({ id: review?.id ?? '', revision: 1, decision: 'request_changes', note: 'more', epoch });
  await until(16);
  await ada.tasks.claim({ id: 'T-1' });
  await until(20);
  await ben.tasks.claim({ id: 'T-1' });
  await until(33);
  await board.admin.tasks.cancel({ id: 'T-2', reason: 'not needed' });
  await until(60);
  return board;
}

test('[API] insights of an hour that was counted by hand', async () => {
  const board = await anHour();
  const seen = await board.admin.insights({ hours: 1, buckets: 4 });
  expect(seen).toMatchObject({ project: 'main', complete: true, bucketMs: 15 * MINUTE });
  const start = board.clock.wallNow() - 60 * MINUTE;
  expect(seen.since).toBe(new Date(start).toISOString());
  expect(seen.buckets.map(({ from }) => Date.parse(from) - start)).toEqual([0, 15, 30, 45].map((minute) => minute * MINUTE));
  expect(seen.buckets.at(-1)?.to).toBe(new Date(board.clock.wallNow()).toISOString());
  expect(seen.buckets.map(({ depth }) => depth)).toEqual([
    { ...emptyDepth(), todo: 2 },
    { ...emptyDepth(), todo: 1, doing: 1 },
    { ...emptyDepth(), doing: 1, cancelled: 1 },
    { ...emptyDepth(), doing: 1, cancelled: 1 },
  ]);
  expect(seen.buckets.map(({ ended }) => ended.cancelled)).toEqual([0, 0, 1, 0]);
  expect(seen.buckets.map(({ expiries }) => expiries.tasks)).toEqual([0, 1, 0, 0]);
  // In todo: T-1 120 min, 8 min, 0 (between its expiry and the claim that wrote it down); T-2 33 min.
  expect(seen.stays.todo).toEqual({ count: 4, p50Ms: 8 * MINUTE, p90Ms: 120 * MINUTE });
  // In doing: 2 min, and 4 min until the expiry was written down. T-1 still is.
  expect(seen.stays.doing).toEqual({ count: 2, p50Ms: 2 * MINUTE, p90Ms: 4 * MINUTE });
  expect(seen.stays.validating).toEqual(one(6 * MINUTE));
  expect(seen.stays.blocked).toEqual(none);
  expect(seen.reviewWait).toEqual(one(3 * MINUTE));
});

test('[API] insights say from when on the log was kept, and go no further than their bounds', async () => {
  const board = await createBoard({ eventsKept: 3 });
  for (let nth = 0; nth < 5; nth += 1) {
    await board.admin.tasks.create({ title: `t${nth}` });
    await board.pass(MINUTE);
  }
  expect(await board.admin.insights({ hours: 1 })).toMatchObject({ complete: true });
  await board.services.upkeep.tidy();
  const seen = await board.admin.insights({ hours: 1, buckets: 1 });
  expect(seen.complete).toBe(false);
  expect(seen.since).toBe(new Date(board.clock.wallNow() - 3 * MINUTE).toISOString());
  expect(seen.buckets[0]?.depth.todo).toBe(5);
  expect(await codeOf(board.admin.insights({ hours: INSIGHTS_MAX_HOURS + 1 }))).toBe('bad_request');
  expect(await codeOf(board.admin.insights({ buckets: INSIGHTS_MAX_BUCKETS + 1 }))).toBe('bad_request');
  const widest = await board.admin.insights({ hours: INSIGHTS_MAX_HOURS, buckets: INSIGHTS_MAX_BUCKETS });
  expect(widest.buckets).toHaveLength(INSIGHTS_MAX_BUCKETS);
});

test('[API] p50 and p90 are times that something really took, by nearest rank', () => {
  expect(spreadOf([])).toEqual(none);
  expect(spreadOf([7])).toEqual(one(7));
  expect(spreadOf([4, 1, 3, 2])).toEqual({ count: 4, p50Ms: 2, p90Ms: 4 });
  expect(spreadOf(Array.from({ length: 10 }, (_, nth) => nth + 1))).toEqual({ count: 10, p50Ms: 5, p90Ms: 9 });
});
