/** Whether a timer alone should keep the process alive: what a caller waits for does, what runs beside does not. */
export type TimerKind = 'foreground' | 'background';

/** Time as the client sees it; passed in so that a test can move it. */
export interface ClientClock {
  /** Milliseconds since some fixed moment, never set back: leases and time-outs are measured with it (SPEC LE2). */
  monotonicNow(): number;
  /** Milliseconds since 1970. Compared only with itself, to notice that the machine slept. */
  wallNow(): number;
  /** Calls `callback` once after `delayMs` milliseconds. Returns what cancels it. */
  setTimer(delayMs: number, callback: () => void, kind: TimerKind): () => void;
}

/** The clocks and timers of the machine. */
export const systemClock: ClientClock = {
  monotonicNow: () => performance.now(),
  wallNow: () => Date.now(),
  setTimer(delayMs, callback, kind) {
    const timer: unknown = setTimeout(callback, delayMs);
    // Only Node's timers hold a process; a browser's timer is a number.
    if (kind === 'background' && hasUnref(timer)) timer.unref();
    // The DOM and Node disagree on the type of a timer, and each clearTimeout takes what its own setTimeout gave.
    return () => clearTimeout(timer as Parameters<typeof clearTimeout>[0]);
  },
};

function hasUnref(timer: unknown): timer is { unref(): void } {
  return typeof timer === 'object' && timer !== null && 'unref' in timer;
}

/** Resolves after `delayMs` milliseconds, or at once when `signal` fires; it never rejects. */
export function sleep(clock: ClientClock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.setTimer(delayMs, done, 'foreground');
    signal.addEventListener('abort', done, { once: true });
  });
}
