import type { LeaseTime } from '../lease-time.ts';
import type { ReviewRecord, TaskRecord, WallTime } from '../records.ts';
import type { Changed } from '../store.ts';

/** Of an open review, and of its task, what says who should take it. */
export type WaitingReview = Pick<
  ReviewRecord,
  'id' | 'reviewer' | 'status' | 'holderAgent' | 'claimedAt' | 'leaseEndsAt' | 'leaseTtlMs' | 'expiries' | 'passedBy'
> &
  Pick<TaskRecord, 'requires'>;

/** What the store is asked about who holds reviews, and who may not take which. */
export interface ReviewLeaseReads {
  /** Reviews that name this agent as holder, whether or not the lease still runs. */
  listReviewsHeldBy(p: { project: string; agent: string }): Promise<ReviewRecord[]>;
  /** All reviews of a project that name a holder. */
  listHeldReviews(p: { project: string }): Promise<ReviewRecord[]>;
  /**
   * Open reviews of which it is not written down that they are escalated: those made at or before `createdBefore`, and those with at
   * least so many `expiries` whose lease ended at or before `endedBefore`. Oldest first.
   */
  listEscalating(p: {
    project: string;
    createdBefore: WallTime;
    expiries: number;
    endedBefore: LeaseTime;
    limit: number;
  }): Promise<ReviewRecord[]>;
  /** The oldest open reviews of a project, without their texts. */
  listWaitingReviews(p: { project: string; limit: number }): Promise<WaitingReview[]>;
  /** For each open review of the project, who was granted an epoch of its task in its generation (SPEC RV2). */
  listReviewWorkers(p: { project: string }): Promise<Array<{ review: string; agent: string }>>;
  /** For each open review of the project, who has approved it. */
  listReviewApprovers(p: { project: string }): Promise<Array<{ review: string; agent: string }>>;
}

/** What the store changes for the lease of a review. Each but the last changes one open review, or nothing. */
export interface ReviewLeaseWrites {
  /** Grants: sets holder, lease and epoch + 1, if the epoch is still the one that the decision was made on. */
  grantReview(p: {
    project: string;
    id: string;
    expectedEpoch: number;
    holderAgent: string;
    holderSession: string;
    claimedAt: LeaseTime;
    leaseEndsAt: LeaseTime;
    leaseTtlMs: number;
  }): Promise<Changed>;
  /** Never shortens; changes nothing when the epoch is no longer the review's, or nobody holds it. */
  renewReview(p: ReviewRenewal): Promise<Changed>;
  /** Takes the holder away: epoch + 1. */
  freeReview(p: { project: string; id: string; expectedEpoch: number; expiries: number; passedBy: string[] }): Promise<Changed>;
  /** Writes down since when the leads are asked; once. */
  escalateReview(p: { project: string; id: string; escalatedAt: WallTime }): Promise<Changed>;
  /** Names another reviewer for the open review of a task and forgets its expiries. */
  nameReviewer(p: { project: string; task: number; reviewer: string; passedBy: string[] }): Promise<Changed>;
}

/** What a renewal says: the review's lease of this epoch lasts at least until then. */
export interface ReviewRenewal {
  readonly project: string;
  readonly id: string;
  readonly epoch: number;
  readonly leaseEndsAt: LeaseTime;
}
