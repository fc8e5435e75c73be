import { LEASE_CLOCK_MAX_STEP_MS } from '../../server/domain/lease-time.ts';
import type { Clock } from '../../server/kernel/clock.ts';

/** Time as a test wants it: it stands still until it is moved. */
export class HeldClock implements Clock {
  #elapsedMs = 0;
  readonly #startedAt = Date.now();

  wallNow(): number {
    return this.#startedAt + this.#elapsedMs;
  }

  monotonicNow(): number {
    return this.#elapsedMs;
  }

  /** Moves time, in steps small enough to count as lease time (SPEC LE5); `look` lets the server see each step. */
  async advance(ms: number, look: () => Promise<unknown>): Promise<void> {
    for (let left = ms; left > 0; left -= LEASE_CLOCK_MAX_STEP_MS) {
      this.#elapsedMs += Math.min(left, LEASE_CLOCK_MAX_STEP_MS);
      await look();
    }
  }
}
