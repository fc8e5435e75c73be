import { advanceLeaseClock, type LeaseTime, type LeaseView } from '../../domain/lease-time.ts';
import type { Clock } from '../../kernel/clock.ts';

/** How often the clock is looked at when nobody else does, so that only a real stop of the process makes a long step. */
export const LEASE_CLOCK_LOOK_MS = 500;
/** How much lease time a crash may lose at most; it only makes leases that much longer. */
export const LEASE_CLOCK_PERSIST_MS = 1_000;

/** The lease clock of one store while it is open (SPEC LE5, LE6). */
export class LeaseClock {
  readonly #clock: Clock;
  #view: LeaseView;
  #lookedAtMs: number;
  #persisted: LeaseTime;

  /** `stored` is the time at which the store was left; nobody listened since. */
  constructor(clock: Clock, stored: LeaseTime) {
    this.#clock = clock;
    this.#view = { now: stored, listeningSince: stored };
    this.#lookedAtMs = wholeMs(clock);
    this.#persisted = stored;
  }

  /** Moves the clock to this moment. */
  look(): LeaseView {
    const at = wholeMs(this.#clock);
    this.#view = advanceLeaseClock(this.#view, at - this.#lookedAtMs);
    this.#lookedAtMs = at;
    return this.#view;
  }

  /** Whether the stored time lags far enough behind to be worth a write. */
  get isPersistDue(): boolean {
    return this.#view.now - this.#persisted >= LEASE_CLOCK_PERSIST_MS;
  }

  get now(): LeaseTime {
    return this.#view.now;
  }

  /** Remembers what the last commit stored. */
  persisted(now: LeaseTime): void {
    this.#persisted = now;
  }
}

// Rounded at the source, so that the parts of a millisecond are neither lost nor stored.
function wholeMs(clock: Clock): number {
  return Math.floor(clock.monotonicNow());
}
