import { BatonError } from '../contract/errors.ts';

/** How many works may wait; beyond it a caller is told to come again rather than to wait for ever. */
export const QUEUE_MAX_WORKS = 20_000;
const RETRY_AFTER_SECONDS = 1;

/** The answer to what comes while the store closes. */
export function stopping(): BatonError {
  return new BatonError('unavailable', {
    detail: 'The server is stopping and takes no more work.',
    hint: 'Try again with the same Idempotency-Key when it is back.',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

/** The answer where the queue is full. */
export function overloaded(): BatonError {
  return new BatonError('unavailable', {
    detail: `More than ${QUEUE_MAX_WORKS} requests wait for the database.`,
    hint: 'Wait a second and try again with the same Idempotency-Key.',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
