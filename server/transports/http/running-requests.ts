import type { ServerResponse } from 'node:http';

/** How many requests are being answered, and when none is. */
export interface RunningRequests {
  add(outgoing: ServerResponse): void;
  /** Resolves when no request is being answered. */
  idle(): Promise<void>;
}

export function createRunningRequests(): RunningRequests {
  let running = 0;
  let onIdle: () => void = () => {};
  const done = () => {
    running -= 1;
    if (running === 0) onIdle();
  };
  return {
    add(outgoing) {
      running += 1;
      outgoing.once('close', done);
    },
    async idle() {
      if (running === 0) return;
      await new Promise<void>((resolve) => {
        onIdle = resolve;
      });
    },
  };
}
