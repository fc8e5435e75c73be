import { isoTime } from '../../kernel/iso-time.ts';
import type { DomainDeps } from '../deps.ts';
import { postFrom, postFromSystem } from '../inbox/post-message.ts';
import type { ReviewRecord, TaskRecord, WallTime } from '../records.ts';
import type { WriteTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { taskId } from '../tasks/task-view.ts';
import { loadOffer } from './load-offers.ts';
import type { Escalation } from './review-lease-rules.ts';

interface Waiting {
  readonly review: ReviewRecord;
  readonly task: Pick<TaskRecord, 'title' | 'requires'>;
}

/**
 * Brings a submission that was just stored to the inbox of whoever should review it, or of the leads where nobody is able (SPEC RV3), but never of
 * its author. Whom it is offered to may have changed when the message is read; the queue knows.
 */
export async function tellSubmitted(
  tx: WriteTx,
  waiting: Waiting,
  { deps, at }: { deps: DomainDeps; at: Moment },
): Promise<void> {
  const { review, task } = waiting;
  const to = await loadOffer(tx, waiting, { project: review.project, at, deps });
  if (to !== null) return tellReviewer(tx, waiting, { to, sender: review.author, at: at.wallNow });
  const { id, author: sender, reviewer, revision, project } = review;
  const number = taskId(review.task);
  const nobody =
    reviewer === 'any' ? 'Nobody who is there can review it' : `${reviewer} is to review it and worked on it, so cannot`;
  await postFrom(tx, {
    project,
    sender,
    to: { role: 'lead' },
    subject: `${number}, revision ${revision}, finds no reviewer: ${task.title}`,
    body: `${sender} handed in "${task.title}". ${nobody}.\n\nTake it with POST /v1/reviews/${id}/claim, or name another with PATCH /v1/tasks/${number} and "reviewer".`,
    urgency: 'next',
    task: review.task,
    at: at.wallNow,
  });
}

/** Asks somebody for a review, on behalf of whoever made it theirs. */
export async function tellReviewer(
  tx: WriteTx,
  { review, task }: Waiting,
  told: { to: string; sender: string; at: WallTime },
): Promise<void> {
  const { id, project, author, revision } = review;
  const number = taskId(review.task);
  await postFrom(tx, {
    project,
    sender: told.sender,
    to: { agent: told.to },
    subject: `Review ${number}, revision ${revision}: ${task.title}`,
    body: `${author} handed in "${task.title}", and you are asked to review it.\n\nTake it in hand with POST /v1/reviews/${id}/claim; what was handed in is in GET /v1/reviews?taskId=${number}.`,
    urgency: 'next',
    task: review.task,
    at: told.at,
  });
}

/** Tells the leads that a review is theirs to see to. */
export async function tellEscalated(
  tx: WriteTx,
  review: ReviewRecord,
  { escalation, at }: { escalation: Escalation; at: WallTime },
): Promise<void> {
  const { id, project, author, revision } = review;
  const number = taskId(review.task);
  const since = isoTime(Math.round(escalation.since));
  await postFromSystem(tx, {
    project,
    to: { role: 'lead' },
    subject: `The review of ${number}, revision ${revision}, is for the leads`,
    body: `The review ${id} of ${number}, which ${author} handed in, is for the leads since ${since}: ${escalation.because}.\n\nDecide it with POST /v1/reviews/${id}/decide, or name who shall with PATCH /v1/tasks/${number} and "reviewer".`,
    urgency: 'now',
    task: review.task,
    at,
  });
}
