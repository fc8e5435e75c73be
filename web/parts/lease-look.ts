/** At this part of the lease and below, the ring is amber. */
const LOW_PART = 0.25;
/** A sign of life that is later than so many intervals was missed: as late as makes an agent late. */
const MISSED_AFTER_INTERVALS = 1.5;

interface LeaseTimes {
  readonly ttlMs: number;
  /** What is left of it at the moment of what is shown. */
  readonly leftMs: number;
  /** What was left of it when it was looked at last: until then a renewal would have been seen. */
  readonly leftAtLookMs: number;
  /** How often a session gives a sign of life; a shorter lease asks for three within it. */
  readonly heartbeatMs: number;
}

export interface LeaseLook {
  /** How full the ring is, from 0 to 1. */
  readonly part: number;
  readonly state: 'good' | 'low' | 'over';
  readonly isMissed: boolean;
  /** What the ring says, without whose lease it is. */
  readonly words: string;
}

/** What a lease ring shows. */
export function leaseLook({ ttlMs, leftMs, leftAtLookMs, heartbeatMs }: LeaseTimes): LeaseLook {
  const part = Math.min(1, Math.max(0, leftMs / ttlMs));
  if (part === 0) return { part, state: 'over', isMissed: false, words: 'lease is over' };
  const intervalMs = Math.min(heartbeatMs, ttlMs / 3);
  const isMissed = ttlMs - leftAtLookMs > MISSED_AFTER_INTERVALS * intervalMs;
  const words = `lease is good for ${Math.ceil(leftMs / 1_000)} s${isMissed ? ', a heartbeat was missed' : ''}`;
  return { part, state: part <= LOW_PART ? 'low' : 'good', isMissed, words };
}
