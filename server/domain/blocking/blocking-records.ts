import type { BlockEnding, Blocked } from '../../contract/blocking.ts';
import type { LeaseTime } from '../lease-time.ts';

/** Milliseconds since 1970, for people. */
type WallTime = number;

/** What a task knows of its standing still. */
export interface StandstillFields {
  /** What it waits for; null where it is not blocked. */
  blocked: Blocked | null;
  /** From when on the block no longer counts; null where no date ends it. */
  blockedUntil: WallTime | null;
  /** The task whose end ends the block; null where none does. */
  blockedOn: number | null;
  /** Why nothing but a person helps it on, and since when: said of a task in todo whose dependencies broke, and of a blocked one. */
  stuckBecause: string | null;
  stuckSince: WallTime | null;
  /** When the log last said that its holder is silent. */
  stalledAt: LeaseTime | null;
}

/** One time that a task was blocked. */
export interface BlockRecord {
  project: string;
  task: number;
  /** Of the attempt that ended with it. */
  epoch: number;
  blocked: Blocked;
  at: WallTime;
  endedAt: WallTime | null;
  endedBy: string | null;
  ending: BlockEnding | null;
  answer: string | null;
}
