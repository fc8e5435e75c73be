import type { LeaseTime } from '../lease-time.ts';
import type { Renewal } from '../store.ts';

/** How often what the book holds is written down (SPEC DU2). */
export const LEASE_BOOK_FLUSH_MS = 1_000;
/**
 * A renewal may stay in memory only while the stored lease lasts longer than this: several flushes. So no store,
 * of this node or another, ever sees a lease as over that a heartbeat was told is good.
 */
export const LEASE_BOOK_MARGIN_MS = 5_000;

/** A session that gave a sign of life, and whose it is. */
export interface HeardSession {
  readonly id: string;
  readonly project: string;
  readonly agent: string;
}

interface StoredLease {
  readonly project: string;
  readonly number: number;
  readonly epoch: number;
  readonly leaseEndsAt: LeaseTime | null;
}

/** Renewals and signs of life that were promised and not yet written: gathered in memory, flushed each second. */
export class LeaseBook {
  readonly #renewals = new Map<string, Renewal>();
  readonly #seen = new Map<string, HeardSession>();

  /** Remembers a renewal; the later end wins. */
  renew(renewal: Renewal): void {
    const key = keyOf(renewal);
    const known = this.#renewals.get(key);
    if (known !== undefined && known.epoch === renewal.epoch && known.leaseEndsAt >= renewal.leaseEndsAt) return;
    this.#renewals.set(key, renewal);
  }

  /** Remembers that a session gave a sign of life. */
  touch(session: HeardSession): void {
    this.#seen.set(session.id, session);
  }

  isSeen(session: string): boolean {
    return this.#seen.has(session);
  }

  /** The task with the lease that it really has. */
  apply<T extends StoredLease>(task: T): T {
    const renewal = this.#renewals.get(keyOf(task));
    if (renewal === undefined || renewal.epoch !== task.epoch || task.leaseEndsAt === null) return task;
    return renewal.leaseEndsAt > task.leaseEndsAt ? { ...task, leaseEndsAt: renewal.leaseEndsAt } : task;
  }

  get isEmpty(): boolean {
    return this.#renewals.size === 0 && this.#seen.size === 0;
  }

  /** What is to be written now. It stays in force until `settle` says that it was. */
  pending(): { renewals: Renewal[]; seen: HeardSession[] } {
    return { renewals: [...this.#renewals.values()], seen: [...this.#seen.values()] };
  }

  /** Forgets what was written, but not what came since. */
  settle(written: { renewals: Renewal[]; seen: HeardSession[] }): void {
    for (const renewal of written.renewals) {
      const key = keyOf(renewal);
      if (this.#renewals.get(key) === renewal) this.#renewals.delete(key);
    }
    for (const { id } of written.seen) this.#seen.delete(id);
  }
}

function keyOf(task: { project: string; number: number }): string {
  return `${task.project}/${task.number}`;
}
