import { BatonError } from '../../contract/errors.ts';
import type { Review, ReviewClaim, ReviewRelease } from '../../contract/reviews.ts';
import { type CallContext, hasRole } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import type { ReviewRecord, TaskRecord } from '../records.ts';
import { Overtaken, type WriteTx } from '../store.ts';
import { type Claimant, loadClaimant, refusePaused } from '../tasks/claim-decision.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { getTask } from '../tasks/claim-service.ts';
import { leaseRemainingMs, renewedLeaseEnd } from '../tasks/lease-rules.ts';
import { toTask } from '../tasks/task-view.ts';
import { actorOf } from '../tasks/task-writes.ts';
import { loadReviewing } from './load-reviewing.ts';
import { reviewHeld, reviewLeaseLost, reviewNotFound, reviewOver } from './review-errors.ts';
import { isOpenReview, isReviewHeld, isReviewLapsed, reviewExpiries } from './review-lease-rules.ts';
import { loadReview } from './review-view.ts';
import { appendReviewEvent, expireReview, releaseReview, reviewChanged } from './review-writes.ts';
import { refuseReviewer } from './reviewer-rules.ts';

export interface ReviewClaimService {
  /**
   * Takes one review in hand for the calling session: a lease with an epoch of its own, as long as the task's. The holder's own repeat
   * answers with the same epoch. Throws `task_held`, `stale_review`, `forbidden`, `wip_limit`, `agent_paused`, `not_found`.
   */
  claim(ctx: CallContext, input: { id: string }): Promise<ReviewClaim>;
  /** Gives a review back undecided: its holder, or a lead over its head. Throws `lease_lost`, `stale_review`. */
  release(ctx: CallContext, input: ReviewRelease): Promise<Review>;
}

export function createReviewClaimService(deps: DomainDeps): ReviewClaimService {
  const { commands, clock } = deps;
  return {
    claim(ctx, input) {
      const work = async (tx: WriteTx) => {
        const at: Moment = { lease: tx.lease, wallNow: clock.wallNow() };
        const claimant = await loadClaimant(tx, ctx);
        const found = await getReview(tx, ctx, input.id);
        const task = await getTask(tx, ctx.project, found.task);
        if (!isOpenReview(found)) throw reviewOver(found, at);
        if (isReviewHeld(found, at.lease)) {
          if (found.holderSession !== claimant.session) throw reviewHeld(found, claimant.agent, at);
          return claimResult(tx, found, { task, at, alreadyHeld: true });
        }
        refusePaused(claimant);
        const expiries = reviewExpiries(found, at.lease);
        const reviewing = await loadReviewing(tx, ctx, { review: found, task, expiries });
        const refusal = reviewing.approvedBy.includes(claimant.agent)
          ? approvedAlready(found, claimant.agent)
          : refuseReviewer(reviewing);
        if (refusal !== null) throw refusal;
        await refuseOverLimit(tx, claimant, at);
        const free = isReviewLapsed(found, at.lease) ? await expireReview(tx, found, at) : found;
        const granted = await grantReview(tx, free, { claimant, at, leaseTtlMs: task.leaseTtlMs });
        return claimResult(tx, granted, { task, at, alreadyHeld: false });
      };
      return commands.run({ ctx, operation: 'reviews.claim', input, work });
    },
    release(ctx, input) {
      const work = async (tx: WriteTx) => {
        const at: Moment = { lease: tx.lease, wallNow: clock.wallNow() };
        const review = await getReview(tx, ctx, input.id);
        if (!isOpenReview(review)) throw reviewOver(review, at);
        const current = review.status === 'claimed' && review.epoch === input.epoch;
        const own = ctx.session !== null && review.holderSession === ctx.session;
        if (!current || !(own || hasRole(ctx.principal, 'lead'))) throw reviewLeaseLost(review, input.epoch, at);
        return loadReview(tx, await releaseReview(tx, review, { ...actorOf(ctx), at, reason: input.reason }), at);
      };
      return commands.run({ ctx, operation: 'reviews.release', input, work });
    },
  };
}

export async function getReview(tx: Pick<WriteTx, 'q'>, ctx: CallContext, id: string): Promise<ReviewRecord> {
  const review = await tx.q.findReview({ project: ctx.project, id });
  if (review === undefined) throw reviewNotFound(id);
  return review;
}

/** One conditional UPDATE decides: of all who saw this epoch, one changes the row. */
async function grantReview(
  tx: WriteTx,
  review: ReviewRecord,
  to: { claimant: Claimant; at: Moment; leaseTtlMs: number },
): Promise<ReviewRecord> {
  const { claimant, at, leaseTtlMs } = to;
  const { now } = at.lease;
  const held = {
    holderAgent: claimant.agent,
    holderSession: claimant.session,
    claimedAt: now,
    leaseEndsAt: renewedLeaseEnd({ leaseTtlMs, claimedAt: now, leaseEndsAt: null }, now),
    leaseTtlMs,
  };
  const { project, id, epoch } = review;
  const { changes } = await tx.q.grantReview({ project, id, expectedEpoch: epoch, ...held });
  if (changes !== 1) throw new Overtaken(reviewChanged(review));
  const granted: ReviewRecord = { ...review, ...held, status: 'claimed', epoch: epoch + 1 };
  const by = { actor: claimant.agent, agent: claimant.agent, at, extra: { epoch: granted.epoch } };
  await appendReviewEvent(tx, { before: review, after: granted }, { type: 'review.claimed', ...by });
  return granted;
}

/** An agent has at most as many reviews in hand as it may hold tasks, beside those (SPEC RV3): its heartbeat must carry them all. */
async function refuseOverLimit(tx: WriteTx, claimant: Claimant, at: Moment): Promise<void> {
  const { maxConcurrent } = claimant.facts;
  const claimed = await tx.q.listReviewsHeldBy({ project: claimant.project, agent: claimant.agent });
  const held = claimed.filter((review) => isReviewHeld(review, at.lease)).map((review) => review.id);
  if (held.length < maxConcurrent) return;
  throw new BatonError('wip_limit', {
    detail: `${claimant.agent} has ${held.join(', ')} in hand and may have ${maxConcurrent} reviews at once.`,
    hint: 'Decide or release one first, or raise maxConcurrent with PATCH /v1/agents/{name}.',
    current: { held, maxConcurrent },
  });
}

function approvedAlready(review: ReviewRecord, agent: string): BatonError {
  return new BatonError('forbidden', {
    detail: `${agent} has approved revision ${review.revision} of T-${review.task} already; the next approval must be another's.`,
    hint: 'Take another review.',
  });
}

async function claimResult(
  tx: WriteTx,
  review: ReviewRecord,
  { task, at, alreadyHeld }: { task: TaskRecord; at: Moment; alreadyHeld: boolean },
): Promise<ReviewClaim> {
  return {
    review: await loadReview(tx, review, at),
    task: toTask(task, at),
    epoch: review.epoch,
    leaseRemainingMs: leaseRemainingMs(review, at.lease),
    alreadyHeld,
  };
}
