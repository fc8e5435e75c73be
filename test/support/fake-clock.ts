import { LEASE_CLOCK_MAX_STEP_MS } from '../../server/domain/lease-time.ts';
import type { Storage } from '../../server/domain/store.ts';
import type { Clock } from '../../server/kernel/clock.ts';

export interface FakeClock extends Clock {
  /** Moves both clocks at once, as if the process had stood still meanwhile. */
  advance(ms: number): void;
}

/** A clock that stands still until a test moves it. */
export function createFakeClock(wallStart = 1_800_000_000_000): FakeClock {
  let passed = 0;
  return {
    wallNow: () => wallStart + passed,
    monotonicNow: () => passed,
    advance(ms) {
      passed += ms;
    },
  };
}

/** Lets time pass for a server that keeps listening: the store looks at its lease clock often enough to count all of it. */
export async function passTime(clock: FakeClock, storage: Storage, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= LEASE_CLOCK_MAX_STEP_MS) {
    clock.advance(Math.min(left, LEASE_CLOCK_MAX_STEP_MS));
    await storage.read(async () => undefined);
  }
}
