import { isAlive } from '../agents/presence-rules.ts';
import type { DomainDeps } from '../deps.ts';
import type { ReviewRecord, TaskRecord } from '../records.ts';
import type { ReadTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { isHeld } from '../tasks/lease-rules.ts';
import { type Candidate, type Offerable, offerReviews } from './offer-rules.ts';
import { isReviewHeld, REVIEW_EXPIRIES_MAX, reviewExpiries } from './review-lease-rules.ts';
import type { WaitingReview } from './review-queries.ts';

/** How many reviews, the oldest, are offered at a time, and to how many agents. What is behind them is offered to nobody yet. */
export const OFFERED_REVIEWS_MAX = 200;
export const OFFERED_AGENTS_MAX = 1_000;

interface Offering {
  readonly project: string;
  readonly at: Moment;
  readonly deps: DomainDeps;
}

/** Who should take which of the open reviews of a project, by the id of the review (SPEC RV3). */
export async function loadOffers(tx: ReadTx, of: Offering): Promise<ReadonlyMap<string, string>> {
  const open = await tx.q.listWaitingReviews({ project: of.project, limit: OFFERED_REVIEWS_MAX });
  return offersOf(tx, { open, anybody: true }, of);
}

/**
 * Who should take a review that was just stored, and so is the last of the queue however long that is; null: nobody is able. No row
 * of another's task is held for it.
 */
export async function loadOffer(
  tx: ReadTx,
  { review, task }: { review: ReviewRecord; task: Pick<TaskRecord, 'requires'> },
  of: Offering,
): Promise<string | null> {
  const own: WaitingReview = { ...review, requires: task.requires };
  const anybody = review.reviewer === 'any';
  const before = anybody ? await tx.q.listWaitingReviews({ project: of.project, limit: OFFERED_REVIEWS_MAX }) : [];
  const offers = await offersOf(tx, { open: [...before.filter(({ id }) => id !== own.id), own], anybody }, of);
  return offers.get(review.id) ?? null;
}

/** `anybody`: whether others than those who are named may be asked. */
async function offersOf(
  tx: ReadTx,
  { open, anybody }: { open: readonly WaitingReview[]; anybody: boolean },
  of: Offering,
): Promise<ReadonlyMap<string, string>> {
  const waiting = open.filter((review) => !isReviewHeld(review, of.at.lease));
  if (waiting.length === 0) return new Map();
  const [queue, candidates] = await Promise.all([loadQueue(tx, waiting, of), anybody ? loadCandidates(tx, of) : []]);
  return offerReviews(queue, candidates);
}

async function loadQueue(tx: ReadTx, queue: readonly WaitingReview[], { project, at }: Offering): Promise<Offerable[]> {
  const [settings, worked, approved] = await Promise.all([
    tx.q.getProject({ name: project }),
    tx.q.listReviewWorkers({ project }),
    tx.q.listReviewApprovers({ project }),
  ]);
  const selfReview = settings?.selfReview ?? false;
  const [workers, approvers] = [worked, approved].map((rows) => Map.groupBy(rows, ({ review }) => review));
  return queue.map((review) => {
    const workedOnIt = (workers?.get(review.id) ?? []).map(({ agent }) => agent);
    const approvedIt = (approvers?.get(review.id) ?? []).map(({ agent }) => agent);
    // Whoever let it lapse last is named on the row still, until somebody writes that down.
    const passed = review.holderAgent === null ? review.passedBy : [...review.passedBy, review.holderAgent];
    return {
      id: review.id,
      named: review.reviewer === 'any' || approvedIt.includes(review.reviewer) ? null : review.reviewer,
      requires: review.requires,
      barred: new Set(selfReview ? approvedIt : [...approvedIt, ...workedOnIt]),
      last: new Set([...passed, ...workedOnIt]),
      forLeads: reviewExpiries(review, at.lease) >= REVIEW_EXPIRIES_MAX,
    };
  });
}

async function loadCandidates(tx: ReadTx, { project, at, deps }: Offering): Promise<Candidate[]> {
  const [agents, sessions, leases, reviews] = await Promise.all([
    tx.q.listAgents({ project, after: '', limit: OFFERED_AGENTS_MAX }),
    tx.q.listProjectSessions({ project }),
    tx.q.listLeases({ project }),
    tx.q.listHeldReviews({ project }),
  ]);
  const alive = new Set(
    sessions
      .filter(({ id, lastSeen }) => isAlive(deps.leases.isSeen(id) ? at.lease.now : lastSeen, at.lease.now))
      .map(({ agent }) => agent),
  );
  const inHand = [
    ...leases.map((task) => deps.leases.apply(task)).filter((task) => isHeld(task, at.lease)),
    ...reviews.filter((review) => isReviewHeld(review, at.lease)),
  ];
  const loads = Map.groupBy(inHand, ({ holderAgent }) => holderAgent ?? '');
  return agents
    .filter(({ name, status }) => status === 'active' && alive.has(name))
    .map(({ name, role, capabilities }) => ({ name, role, capabilities, load: loads.get(name)?.length ?? 0 }));
}
