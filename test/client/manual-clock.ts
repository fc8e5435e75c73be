import type { ClientClock } from '../../client/client-clock.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

export interface ManualClock extends ClientClock {
  /** Moves both clocks, and fires each timer at its moment. */
  advance(ms: number): void;
  /** Moves the wall clock alone, as a machine that slept shows it. */
  sleepThrough(ms: number): void;
  /** How many timers wait. */
  readonly pending: number;
}

/** A clock that stands still until a test moves it. */
export function createManualClock(): ManualClock {
  const timers = new Set<Timer>();
  let now = 0;
  let slept = 0;
  return {
    monotonicNow: () => now,
    wallNow: () => now + slept,
    setTimer(delayMs, callback) {
      const timer = { at: now + Math.max(0, delayMs), callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const next = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.callback();
      }
      now = until;
    },
    sleepThrough(ms) {
      slept += ms;
    },
    get pending() {
      return timers.size;
    },
  };
}
