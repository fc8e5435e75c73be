import { BatonError } from '../../contract/errors.ts';
import type { ReviewDecide } from '../../contract/reviews.ts';
import type { Principal } from '../auth/principal.ts';
import type { ReviewRecord, TaskRecord } from '../records.ts';

interface Decision {
  readonly review: ReviewRecord;
  readonly task: Pick<TaskRecord, 'number' | 'status' | 'revision'>;
  readonly input: ReviewDecide;
  readonly by: Principal;
  /** Whether the decider held any epoch of the task since it was last done. */
  readonly worked: boolean;
  readonly selfReviewAllowed: boolean;
  readonly isLead: boolean;
}

/** Throws unless this principal may take this decision on this revision now. */
export function decideReview(decision: Decision): void {
  refuseStale(decision);
  refuseOther(decision);
  refuseSelf(decision);
  if (decision.input.decision !== 'request_changes' || decision.input.note !== undefined) return;
  throw new BatonError('invalid_input', {
    detail: 'Requesting changes needs a note.',
    hint: 'Say in `note` what must change; the author and the next holder will read it.',
    problems: [{ path: 'note', message: 'required with request_changes' }],
  });
}

function refuseStale({ review, task, input }: Decision): void {
  const open = review.status === 'open' || review.status === 'claimed';
  if (open && task.status === 'validating' && review.revision === task.revision && input.revision === review.revision) return;
  const said = open ? `is of revision ${review.revision}, not ${input.revision}` : `is ${review.status} already`;
  throw new BatonError('stale_review', {
    detail: `The review ${review.id} of T-${task.number} ${said}.`,
    hint: 'Look at GET /v1/reviews and decide on the revision that you have read.',
    current: { reviewId: review.id, status: review.status, revision: task.revision, taskStatus: task.status },
  });
}

function refuseOther({ review, by, isLead }: Decision): void {
  if (review.reviewer === 'any' || review.reviewer === by.name || isLead) return;
  throw new BatonError('forbidden', {
    detail: `${review.reviewer} is to review T-${review.task}, not ${by.name}.`,
    hint: `Leave it to ${review.reviewer}, or ask a lead.`,
  });
}

/** Nobody approves or sends back what they worked on themselves (SPEC RV2). */
function refuseSelf({ review, by, worked, selfReviewAllowed }: Decision): void {
  if (!worked || selfReviewAllowed) return;
  throw new BatonError('forbidden', {
    detail: `${by.name} worked on T-${review.task} and cannot decide its review.`,
    hint: 'Leave it to another reviewer.',
  });
}
