import { BatonError } from '../../contract/errors.ts';
import { hasRole, type Principal } from '../auth/principal.ts';
import type { ReviewRecord, TaskRecord } from '../records.ts';
import { REVIEW_EXPIRIES_MAX } from './review-lease-rules.ts';

/** One principal before one review, with all that the question whether it may judge needs. */
export interface Reviewing {
  readonly review: ReviewRecord;
  readonly task: Pick<TaskRecord, 'number' | 'requires'>;
  readonly by: Principal;
  /** Whether it was granted any epoch of the task since that was last done. */
  readonly worked: boolean;
  readonly selfReviewAllowed: boolean;
  /** What the agent is able to; null for a principal that is no agent, of which nothing is asked. */
  readonly capabilities: readonly string[] | null;
  /** Who has approved this revision already. */
  readonly approvedBy: readonly string[];
  /** How many reviewers let their lease run out before. */
  readonly expiries: number;
}

/** Why this principal may not judge this review, or null when it may (SPEC RV2, RV3). */
export function refuseReviewer(reviewing: Reviewing): BatonError | null {
  return refuseWorked(reviewing) ?? refuseOther(reviewing) ?? refuseIncapable(reviewing) ?? refuseBelowLead(reviewing);
}

/** Who alone may judge it beside the leads: the one named until that one has approved, then anybody. */
export function namedReviewer({ review, approvedBy }: Pick<Reviewing, 'review' | 'approvedBy'>): string | null {
  return review.reviewer === 'any' || approvedBy.includes(review.reviewer) ? null : review.reviewer;
}

/** Nobody approves or sends back what they worked on themselves (SPEC RV2). */
function refuseWorked({ review, by, worked, selfReviewAllowed }: Reviewing): BatonError | null {
  if (!worked || selfReviewAllowed) return null;
  return new BatonError('forbidden', {
    detail: `${by.name} worked on T-${review.task} and cannot review it.`,
    hint: 'Leave it to another reviewer.',
  });
}

function refuseOther(reviewing: Reviewing): BatonError | null {
  const { review, by } = reviewing;
  const named = namedReviewer(reviewing);
  if (named === null || named === by.name || hasRole(by, 'lead')) return null;
  return new BatonError('forbidden', {
    detail: `${named} is to review T-${review.task}, not ${by.name}.`,
    hint: `Leave it to ${named}, or ask a lead.`,
  });
}

/** Whoever is named is taken to be able to; of a lead nothing is asked either. */
function refuseIncapable(reviewing: Reviewing): BatonError | null {
  const { review, task, by, capabilities } = reviewing;
  if (capabilities === null || hasRole(by, 'lead') || review.reviewer === by.name) return null;
  const missing = task.requires.filter((capability) => !capabilities.includes(capability));
  if (missing.length === 0) return null;
  return new BatonError('forbidden', {
    detail: `${by.name} lacks ${missing.join(', ')}, which T-${review.task} asks for, of its reviewers as well.`,
    hint: 'Take another review, or let the task name its reviewer.',
  });
}

function refuseBelowLead({ review, by, expiries }: Reviewing): BatonError | null {
  if (expiries < REVIEW_EXPIRIES_MAX || hasRole(by, 'lead')) return null;
  return new BatonError('forbidden', {
    detail: `${expiries} reviewers let the review of T-${review.task} run out, so it is for the leads now.`,
    hint: 'Take another review. A lead decides this one, or names who shall review the task.',
  });
}
