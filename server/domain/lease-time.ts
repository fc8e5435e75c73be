/** Milliseconds on the lease clock: time during which the server could have heard a heartbeat. Not comparable with wall time. */
export type LeaseTime = number;

/** How far one look may move the lease clock (SPEC LE5). */
export const LEASE_CLOCK_MAX_STEP_MS = 2_000;

/** The lease clock as one transaction sees it. */
export interface LeaseView {
  readonly now: LeaseTime;
  /** Since when the server has listened without a gap: no lease is taken from anyone until one lease after it (SPEC LE6). */
  readonly listeningSince: LeaseTime;
}

/** Moves the clock by the monotonic time since the last look; a step too long means that nobody was listening. */
export function advanceLeaseClock(clock: LeaseView, elapsedMs: number): LeaseView {
  const elapsed = Math.max(0, elapsedMs);
  if (elapsed <= LEASE_CLOCK_MAX_STEP_MS) return { now: clock.now + elapsed, listeningSince: clock.listeningSince };
  const now = clock.now + LEASE_CLOCK_MAX_STEP_MS;
  return { now, listeningSince: now };
}
