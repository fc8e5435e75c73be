import {
  BadRequest,
  BatonError,
  ConnectionFailed,
  Forbidden,
  isRetryable,
  Misdirected,
  Unauthenticated,
  Unavailable,
} from './baton-errors.ts';

/** How often a call is sent again after the first time. With several addresses each time is a turn through all of them. */
export const RETRIES_DEFAULT = 2;
export const BACKOFF_MIN_MS = 500;
export const BACKOFF_MAX_MS = 8_000;
/** An empty answer that came sooner than this was not waited for, as when the server goes down: do not ask again at once. */
export const EMPTY_TOO_SOON_MS = 250;
/** A server that asks for a longer wait than this gets no repeat; the caller decides. */
export const RETRY_AFTER_LIMIT_MS = 30_000;
/** Delays are spread by up to so much downwards, so that many clients do not come back together. */
const JITTER = 0.25;

/** The wait before repeat number `attempt` (1 for the first), in milliseconds. `random` is in [0, 1). */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** Math.max(0, attempt - 1));
  return Math.max(BACKOFF_MIN_MS, Math.round(full * (1 - JITTER * random)));
}

/** The wait before a failed call is sent again, in milliseconds; null: do not. */
export function retryDelayMs(error: unknown, attempt: { number: number; retries: number; random: number }): number | null {
  if (attempt.number > attempt.retries || !isRetryable(error)) return null;
  const asked = error instanceof BatonError ? error.retryAfterMs : null;
  if (asked === null) return backoffMs(attempt.number, attempt.random);
  if (asked > RETRY_AFTER_LIMIT_MS) return null;
  return Math.max(asked, backoffMs(attempt.number, attempt.random));
}

/** Whether whoever asks on and on would only be refused again. */
export function isHopeless(error: unknown): boolean {
  return [Unauthenticated, Forbidden, BadRequest, Misdirected].some((kind) => error instanceof kind);
}

/**
 * Whether the failure is one of the address rather than of the call: nobody there, no answer, or a node that goes down or has lost
 * its database. Another address may then do what this one did not.
 */
export function isOfAddress(error: unknown): boolean {
  return error instanceof ConnectionFailed || error instanceof Unavailable;
}

/** Whether so many failures in a row were at every one of the addresses. Until then the next one is tried without a wait. */
export function isTurnOver(failures: number, addresses: number): boolean {
  return failures % addresses === 0;
}
