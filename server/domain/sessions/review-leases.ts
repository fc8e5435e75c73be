import type { Heartbeat, LostReason, ReviewLeaseReport } from '../../contract/sessions.ts';
import type { CallContext } from '../auth/principal.ts';
import type { LeaseTime } from '../lease-time.ts';
import type { ReviewRecord, WallTime } from '../records.ts';
import type { ReviewRenewal } from '../reviews/review-queries.ts';
import { releaseReview } from '../reviews/review-writes.ts';
import type { ReadTx, WriteTx } from '../store.ts';
import { leaseRemainingMs, renewedLeaseEnd } from '../tasks/lease-rules.ts';
import { actorOf } from '../tasks/task-writes.ts';

/** One review of a heartbeat: what to answer, and what to write for it. */
export interface ReviewLook {
  readonly report: ReviewLeaseReport;
  readonly leaseTtlMs: number | null;
  readonly renewal: ReviewRenewal | null;
}

interface Beat {
  readonly project: string;
  readonly session: string;
  readonly agent: string | null;
}

/** Looks at the reviews that a heartbeat names: which of them the session holds still, and until when it will (SPEC RV3). */
export async function lookAtReviews(tx: ReadTx, beat: Beat, reviews: Heartbeat['reviews']): Promise<ReviewLook[]> {
  const looks: ReviewLook[] = [];
  for (const { reviewId, epoch } of reviews) {
    const review = await tx.q.findReview({ project: beat.project, id: reviewId });
    looks.push(lookAt(review, { ...beat, reviewId, epoch, tx }));
  }
  return looks;
}

/**
 * Writes the renewals at once: there are few of them, and so no store ever sees one as over that was promised. Where another took
 * the review first, the answer becomes `lost`.
 */
export async function renewReviews(tx: WriteTx, looks: readonly ReviewLook[]): Promise<ReviewLook[]> {
  return Promise.all(
    looks.map(async (look) => {
      if (look.renewal === null) return look;
      const { changes } = await tx.q.renewReview(look.renewal);
      if (changes === 1) return look;
      const { id: reviewId, epoch } = look.renewal;
      return lost({ reviewId, reason: 'expired', currentEpoch: epoch + 1 });
    }),
  );
}

function lookAt(
  review: ReviewRecord | undefined,
  { tx, session, agent, reviewId, epoch }: Beat & { tx: ReadTx; reviewId: string; epoch: number },
): ReviewLook {
  const { now } = tx.lease;
  const valid = review?.status === 'claimed' && review.epoch === epoch && review.holderSession === session;
  if (!valid) return lost({ reviewId, reason: whyLost(review, { epoch, agent }), currentEpoch: review?.epoch ?? 0 });
  const leaseEndsAt: LeaseTime = renewedLeaseEnd(review, now);
  if (leaseEndsAt <= now) return lost({ reviewId, reason: 'expired', currentEpoch: review.epoch });
  return {
    report: { reviewId, state: 'ok', leaseRemainingMs: leaseRemainingMs({ ...review, leaseEndsAt }, tx.lease) },
    leaseTtlMs: review.leaseTtlMs,
    renewal: { project: review.project, id: reviewId, epoch, leaseEndsAt },
  };
}

function lost(report: { reviewId: string; reason: LostReason; currentEpoch: number }): ReviewLook {
  return { report: { state: 'lost', ...report }, leaseTtlMs: null, renewal: null };
}

function whyLost(review: ReviewRecord | undefined, { epoch, agent }: { epoch: number; agent: string | null }): LostReason {
  if (review === undefined || agent === null) return 'not_yours';
  if (review.status === 'superseded') return 'cancelled';
  if (review.status === 'approved' || review.status === 'changes_requested') return 'decided';
  if (review.epoch <= epoch || !review.passedBy.includes(agent)) return 'not_yours';
  return review.expiries > 0 ? 'expired' : 'released';
}

/** Gives back the reviews that a session has in hand, as it ends (SPEC PR2); gives their ids. */
export async function releaseReviews(
  tx: WriteTx,
  { ctx, session, wallNow }: { ctx: CallContext; session: string; wallNow: WallTime },
): Promise<string[]> {
  const { actor, agent } = actorOf(ctx);
  const listed = await tx.q.listReviewsHeldBy({ project: ctx.project, agent: actor });
  const at = { lease: tx.lease, wallNow };
  const released: string[] = [];
  for (const { id } of listed.filter((review) => review.holderSession === session)) {
    const review = await tx.q.findReview({ project: ctx.project, id });
    if (review?.status !== 'claimed' || review.holderSession !== session) continue;
    await releaseReview(tx, review, { actor, agent, at, reason: `${actor} ended its session.` });
    released.push(id);
  }
  return released;
}
