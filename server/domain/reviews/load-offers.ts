import { isAlive } from '../agents/presence-rules.ts';
import type { DomainDeps } from '../deps.ts';
import type { ReviewRecord } from '../records.ts';
import type { ReadTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { isHeld } from '../tasks/lease-rules.ts';
import { type Candidate, type Offerable, offerReviews } from './offer-rules.ts';
import { isReviewHeld, REVIEW_EXPIRIES_MAX, reviewExpiries } from './review-lease-rules.ts';

/** How many reviews, the oldest, are offered at a time, and to how many agents. What is behind them is offered to nobody yet. */
export const OFFERED_REVIEWS_MAX = 200;
export const OFFERED_AGENTS_MAX = 1_000;

/** Who should take which of the open reviews of a project, by the id of the review (SPEC RV3). */
export async function loadOffers(
  tx: ReadTx,
  of: { project: string; at: Moment; deps: DomainDeps },
): Promise<ReadonlyMap<string, string>> {
  const { project, at } = of;
  const open = await tx.q.listOpenReviews({ project, after: '', limit: OFFERED_REVIEWS_MAX });
  const queue = open.filter((review) => !isReviewHeld(review, at.lease));
  return queue.length === 0 ? new Map() : offerReviews(await loadQueue(tx, queue, of), await loadCandidates(tx, of));
}

async function loadQueue(
  tx: ReadTx,
  queue: readonly ReviewRecord[],
  { project, at }: { project: string; at: Moment },
): Promise<Offerable[]> {
  const selfReview = (await tx.q.getProject({ name: project }))?.selfReview ?? false;
  const workers = Map.groupBy(await tx.q.listReviewWorkers({ project }), ({ review }) => review);
  const approvers = Map.groupBy(await tx.q.listReviewApprovers({ project }), ({ review }) => review);
  const tasks = await Promise.all(queue.map(({ task: number }) => tx.q.findTask({ project, number })));
  return queue.map((review, nth) => {
    const worked = (workers.get(review.id) ?? []).map(({ agent }) => agent);
    const approved = (approvers.get(review.id) ?? []).map(({ agent }) => agent);
    // Whoever let it lapse last is named on the row still, until somebody writes that down.
    const passed = review.holderAgent === null ? review.passedBy : [...review.passedBy, review.holderAgent];
    return {
      id: review.id,
      named: review.reviewer === 'any' || approved.includes(review.reviewer) ? null : review.reviewer,
      requires: tasks[nth]?.requires ?? [],
      barred: new Set(selfReview ? approved : [...approved, ...worked]),
      last: new Set([...passed, ...worked]),
      forLeads: reviewExpiries(review, at.lease) >= REVIEW_EXPIRIES_MAX,
    };
  });
}

async function loadCandidates(
  tx: ReadTx,
  { project, at, deps }: { project: string; at: Moment; deps: DomainDeps },
): Promise<Candidate[]> {
  const agents = await tx.q.listAgents({ project, after: '', limit: OFFERED_AGENTS_MAX });
  const sessions = await tx.q.listProjectSessions({ project });
  const alive = new Set(
    sessions
      .filter(({ id, lastSeen }) => isAlive(deps.leases.isSeen(id) ? at.lease.now : lastSeen, at.lease.now))
      .map(({ agent }) => agent),
  );
  const tasks = (await tx.q.listHeldTasks({ project })).map((task) => deps.leases.apply(task));
  const reviews = await tx.q.listHeldReviews({ project });
  const inHand = [
    ...tasks.filter((task) => isHeld(task, at.lease)),
    ...reviews.filter((review) => isReviewHeld(review, at.lease)),
  ].map(({ holderAgent }) => holderAgent);
  return agents
    .filter(({ name, status }) => status === 'active' && alive.has(name))
    .map(({ name, role, capabilities }) => ({
      name,
      role,
      capabilities,
      load: inHand.filter((holder) => holder === name).length,
    }));
}
