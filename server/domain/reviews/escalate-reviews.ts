import type { DomainDeps } from '../deps.ts';
import type { LeaseTime } from '../lease-time.ts';
import type { WallTime } from '../records.ts';
import type { ReadTx } from '../store.ts';
import { RECLAIM_DELAY_MS } from '../tasks/lease-rules.ts';
import { isReviewLapsed, REVIEW_ESCALATES_AFTER_MS, REVIEW_EXPIRIES_MAX } from './review-lease-rules.ts';
import { escalateReview, expireReview } from './review-writes.ts';

/** How many reviews one sweep takes on at a time. */
const ESCALATED_AT_ONCE = 100;

/** Whether a sweep would find anything. Asked by reading, so that an idle server writes nothing. */
export async function anyEscalating({ q, lease }: ReadTx, project: string, wallNow: WallTime): Promise<boolean> {
  return (await q.listEscalating({ ...bounds(wallNow, lease.now), project, limit: 1 })).length > 0;
}

/**
 * Writes down which reviews are the leads' now, so that they hear of it (SPEC RV3). No rule depends on it: what it writes is true
 * before, and whoever reads or claims works that out alone. It decides no review.
 */
export async function escalateReviews(deps: DomainDeps, project: string): Promise<void> {
  await deps.storage.write(async (tx) => {
    const at = { lease: tx.lease, wallNow: deps.clock.wallNow() };
    const listed = await tx.q.listEscalating({ ...bounds(at.wallNow, tx.lease.now), project, limit: ESCALATED_AT_ONCE });
    for (const review of listed) {
      const isLast = review.expiries + 1 >= REVIEW_EXPIRIES_MAX && isReviewLapsed(review, tx.lease);
      await escalateReview(tx, isLast ? await expireReview(tx, review, at) : review, at);
    }
  });
}

function bounds(wallNow: WallTime, now: LeaseTime) {
  return {
    createdBefore: wallNow - REVIEW_ESCALATES_AFTER_MS,
    expiries: REVIEW_EXPIRIES_MAX - 1,
    endedBefore: now - RECLAIM_DELAY_MS,
  };
}
