import { type News, WAIT_MAX_OF_A_KIND } from '../../contract/wait.ts';
import type { CallContext } from '../auth/principal.ts';
import { sessionNotFound } from '../auth/session-errors.ts';
import type { DomainDeps } from '../deps.ts';
import { readerOf } from '../inbox/message-rules.ts';
import type { ReviewRecord, TaskRecord } from '../records.ts';
import { PathHolds } from '../reservations/path-holds.ts';
import { isOpenReview, isReviewHeld } from '../reviews/review-lease-rules.ts';
import { mayDecide } from '../reviews/review-service.ts';
import type { ReadTx } from '../store.ts';
import type { Claimant } from '../tasks/claim-decision.ts';
import { type Moment, mayClaim } from '../tasks/claim-rules.ts';
import { findClaimable } from '../tasks/find-claimable.ts';
import { RECLAIM_DELAY_MS } from '../tasks/lease-rules.ts';
import { SYSTEM_ACTOR } from '../tasks/store-task.ts';
import { taskId } from '../tasks/task-view.ts';
import { messageOfPlaces, messagesNow } from './find-messages.ts';
import { type Fitting, fitNews } from './fit-news.ts';
import { type Heard, reviewStir, type Stir } from './stirs.ts';
import { concerns, type Interest, isAskedToReview, wants } from './wait-rules.ts';

const REVIEWS_LOOKED_AT = 200;

/** One that waits, as one transaction sees it. */
export interface Waiting {
  readonly deps: DomainDeps;
  readonly tx: ReadTx;
  readonly ctx: CallContext;
  readonly at: Moment;
  readonly claimant: Claimant;
  readonly interest: Interest;
}

/** Throws `not_found` for a session that is not there. */
export async function loadWaiting(
  tx: ReadTx,
  given: { deps: DomainDeps; ctx: CallContext; agent: string; session: string; asked: Pick<Interest, 'labels' | 'kinds'> },
): Promise<Waiting> {
  const { deps, ctx, agent, session, asked } = given;
  const { project } = ctx;
  const { now, listeningSince } = tx.lease;
  const facts = await tx.q.claimant({ project, agent, session, endedBefore: now - RECLAIM_DELAY_MS, listeningSince });
  if (facts === undefined) throw sessionNotFound(session);
  const isPaused = facts.projectPausedAt !== null || facts.agentStatus !== 'active' || facts.sessionEndedAt !== null;
  const isFree = !isPaused && facts.held < facts.maxConcurrent;
  return {
    deps,
    tx,
    ctx,
    at: { lease: tx.lease, wallNow: deps.clock.wallNow() },
    claimant: { project, agent, session, facts },
    interest: { agent, reader: readerOf(ctx.principal), capabilities: facts.capabilities, isFree, ...asked },
  };
}

/** What is there for the agent now, whenever it came. */
export async function newsOfNow(waiting: Waiting): Promise<News[]> {
  return [...(await claimableNow(waiting)), ...(await messagesNow(waiting)), ...(await reviewsNow(waiting))];
}

/** What of the stirs that concern the agent still holds, since others may have been faster, as far as one answer holds it. */
export async function newsOfStirs(waiting: Waiting, heard: readonly Heard[]): Promise<Fitting> {
  const { interest, at } = waiting;
  const own = heard.filter(({ stir }) => concerns(stir, interest, at));
  const brought = await Promise.all(own.map(async ({ stir, seq }) => ({ seq, news: await newsOfStir(waiting, stir) })));
  const frees = own.flatMap(({ stir }) => (stir.kind === 'free' ? [stir] : []));
  // Free again: what it was not told of because it could not have claimed it counts now, but not what it gave back itself.
  const gave = frees.flatMap((stir) => (stir.actor === interest.agent && stir.gave !== null ? [stir.gave] : []));
  const now = frees.length > 0 ? await claimableNow(waiting, gave) : [];
  return fitNews([{ seq: null, news: now }, ...brought]);
}

async function newsOfStir(waiting: Waiting, stir: Stir): Promise<News[]> {
  const { tx, at, interest, deps } = waiting;
  switch (stir.kind) {
    case 'free':
      return [];
    case 'told':
      return [stir.news];
    case 'task': {
      const { project, number } = stir.task;
      const stored = interest.isFree ? await tx.q.findTask({ project, number }) : undefined;
      if (stored === undefined || !mayClaim(deps.leases.apply(stored), interest, at)) return [];
      return (await touchesHeldPaths(waiting, stored)) ? [] : [taskNews(stored)];
    }
    case 'review': {
      const { project, id } = stir.review;
      const stored = await tx.q.findReview({ project, id });
      return stored !== undefined && (await isToDo(waiting, stored)) ? [reviewNews(stored)] : [];
    }
    case 'message':
      return messageOfPlaces(waiting, stir.places);
  }
}

async function touchesHeldPaths({ tx, deps, ctx }: Waiting, { number: task, paths }: TaskRecord): Promise<boolean> {
  if (paths.length === 0) return false;
  const held = await PathHolds.seen(tx, { project: ctx.project, leases: deps.leases }).look();
  return held.inTheWay({ task, mode: 'exclusive', paths }) !== null;
}

async function claimableNow({ tx, deps, claimant, interest, at }: Waiting, except: readonly number[] = []): Promise<News[]> {
  if (!interest.isFree || !wants(interest, 'task')) return [];
  const task = await findClaimable(tx, { deps, claimant, labels: interest.labels, at, except });
  return task === undefined ? [] : [taskNews(task)];
}

async function reviewsNow(waiting: Waiting): Promise<News[]> {
  const { tx, ctx, interest } = waiting;
  if (!wants(interest, 'review')) return [];
  const open = await tx.q.listOpenReviews({ project: ctx.project, after: '', limit: REVIEWS_LOOKED_AT });
  const mine = await Promise.all(open.map(async (review) => ((await isToDo(waiting, review)) ? [reviewNews(review)] : [])));
  return mine.flat().slice(0, WAIT_MAX_OF_A_KIND);
}

/** Whether the agent is asked for this review and may take it up now; not where it has it in hand already. */
async function isToDo({ tx, ctx, interest, at }: Waiting, review: ReviewRecord): Promise<boolean> {
  if (!isOpenReview(review) || isReviewHeld(review, at.lease) || review.author === interest.agent) return false;
  const stir = await reviewStir(tx, review, SYSTEM_ACTOR);
  return isAskedToReview(stir, interest, at) && mayDecide(tx, ctx, { review, at });
}

function taskNews({ number, title, priority }: TaskRecord): News {
  return { kind: 'task', taskId: taskId(number), title, priority, because: `${taskId(number)} can be claimed: ${title}` };
}

function reviewNews({ id, task, revision, author }: ReviewRecord): News {
  const because = `${author} handed in ${taskId(task)}, and it waits for a review.`;
  return { kind: 'review', reviewId: id, taskId: taskId(task), revision, because };
}
