import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advanceLeaseClock, LEASE_CLOCK_MAX_STEP_MS, type LeaseView } from '../../server/domain/lease-time.ts';
import { isClaimable, reservedFor } from '../../server/domain/tasks/claim-rules.ts';
import {
  effectiveLeaseEnd,
  isHeld,
  isLeaseOver,
  leaseRemainingMs,
  MAX_DURATION_MS,
  PROGRESS_TIMEOUT_MS,
  RECLAIM_DELAY_MS,
  renewedLeaseEnd,
} from '../../server/domain/tasks/lease-rules.ts';
import { currentSince, currentStatus, taskHealth } from '../../server/domain/tasks/task-health.ts';
import { aTask, heldTask } from '../support/a-task.ts';

const longAgo = 0;
const at = (now: number, listeningSince = longAgo) => ({ lease: { now, listeningSince }, wallNow: 1_000_000 + now });

describe('the lease clock', () => {
  test('[LE5] a look moves it by the time since the last, up to 2 s and no further', () => {
    const clock: LeaseView = { now: 100, listeningSince: 0 };
    expect(advanceLeaseClock(clock, LEASE_CLOCK_MAX_STEP_MS)).toEqual({ now: 2_100, listeningSince: 0 });
    expect(advanceLeaseClock(clock, LEASE_CLOCK_MAX_STEP_MS + 1)).toEqual({ now: 2_100, listeningSince: 2_100 });
    expect(advanceLeaseClock(clock, 3_600_000).now).toBe(2_100);
  });

  test('[LE5] it never goes back, whatever the looks say', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5_000, max: 100_000 })), (steps) => {
        let clock: LeaseView = { now: 0, listeningSince: 0 };
        for (const step of steps) {
          const next = advanceLeaseClock(clock, step);
          expect(next.now).toBeGreaterThanOrEqual(clock.now);
          expect(next.now - clock.now).toBeLessThanOrEqual(LEASE_CLOCK_MAX_STEP_MS);
          expect(next.listeningSince).toBeLessThanOrEqual(next.now);
          clock = next;
        }
      }),
    );
  });
});

describe('when a lease is over', () => {
  const task = heldTask({ leaseEndsAt: 60_000, leaseTtlMs: 60_000, claimedAt: 0 });

  test('[CL6] another may claim from the end of the delay on, and not a millisecond before', () => {
    expect(isLeaseOver(task, { now: 60_000 + RECLAIM_DELAY_MS - 1, listeningSince: longAgo })).toBe(false);
    expect(isLeaseOver(task, { now: 60_000 + RECLAIM_DELAY_MS, listeningSince: longAgo })).toBe(true);
  });

  test('[LE6] after a gap nothing is taken for one lease, and the delay', () => {
    const since = 100_000;
    const end = since + task.leaseTtlMs;
    expect(effectiveLeaseEnd(task, { now: since, listeningSince: since })).toBe(end);
    expect(isLeaseOver(task, { now: end + RECLAIM_DELAY_MS - 1, listeningSince: since })).toBe(false);
    expect(isLeaseOver(task, { now: end + RECLAIM_DELAY_MS, listeningSince: since })).toBe(true);
    expect(isClaimable(task, at(end + RECLAIM_DELAY_MS - 1, since))).toBe(false);
    expect(isClaimable(task, at(end + RECLAIM_DELAY_MS, since))).toBe(true);
  });

  test('[LE7] no claim lasts longer than a day, however often it is renewed', () => {
    const lastMoment = MAX_DURATION_MS - 1;
    const old = heldTask({ claimedAt: 0, leaseEndsAt: MAX_DURATION_MS, leaseTtlMs: 60_000 });
    expect(renewedLeaseEnd(old, lastMoment)).toBe(MAX_DURATION_MS);
    expect(isLeaseOver(old, { now: MAX_DURATION_MS + RECLAIM_DELAY_MS - 1, listeningSince: lastMoment })).toBe(false);
    expect(isLeaseOver(old, { now: MAX_DURATION_MS + RECLAIM_DELAY_MS, listeningSince: lastMoment })).toBe(true);
  });

  test('[LE3] renewal never shortens', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 86_000_000 }), fc.integer({ min: 10_000, max: 3_600_000 }), (now, end, leaseTtlMs) => {
        const held = heldTask({ claimedAt: now, leaseEndsAt: now + Math.min(end, MAX_DURATION_MS), leaseTtlMs });
        const renewed = renewedLeaseEnd(held, now);
        expect(renewed).toBeGreaterThanOrEqual(held.leaseEndsAt ?? 0);
        expect(leaseRemainingMs({ ...held, leaseEndsAt: renewed }, { now, listeningSince: 0 })).toBeGreaterThanOrEqual(
          leaseTtlMs,
        );
      }),
    );
  });

  test('[CL5] held and claimable exclude each other at every moment, by the predicate alone', () => {
    fc.assert(
      fc.property(fc.nat({ max: 500_000 }), fc.nat({ max: 500_000 }), fc.integer({ min: 1, max: 6 }), (now, since, attempts) => {
        const moment = at(now, Math.min(since, now));
        const held = heldTask({ leaseEndsAt: 60_000, attempts, maxAttempts: 5 });
        expect(isHeld(held, moment.lease) && isClaimable(held, moment)).toBe(false);
        if (isLeaseOver(held, moment.lease)) expect(isClaimable(held, moment)).toBe(attempts < 5);
      }),
    );
  });
});

describe('what is claimable', () => {
  test('[TK1] a task waits for its last dependency', () => {
    expect(isClaimable(aTask({ openDeps: 1 }), at(0))).toBe(false);
    expect(isClaimable(aTask({ openDeps: 0 }), at(0))).toBe(true);
  });

  test('[CL4] a scheduled task is claimable from its moment on, inclusive', () => {
    const moment = at(0);
    expect(isClaimable(aTask({ notBefore: moment.wallNow + 1 }), moment)).toBe(false);
    expect(isClaimable(aTask({ notBefore: moment.wallNow }), moment)).toBe(true);
  });

  test('[RV4] a task sent back is kept for its author until the hold ends, exclusive', () => {
    const task = aTask({ heldFor: 'scout', heldUntil: 600_000 });
    expect(reservedFor(task, at(599_999))).toBe('scout');
    expect(reservedFor(task, at(600_000))).toBeNull();
    expect(reservedFor(aTask({ assignee: 'ada', heldFor: 'scout', heldUntil: 600_000 }), at(0))).toBe('ada');
  });

  test('[TK5] with its attempts used up an abandoned task counts as failed, not as waiting', () => {
    const over = 60_000 + RECLAIM_DELAY_MS;
    expect(currentStatus(heldTask({ leaseEndsAt: 60_000, attempts: 4, maxAttempts: 5 }), at(over))).toBe('todo');
    expect(currentStatus(heldTask({ leaseEndsAt: 60_000, attempts: 5, maxAttempts: 5 }), at(over))).toBe('failed');
    expect(currentStatus(heldTask({ leaseEndsAt: 60_000, attempts: 5, maxAttempts: 5 }), at(over - 1))).toBe('doing');
  });
});

describe('health', () => {
  test('[TK4] a held task is ok until a quarter of its lease is left, then expiring', () => {
    const task = heldTask({ leaseEndsAt: 60_000, leaseTtlMs: 60_000, progressAt: 0 });
    expect(taskHealth(task, at(44_999)).state).toBe('ok');
    expect(taskHealth(task, at(45_000)).state).toBe('expiring');
    expect(taskHealth(task, at(45_000)).because).toContain('15 s of its lease are left');
  });

  test('[LE7] a living holder without progress is silent from half an hour on', () => {
    const leaseEndsAt = PROGRESS_TIMEOUT_MS + 120_000;
    const task = heldTask({ claimedAt: 0, progressAt: 0, leaseEndsAt, leaseTtlMs: 60_000 });
    expect(taskHealth(task, at(PROGRESS_TIMEOUT_MS - 1)).state).toBe('ok');
    expect(taskHealth(task, at(PROGRESS_TIMEOUT_MS)).state).toBe('silent');
  });

  test('[TK4] stuck when a dependency never will be done, bounced when it came back; each says why', () => {
    expect(taskHealth(aTask({ openDeps: 1, brokenDeps: 1 }), at(0))).toMatchObject({
      state: 'stuck',
      because: expect.stringContaining('1 of the tasks'),
    });
    expect(taskHealth(aTask({ attempts: 1, statusReason: 'scout gave up' }), at(0))).toMatchObject({
      state: 'bounced',
      because: 'scout gave up',
    });
    expect(taskHealth(aTask({}), at(0)).state).toBe('ok');
  });

  test('[TK4] a status that the row does not say yet began when the lease, or the block, ended', () => {
    const held = heldTask({ leaseEndsAt: 60_000, statusSince: 7 });
    const over = 60_000 + RECLAIM_DELAY_MS;
    expect(currentSince(held, at(over - 1))).toBe(7);
    expect(currentSince(held, at(over))).toBe(at(60_000).wallNow);
    const blocked = aTask({ status: 'blocked', statusSince: 7, blockedUntil: at(100).wallNow });
    expect(currentSince(blocked, at(99))).toBe(7);
    expect(currentSince(blocked, at(5_000))).toBe(at(100).wallNow);
  });
});
