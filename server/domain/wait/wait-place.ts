import type { LeaseTime } from '../lease-time.ts';
import type { WallTime } from '../records.ts';

/** How far a waiting agent has been told: up to which event, and up to which moment of what time alone brings. */
export interface WaitPlace {
  readonly seq: number;
  readonly lease: LeaseTime;
  readonly wall: WallTime;
}

const TIMES = /^(.*)\.([0-9a-z]{1,12})\.([0-9a-z]{1,12})$/;
/** Before anything: of a plain cursor of the log it is not known when it was taken, so that all that time has brought counts. */
const EVER = -1;

/** `<cursor of the log>.<lease time>.<wall time>`, the times in base 36. */
export function formatPlace(logCursor: string, { lease, wall }: Omit<WaitPlace, 'seq'>): string {
  return [logCursor, lease.toString(36), wall.toString(36)].join('.');
}

/** The parts of a cursor, of a wait or of the log. Whether its first part is any good is for readCursor to say. */
export function splitPlace(cursor: string): { logCursor: string; times: Omit<WaitPlace, 'seq'> } {
  const match = TIMES.exec(cursor);
  if (match?.[1] === undefined) return { logCursor: cursor, times: { lease: EVER, wall: EVER } };
  return {
    logCursor: match[1],
    times: { lease: Number.parseInt(match[2] ?? '', 36), wall: Number.parseInt(match[3] ?? '', 36) },
  };
}

/** What is known to have been told in either place. */
export function furthest(left: WaitPlace, right: WaitPlace): WaitPlace {
  return {
    seq: Math.max(left.seq, right.seq),
    lease: Math.max(left.lease, right.lease),
    wall: Math.max(left.wall, right.wall),
  };
}
