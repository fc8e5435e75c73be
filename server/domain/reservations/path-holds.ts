import type { ReservationMode } from '../../contract/reservations.ts';
import type { LeaseView } from '../lease-time.ts';
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

/** Who holds which paths of a project, at one look. */
export class HeldPaths {
  readonly #live: readonly HoldRecord[];
  readonly #lapsed: readonly HoldRecord[];

  constructor(holds: readonly HoldRecord[], lease: LeaseView) {
    this.#live = holds.filter((hold) => isHeld(hold, lease));
    this.#lapsed = holds.filter((hold) => !isHeld(hold, lease));
  }

  /** The first hold of another claim that keeps these paths from being held, or null. */
  inTheWay(wanted: WantedPaths): Obstacle | null {
    return firstObstacle(this.#live, wanted);
  }

  /** The tasks whose lease is over, so that their holds are in nobody's way; but a late heartbeat could still revive them. */
  lapsed(wanted: WantedPaths): number[] {
    return [...new Set(this.#lapsed.filter((hold) => firstObstacle([hold], wanted) !== null).map(({ task }) => task))];
  }
}

function firstObstacle(holds: readonly HoldRecord[], { task, mode, paths }: WantedPaths): Obstacle | null {
  for (const hold of holds) {
    if (hold.task === task || (mode === 'shared' && hold.mode === 'shared')) continue;
    const meeting = findMeeting(paths, hold.paths);
    if (meeting !== null) return { ...meeting, hold };
  }
  return null;
}

interface ProjectHolds {
  readonly project: string;
  readonly leases: LeaseBook;
}

/**
 * The held paths of a project as one work sees them. Read when it first asks, behind a lock that keeps others from coming to hold
 * paths until the work is over: so of two that want overlapping paths at the same moment one sees the other (SPEC RS1).
 */
export class PathHolds {
  readonly #tx: ReadTx;
  readonly #lock: () => Promise<unknown>;
  readonly project: string;
  readonly leases: LeaseBook;
  #held: Promise<HeldPaths> | null = null;

  private constructor(tx: ReadTx, of: ProjectHolds, lock: () => Promise<unknown>) {
    this.#tx = tx;
    this.#lock = lock;
    this.project = of.project;
    this.leases = of.leases;
  }

  /** For a work that means to hold paths. */
  static locked(tx: WriteTx, of: ProjectHolds): PathHolds {
    return new PathHolds(tx, of, () => tx.q.holdPaths({ project: of.project }));
  }

  /** For a work that only reads: who holds what may change as soon as it has looked. */
  static seen(tx: ReadTx, of: ProjectHolds): PathHolds {
    return new PathHolds(tx, of, () => Promise.resolve());
  }

  look(): Promise<HeldPaths> {
    this.#held ??= this.#read();
    return this.#held;
  }

  /** Makes it look anew, after this work has changed who holds what. */
  forget(): void {
    this.#held = null;
  }

  async #read(): Promise<HeldPaths> {
    await this.#lock();
    const holds = await readHolds(this.#tx, this.project);
    return new HeldPaths(
      holds.map((hold) => this.leases.apply(hold)),
      this.#tx.lease,
    );
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
