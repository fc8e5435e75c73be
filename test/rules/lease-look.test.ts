import { expect, test } from 'vitest';
import { leaseLook } from '../../web/parts/lease-look.ts';

const HEARTBEAT_MS = 20_000;

/** A lease that was looked at just now. */
function look(leftMs: number, { ttlMs = 60_000, leftAtLookMs = leftMs } = {}) {
  return leaseLook({ ttlMs, leftMs, leftAtLookMs, heartbeatMs: HEARTBEAT_MS });
}

test('a ring is amber at a quarter of its lease, and not a moment before', () => {
  expect(look(15_001)).toMatchObject({ state: 'good' });
  expect(look(15_000)).toMatchObject({ state: 'low', words: 'lease is good for 15 s, a heartbeat was missed' });
});

test('a ring is dashed once a sign of life is half an interval late, whatever the lease', () => {
  expect(look(30_000)).toMatchObject({ isMissed: false, words: 'lease is good for 30 s' });
  expect(look(29_999)).toMatchObject({ isMissed: true, words: 'lease is good for 30 s, a heartbeat was missed' });
  // Of an hour, too: a session gives a sign of life as often under a long lease.
  expect(look(3_570_000, { ttlMs: 3_600_000 })).toMatchObject({ isMissed: false });
  expect(look(3_569_999, { ttlMs: 3_600_000 })).toMatchObject({ isMissed: true, state: 'good' });
  // And of the shortest lease, three within it.
  expect(look(5_000, { ttlMs: 10_000 })).toMatchObject({ isMissed: false });
  expect(look(4_999, { ttlMs: 10_000 })).toMatchObject({ isMissed: true });
});

test('what the page has not looked at since is not called missed', () => {
  expect(look(29_000, { leftAtLookMs: 33_000 })).toMatchObject({ isMissed: false });
});

test('a ring is struck when its lease is over, and never fuller than full', () => {
  expect(look(1)).toMatchObject({ state: 'low', words: 'lease is good for 1 s, a heartbeat was missed' });
  expect(look(0)).toEqual({ part: 0, state: 'over', isMissed: false, words: 'lease is over' });
  expect(look(-5_000)).toMatchObject({ part: 0, state: 'over' });
  expect(look(70_000)).toMatchObject({ part: 1, isMissed: false });
});
