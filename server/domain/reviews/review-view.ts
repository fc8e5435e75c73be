import type { Review } from '../../contract/reviews.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import type { ApprovalRecord, ReviewRecord } from '../records.ts';
import type { ReadTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { leaseRemainingMs } from '../tasks/lease-rules.ts';
import { escalationOf, isReviewHeld, isReviewLapsed, reviewExpiries } from './review-lease-rules.ts';

/** The wire shape of a review, with its approvals. */
export async function loadReview(tx: Pick<ReadTx, 'q'>, review: ReviewRecord, at: Moment): Promise<Review> {
  return toReview(review, await tx.q.listApprovals({ review: review.id }), at);
}

/** The wire shape of a review at a moment: one whose holder's lease is over is open for every reader. */
export function toReview(review: ReviewRecord, approvals: readonly ApprovalRecord[], at: Moment): Review {
  const escalated = escalationOf(review, at);
  return {
    id: review.id,
    taskId: `T-${review.task}`,
    revision: review.revision,
    round: review.round,
    author: review.author,
    reviewer: review.reviewer,
    status: isReviewLapsed(review, at.lease) ? 'open' : review.status,
    waitingMs: Math.max(0, (review.decidedAt ?? at.wallNow) - review.createdAt),
    summary: review.summary,
    evidence: review.evidence,
    answers: review.answers,
    approvals: approvals.map(({ by, selfReview, note, at: approvedAt }) => ({ by, selfReview, note, at: isoTime(approvedAt) })),
    note: review.note,
    decidedBy: review.decidedBy,
    epoch: review.epoch,
    holder: holderOf(review, at),
    expiries: reviewExpiries(review, at.lease),
    escalated: escalated === null ? null : { since: isoTime(escalated.since), because: escalated.because },
    createdAt: isoTime(review.createdAt),
  };
}

function holderOf(review: ReviewRecord, at: Moment): Review['holder'] {
  if (review.holderAgent === null || review.holderSession === null || !isReviewHeld(review, at.lease)) return null;
  return { agent: review.holderAgent, session: review.holderSession, leaseRemainingMs: leaseRemainingMs(review, at.lease) };
}
