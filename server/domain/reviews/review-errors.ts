import { BatonError } from '../../contract/errors.ts';
import type { ReviewRecord } from '../records.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { leaseRemainingMs } from '../tasks/lease-rules.ts';
import { isReviewHeld } from './review-lease-rules.ts';
import { toReview } from './review-view.ts';

export function reviewNotFound(id: string): BatonError {
  return new BatonError('not_found', {
    detail: `There is no review ${id} in this project.`,
    hint: 'List the queue with GET /v1/reviews.',
  });
}

/** For one who would claim or decide what another has in hand. */
export function reviewHeld(review: ReviewRecord, agent: string | null, at: Moment): BatonError {
  const left = Math.ceil(leaseRemainingMs(review, at.lease) / 1_000);
  const own = review.holderAgent === agent;
  return new BatonError('task_held', {
    detail: `${own ? `Another session of ${agent}` : review.holderAgent} has the review of T-${review.task} in hand; its lease is good for ${left} s.`,
    hint: own
      ? 'Decide from that session, with its epoch; if it is dead, wait until its lease is over.'
      : 'Take another review, or ask a lead, who may release it.',
    current: toReview(review, [], at),
  });
}

/** What a caller hears whose epoch is no longer the review's, or whose session does not hold it. */
export function reviewLeaseLost(review: ReviewRecord, epoch: number, at: Moment): BatonError {
  const held = isReviewHeld(review, at.lease);
  return new BatonError('lease_lost', {
    detail: `Epoch ${epoch} of the review of T-${review.task} is not yours to use: ${held ? `${review.holderAgent} has it in hand with epoch ${review.epoch}` : `it is at epoch ${review.epoch} and nobody has it in hand`}.`,
    hint: 'Stop reviewing it; nothing was decided. Claim a review from GET /v1/reviews.',
    current: toReview(review, [], at),
  });
}

/** For one who would claim or release what is decided already. */
export function reviewOver(review: ReviewRecord, at: Moment): BatonError {
  return new BatonError('stale_review', {
    detail: `The review ${review.id} of T-${review.task} is ${review.status} already.`,
    hint: 'Look at GET /v1/reviews for what still waits.',
    current: toReview(review, [], at),
  });
}
