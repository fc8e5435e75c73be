/** How often it is looked whether time goes on. A look that comes a good deal later than that was held up, and everything beside it. */
const LOOK_MS = 10;
const HELD_UP_MS = 200;

/** Real time without the moments in which the machine stood still, which nobody has promised anything for. */
export interface CalmClock extends Disposable {
  now(): number;
  /** For how long the machine stood still so far. */
  stoodStillMs(): number;
}

/** Begins to look; what is to be quick is measured between two times of one such clock, while nothing holds up this process itself. */
export function startCalmClock(): CalmClock {
  let lookedAt = performance.now();
  let stoodStillMs = 0;
  const look = () => {
    const at = performance.now();
    if (at - lookedAt > HELD_UP_MS) stoodStillMs += at - lookedAt - LOOK_MS;
    lookedAt = at;
    return at;
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    now: () => look() - stoodStillMs,
    stoodStillMs: () => stoodStillMs,
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
