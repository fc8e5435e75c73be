import { BatonError } from '../../contract/errors.ts';
import type { ReviewDecide } from '../../contract/reviews.ts';
import type { TaskRecord } from '../records.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { reviewHeld, reviewLeaseLost } from './review-errors.ts';
import { isOpenReview, isReviewHeld } from './review-lease-rules.ts';
import { type Reviewing, refuseReviewer } from './reviewer-rules.ts';

interface Decision extends Reviewing {
  readonly task: Pick<TaskRecord, 'number' | 'requires' | 'status' | 'revision'>;
  readonly input: ReviewDecide;
  /** The session that the call comes from. */
  readonly session: string | null;
  readonly at: Moment;
}

/** Throws unless this principal may take this decision on this revision now. */
export function decideReview(decision: Decision): void {
  refuseStale(decision);
  refuseNotHolder(decision);
  const refusal = refuseReviewer(decision);
  if (refusal !== null) throw refusal;
  if (decision.input.decision !== 'request_changes' || decision.input.note !== undefined) return;
  throw new BatonError('invalid_input', {
    detail: 'Requesting changes needs a note.',
    hint: 'Say in `note` what must change; the author and the next holder will read it.',
    problems: [{ path: 'note', message: 'required with request_changes' }],
  });
}

function refuseStale({ review, task, input }: Decision): void {
  const open = isOpenReview(review);
  if (open && task.status === 'validating' && review.revision === task.revision && input.revision === review.revision) return;
  const said = open ? `is of revision ${review.revision}, not ${input.revision}` : `is ${review.status} already`;
  throw new BatonError('stale_review', {
    detail: `The review ${review.id} of T-${task.number} ${said}.`,
    hint: 'Look at GET /v1/reviews and decide on the revision that you have read.',
    current: { reviewId: review.id, status: review.status, revision: task.revision, taskStatus: task.status },
  });
}

/**
 * Whoever names an epoch must hold the review with it, late or not (SPEC LAW1). Whoever names none decides without a claim, which
 * only another's claim stands against.
 */
function refuseNotHolder({ review, input, session, by, at }: Decision): void {
  const holds = review.status === 'claimed' && review.holderSession !== null && review.holderSession === session;
  if (input.epoch !== undefined) {
    if (holds && input.epoch === review.epoch) return;
    throw reviewLeaseLost(review, input.epoch, at);
  }
  if (!holds && isReviewHeld(review, at.lease)) throw reviewHeld(review, by.agent, at);
}
