import { BatonError } from '../contract/errors.ts';
import type { Clock } from '../kernel/clock.ts';

/** Requests that one token may send: so many a second, and so many at once after a pause (SPEC SE6). */
export const REQUESTS_PER_SECOND = 2_000;
export const REQUESTS_BURST = 4_000;
const BUCKETS_MAX = 10_000;

export interface RateLimiter {
  /** Takes one request of this token. Throws `rate_limited` when it has none left. */
  take(tokenId: string): void;
}

/** A bucket for each token that refills by itself: the token bucket of RFC 2697 without colours. */
export function createRateLimiter(clock: Clock, limits = { perSecond: REQUESTS_PER_SECOND, burst: REQUESTS_BURST }): RateLimiter {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(tokenId) {
      const now = clock.monotonicNow();
      const bucket = buckets.get(tokenId) ?? { left: limits.burst, at: now };
      if (!buckets.has(tokenId)) {
        if (buckets.size >= BUCKETS_MAX) buckets.clear();
        buckets.set(tokenId, bucket);
      }
      bucket.left = Math.min(limits.burst, bucket.left + ((now - bucket.at) / 1_000) * limits.perSecond);
      bucket.at = now;
      if (bucket.left < 1) throw rateLimited(limits.perSecond);
      bucket.left -= 1;
    },
  };
}

function rateLimited(perSecond: number): BatonError {
  return new BatonError('rate_limited', {
    detail: `This token has sent more than ${perSecond} requests a second.`,
    hint: 'Wait a second, then go on; one heartbeat renews all leases of a session, and claim-next can wait on the server.',
    retryAfterSeconds: 1,
  });
}
