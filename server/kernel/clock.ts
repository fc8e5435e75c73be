/** The two clocks of a machine, passed in wherever time matters so that a test can hold them still. */
export interface Clock {
  /** Milliseconds since 1970 by the wall clock: for people, never for leases. */
  wallNow(): number;
  /** Milliseconds since some fixed moment, never set back: for measuring how long something took. */
  monotonicNow(): number;
}

export const systemClock: Clock = {
  wallNow: () => Date.now(),
  monotonicNow: () => performance.now(),
};
