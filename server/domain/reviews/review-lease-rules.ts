import type { LeaseView } from '../lease-time.ts';
import type { ReviewRecord, WallTime } from '../records.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { effectiveLeaseEnd, isLeaseOver, RECLAIM_DELAY_MS } from '../tasks/lease-rules.ts';

/** When so many reviewers let their lease run out, the review goes to the leads (SPEC RV3). */
export const REVIEW_EXPIRIES_MAX = 3;
/** A review that waits so long without a decision goes to the leads as well (SPEC RV3). */
export const REVIEW_ESCALATES_AFTER_MS = 2 * 60 * 60 * 1_000;

/** Since when the leads are asked for a review, and why. */
export interface Escalation {
  readonly since: WallTime;
  readonly because: string;
}

/** Whether the review still waits for a decision. */
export function isOpenReview(review: Pick<ReviewRecord, 'status'>): boolean {
  return review.status === 'open' || review.status === 'claimed';
}

/** What tells whether somebody holds a review. */
export type ReviewLease = Pick<ReviewRecord, 'status' | 'claimedAt' | 'leaseEndsAt' | 'leaseTtlMs'>;

/** Whether somebody holds the review: the one answer for claims, decisions, lists and presence. */
export function isReviewHeld(review: ReviewLease, lease: LeaseView): boolean {
  return review.status === 'claimed' && !isLeaseOver(review, lease);
}

/** Whether its holder's lease is over, and nobody has written that down yet. */
export function isReviewLapsed(review: ReviewLease, lease: LeaseView): boolean {
  return review.status === 'claimed' && isLeaseOver(review, lease);
}

/** How many reviewers let their lease run out, counting one of whom it is not written down yet. */
export function reviewExpiries(review: ReviewLease & Pick<ReviewRecord, 'expiries'>, lease: LeaseView): number {
  return review.expiries + (isReviewLapsed(review, lease) ? 1 : 0);
}

/**
 * Since when a review is the leads' to see to, and why; null while it is not, and once it is decided. True by itself, whether or
 * not the sweep has written it down (SPEC RV3).
 */
export function escalationOf(review: ReviewRecord, at: Moment): Escalation | null {
  if (!isOpenReview(review)) return null;
  const reasons = [expiredTooOften(review, at), waitedTooLong(review, at)].filter((one) => one !== null);
  const [first] = reasons.toSorted((left, right) => left.since - right.since);
  if (review.escalatedAt === null) return first ?? null;
  return { since: review.escalatedAt, because: first?.because ?? 'the leads were asked' };
}

function expiredTooOften(review: ReviewRecord, at: Moment): Escalation | null {
  if (reviewExpiries(review, at.lease) < REVIEW_EXPIRIES_MAX) return null;
  const lapsed = isReviewLapsed(review, at.lease);
  const overFor = lapsed ? at.lease.now - effectiveLeaseEnd(review, at.lease) - RECLAIM_DELAY_MS : 0;
  return { since: at.wallNow - overFor, because: `${REVIEW_EXPIRIES_MAX} reviewers let their lease run out` };
}

function waitedTooLong(review: ReviewRecord, at: Moment): Escalation | null {
  const since = review.createdAt + REVIEW_ESCALATES_AFTER_MS;
  return since <= at.wallNow ? { since, because: 'it waited two hours without a decision' } : null;
}
