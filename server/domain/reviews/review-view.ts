import type { Review } from '../../contract/reviews.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import type { ApprovalRecord, ReviewRecord } from '../records.ts';
import type { ReadTx } from '../store.ts';

/** The wire shape of a review, with its approvals. */
export async function loadReview(tx: Pick<ReadTx, 'q'>, review: ReviewRecord, wallNow: number): Promise<Review> {
  return toReview(review, await tx.q.listApprovals({ review: review.id }), wallNow);
}

function toReview(review: ReviewRecord, approvals: readonly ApprovalRecord[], wallNow: number): Review {
  return {
    id: review.id,
    taskId: `T-${review.task}`,
    revision: review.revision,
    round: review.round,
    author: review.author,
    reviewer: review.reviewer,
    status: review.status,
    waitingMs: Math.max(0, (review.decidedAt ?? wallNow) - review.createdAt),
    summary: review.summary,
    evidence: review.evidence,
    answers: review.answers,
    approvals: approvals.map(({ by, selfReview, note, at }) => ({ by, selfReview, note, at: isoTime(at) })),
    note: review.note,
    decidedBy: review.decidedBy,
    createdAt: isoTime(review.createdAt),
  };
}
