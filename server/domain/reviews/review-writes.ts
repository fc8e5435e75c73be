import { BatonError } from '../../contract/errors.ts';
import type { EventType } from '../../contract/events.ts';
import { isoTimeOrNull } from '../../kernel/iso-time.ts';
import type { ReviewRecord } from '../records.ts';
import { Overtaken, type TaskKey, type WriteTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { SYSTEM_ACTOR } from '../tasks/store-task.ts';
import { escalationOf, REVIEW_EXPIRIES_MAX } from './review-lease-rules.ts';
import { tellEscalated } from './tell-reviewers.ts';

/** The stored state of a review in the words of the wire: what replaying its events must give (SPEC EV4). */
export function reviewReplayFields(review: ReviewRecord): Record<string, unknown> {
  return {
    taskId: `T-${review.task}`,
    revision: review.revision,
    round: review.round,
    author: review.author,
    reviewer: review.reviewer,
    status: review.status,
    epoch: review.epoch,
    holder: review.holderAgent === null ? null : { agent: review.holderAgent, session: review.holderSession },
    expiries: review.expiries,
    escalatedAt: isoTimeOrNull(review.escalatedAt),
    note: review.note,
    decidedBy: review.decidedBy,
  };
}

/** Which review an event is of, and those of its replay fields that it changed. */
export function reviewChange(before: ReviewRecord | null, after: ReviewRecord): { review: string; reviewSet: object } {
  const old = before === null ? {} : reviewReplayFields(before);
  const changed = Object.entries(reviewReplayFields(after)).filter(
    ([name, value]) => JSON.stringify(old[name]) !== JSON.stringify(value),
  );
  return { review: after.id, reviewSet: Object.fromEntries(changed) };
}

interface ReviewEvent {
  readonly type: EventType;
  readonly actor: string;
  readonly agent: string | null;
  readonly at: Moment;
  readonly extra?: Record<string, unknown>;
}

/** Appends the event of a change that was stored. */
export async function appendReviewEvent(
  tx: WriteTx,
  { before, after }: { before: ReviewRecord; after: ReviewRecord },
  { type, actor, agent, at, extra = {} }: ReviewEvent,
): Promise<void> {
  const data = { ...reviewChange(before, after), revision: after.revision, ...extra, set: {} };
  await tx.append({ project: after.project, type, at: at.wallNow, actor, task: after.task, agent, data });
}

/** The review as it is once nobody holds it, or before anybody did. */
export function withoutReviewer(review: ReviewRecord): ReviewRecord {
  return { ...review, holderAgent: null, holderSession: null, claimedAt: null, leaseEndsAt: null };
}

/** Writes down that a reviewer's lease is over, at the moment when that matters; the third time the leads are asked (SPEC RV3). */
export async function expireReview(tx: WriteTx, review: ReviewRecord, at: Moment): Promise<ReviewRecord> {
  const expiries = review.expiries + 1;
  const freed = await freeReview(tx, { ...review, expiries });
  const reason = `${review.holderAgent}'s lease on the review ran out.`;
  const extra = { epoch: review.epoch, reason };
  const event = { type: 'review.expired', actor: SYSTEM_ACTOR, agent: review.holderAgent, at, extra } as const;
  await appendReviewEvent(tx, { before: review, after: freed }, event);
  return expiries >= REVIEW_EXPIRIES_MAX ? escalateReview(tx, freed, at) : freed;
}

/** Gives the review back to the queue, by its holder or over its head. */
export async function releaseReview(
  tx: WriteTx,
  review: ReviewRecord,
  by: { actor: string; agent: string | null; at: Moment; reason: string },
): Promise<ReviewRecord> {
  const { actor, agent, at, reason } = by;
  const freed = await freeReview(tx, review);
  const extra = { epoch: review.epoch, reason, forced: agent !== review.holderAgent, from: review.holderAgent };
  await appendReviewEvent(tx, { before: review, after: freed }, { type: 'review.released', actor, agent, at, extra });
  return freed;
}

/** Takes the holder away and stores what was decided with that: how often its lease ran out. The caller writes the event. */
export async function freeReview(tx: WriteTx, review: ReviewRecord): Promise<ReviewRecord> {
  const { project, id, epoch, expiries, holderAgent } = review;
  const passedBy = holderAgent === null ? review.passedBy : [...new Set([...review.passedBy, holderAgent])];
  const { changes } = await tx.q.freeReview({ project, id, expectedEpoch: epoch, expiries, passedBy });
  if (changes !== 1) throw new Overtaken(reviewChanged(review));
  return { ...withoutReviewer(review), status: 'open', epoch: epoch + 1, passedBy };
}

/** Writes down that the leads are asked, and asks them, once. Asking is all that time does: it never approves anything (SPEC RV3). */
export async function escalateReview(tx: WriteTx, review: ReviewRecord, at: Moment): Promise<ReviewRecord> {
  const escalation = escalationOf(review, at);
  if (escalation === null || review.escalatedAt !== null) return review;
  const escalatedAt = Math.round(escalation.since);
  const { changes } = await tx.q.escalateReview({ project: review.project, id: review.id, escalatedAt });
  if (changes !== 1) return review;
  const after: ReviewRecord = { ...review, escalatedAt };
  const event = {
    type: 'review.escalated',
    actor: SYSTEM_ACTOR,
    agent: null,
    at,
    extra: { because: escalation.because },
  } as const;
  await appendReviewEvent(tx, { before: review, after }, event);
  await tellEscalated(tx, after, { escalation, at: at.wallNow });
  return after;
}

/** Ends the open review of a task, and its lease, without a decision; gives what the task's event says of it. */
export async function supersedeReview(tx: WriteTx, { project, number }: TaskKey, at: Moment): Promise<object> {
  const [newest] = await tx.q.listTaskReviews({ project, task: number, limit: 1 });
  await tx.q.supersedeReviews({ project, task: number, decidedAt: at.wallNow });
  return newest === undefined ? {} : reviewChange(newest, { ...withoutReviewer(newest), status: 'superseded' });
}

/** Two changed the review at the same moment; the store runs the work again, and only where that keeps happening this is told. */
export function reviewChanged(review: ReviewRecord): BatonError {
  return new BatonError('version_conflict', {
    detail: `The review ${review.id} was changed by somebody else at the same moment.`,
    hint: 'Send the request again.',
  });
}
