import type { LeaseTime } from '../lease-time.ts';
import { connectionOf, HEARTBEAT_INTERVAL_MS } from './presence-rules.ts';

/** Of how many heartbeat intervals a pulse tells. */
export const PULSE_INTERVALS_MAX = 60;
export const PULSE_BEAT = '|';
export const PULSE_MISSED = '.';
/** Late is one interval and a half, so signs of life are kept by halves. */
const HALF_MS = HEARTBEAT_INTERVAL_MS / 2;
const HALVES_MAX = 2 * PULSE_INTERVALS_MAX + 1;

/** What a node knows of the signs of life of one agent. */
export interface PulseRecord {
  /** Of what was before, nothing is known. */
  readonly since: LeaseTime;
  /** The last sign of life. */
  readonly last: LeaseTime;
  /** Up to here it is known that there was no other. */
  readonly knownTo: LeaseTime;
  /** The numbers of the half intervals that had one, in order. */
  readonly halves: readonly number[];
}

/** After a sign of life that this node heard itself. */
export function afterBeat(known: PulseRecord | undefined, at: LeaseTime): PulseRecord {
  const since = Math.min(known?.since ?? at, at);
  const last = Math.max(known?.last ?? at, at);
  return { since, last, knownTo: Math.max(known?.knownTo ?? at, at), halves: withHalf(known?.halves ?? [], halfOf(at)) };
}

/**
 * After a look at the store, which holds only the last sign of life. Where that came to another node, and long after anybody looked, there
 * may have been others before it: the record begins anew instead of calling them missed.
 */
export function afterLook(
  known: PulseRecord | undefined,
  { lastSeen, now }: { lastSeen: LeaseTime; now: LeaseTime },
): PulseRecord {
  const isGap = known !== undefined && connectionOf(lastSeen - known.knownTo) !== 'online';
  return { ...afterBeat(isGap ? undefined : known, lastSeen), knownTo: now };
}

/** A character for each interval that is known, the one that runs at the end: whether the agent was on time at the end of it, or is now. */
export function pulseOf({ since, last, halves }: PulseRecord, now: LeaseTime): string {
  const running = Math.floor(now / HEARTBEAT_INTERVAL_MS);
  const first = Math.max(running - PULSE_INTERVALS_MAX + 1, Math.floor(since / HEARTBEAT_INTERVAL_MS));
  const heard = new Set(halves);
  let pulse = '';
  for (let interval = first; interval < running; interval += 1) {
    const isOnTime = [2 * interval - 1, 2 * interval, 2 * interval + 1].some((half) => heard.has(half));
    pulse += isOnTime ? PULSE_BEAT : PULSE_MISSED;
  }
  return pulse + (connectionOf(Math.max(0, now - last)) === 'online' ? PULSE_BEAT : PULSE_MISSED);
}

function withHalf(halves: readonly number[], half: number): readonly number[] {
  if (halves.includes(half)) return halves;
  return [...halves, half].sort((a, b) => a - b).slice(-HALVES_MAX);
}

function halfOf(at: LeaseTime): number {
  return Math.floor(at / HALF_MS);
}
