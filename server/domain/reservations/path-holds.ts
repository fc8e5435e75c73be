import type { ReservationMode } from '../../contract/reservations.ts';
import type { LeaseBook } from '../sessions/lease-book.ts';
import type { ReadTx, WriteTx } from '../store.ts';
import { isHeld } from '../tasks/lease-rules.ts';
import { findMeeting, type Meeting } from './path-match.ts';
import type { HoldRecord } from './reservation-records.ts';

/** How many holds are read at a time. */
const HOLDS_PAGE = 500;

/** Paths that a claim of a task has or wants. */
export interface WantedPaths {
  readonly task: number;
  readonly mode: ReservationMode;
  readonly paths: readonly string[];
}

/** A hold that stands in the way, and where. */
export interface Obstacle extends Meeting {
  readonly hold: HoldRecord;
}

/**
 * Who holds which paths of a project, as one work sees it. Read when it is first asked for, behind a lock that keeps others from coming to
 * hold paths until the work is over: so of two that want overlapping paths at the same moment one sees the other (SPEC RS1).
 */
export class PathHolds {
  readonly #tx: WriteTx;
  readonly project: string;
  readonly leases: LeaseBook;
  #holds: Promise<HoldRecord[]> | null = null;
  /** What was found for paths that were asked for before. */
  readonly #known = new Map<string, readonly Obstacle[]>();

  constructor(tx: WriteTx, of: { project: string; leases: LeaseBook }) {
    this.#tx = tx;
    this.project = of.project;
    this.leases = of.leases;
  }

  /** The first hold of another claim that keeps these paths from being held, or null. */
  async inTheWay(wanted: WantedPaths): Promise<Obstacle | null> {
    const all = await this.#obstacles(wanted);
    return all.find(({ hold }) => hold.task !== wanted.task && this.#isLive(hold)) ?? null;
  }

  /** The tasks whose lease is over, so that their holds are in nobody's way; but a late heartbeat could still revive them. */
  async lapsed(wanted: WantedPaths): Promise<number[]> {
    const all = await this.#obstacles(wanted);
    return [...new Set(all.filter(({ hold }) => hold.task !== wanted.task && !this.#isLive(hold)).map(({ hold }) => hold.task))];
  }

  /** Makes it look anew, after this work has changed who holds what. */
  forget(): void {
    this.#holds = null;
    this.#known.clear();
  }

  async #obstacles({ mode, paths }: WantedPaths): Promise<readonly Obstacle[]> {
    if (paths.length === 0) return [];
    const key = JSON.stringify([mode, paths]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#holds ??= this.#look();
    const found = (await this.#holds).flatMap((hold) => {
      if (mode === 'shared' && hold.mode === 'shared') return [];
      const meeting = findMeeting(paths, hold.paths);
      return meeting === null ? [] : [{ ...meeting, hold }];
    });
    this.#known.set(key, found);
    return found;
  }

  async #look(): Promise<HoldRecord[]> {
    await this.#tx.q.holdPaths({ project: this.project });
    return (await readHolds(this.#tx, this.project)).map((hold) => this.leases.apply(hold));
  }

  #isLive(hold: HoldRecord): boolean {
    return isHeld(hold, this.#tx.lease);
  }
}

/** All holds of a project, those included whose lease is over. */
export async function readHolds({ q }: Pick<ReadTx, 'q'>, project: string): Promise<HoldRecord[]> {
  const holds: HoldRecord[] = [];
  for (;;) {
    const page = await q.listHolds({ project, after: holds.at(-1)?.id ?? '', limit: HOLDS_PAGE });
    holds.push(...page);
    if (page.length < HOLDS_PAGE) return holds;
  }
}
