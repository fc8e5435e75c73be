import type { Event } from '../../contract/events.ts';
import type { News } from '../../contract/wait.ts';
import type { DomainDeps } from '../deps.ts';
import type { ReviewRecord, TaskRecord } from '../records.ts';
import { namedReviewer } from '../reviews/reviewer-rules.ts';
import type { ReadTx } from '../store.ts';
import { taskId } from '../tasks/task-view.ts';
import { type Look, looksOf } from './event-looks.ts';

/** Something that happened and that some of those who wait may want to hear of. Read once for all of them. */
export type Stir =
  | { readonly kind: 'task'; readonly actor: string; readonly task: TaskRecord }
  | ReviewStir
  /** A message, with its number in each inbox that somebody here reads. */
  | { readonly kind: 'message'; readonly actor: string; readonly places: ReadonlyMap<string, number> }
  /** Something that one agent is told as it is. */
  | { readonly kind: 'told'; readonly actor: string; readonly to: string; readonly news: News }
  /** One agent, or each (null), may claim again, or more than before; `gave` is the task that it gave up. */
  | { readonly kind: 'free'; readonly actor: string; readonly agent: string | null; readonly gave: number | null };

/** A review with whom it asks: `named`, or anybody who is able (null), and once it is escalated the leads too. */
interface ReviewStir {
  readonly kind: 'review';
  readonly actor: string;
  readonly review: ReviewRecord;
  readonly named: string | null;
}

/** A stir with the number of the event that it came by; null: by time alone. */
export interface Heard {
  readonly stir: Stir;
  readonly seq: number | null;
}

interface Reading {
  readonly tx: ReadTx;
  readonly project: string;
  readonly leases: DomainDeps['leases'];
  /** Whether anybody for whom this is read has one of these inboxes: of other messages nothing is read. */
  readonly isHeard: (inboxes: readonly string[]) => boolean;
}

/** More inboxes than one message can be in. */
const PLACES_MAX = 2_000;

/** What the events mean to those who wait, in their order. */
export async function stirsOf(reading: Reading, events: readonly Event[]): Promise<Heard[]> {
  const looks = events.flatMap((event) => looksOf(event).map((look) => ({ event, look })));
  const heard = looks.map(async ({ event, look }) =>
    (await stirOf(reading, event, look)).map((stir) => ({ stir, seq: event.seq })),
  );
  return (await Promise.all(heard)).flat();
}

async function stirOf(reading: Reading, event: Event, look: Look): Promise<Stir[]> {
  const { actor } = event;
  switch (look.kind) {
    case 'free':
      return [{ ...look, actor }];
    case 'task':
      return taskStirs(reading, actor, [await findTask(reading, look.number)]);
    case 'dependents':
      return taskStirs(reading, actor, await reading.tx.q.listDependents({ project: reading.project, number: look.number }));
    case 'review': {
      const review = await findReview(reading, look.id);
      return review === undefined ? [] : [await reviewStir(reading.tx, review, actor)];
    }
    case 'message': {
      if (!reading.isHeard(look.inboxes)) return [];
      const entries = await reading.tx.q.listReceipts({ message: look.id, limit: PLACES_MAX });
      return [{ kind: 'message', actor, places: new Map(entries.map(({ owner, seq }) => [owner, seq])) }];
    }
    case 'decision':
      return decisionStirs(reading, event, look.id);
    case 'cancelled':
      return cancelledStirs(reading, event, look.number);
    case 'lease_lost': {
      const because = `${taskId(look.number)} is no longer ${look.holder}'s: ${reasonOf(event)}`;
      const news: News = { kind: 'lease_lost', taskId: taskId(look.number), by: actor, because };
      return [{ kind: 'told', actor, to: look.holder, news }];
    }
  }
}

/** Of whom a review asks is known from who has approved it. */
export async function reviewStir({ q }: Pick<ReadTx, 'q'>, review: ReviewRecord, actor: string): Promise<ReviewStir> {
  const approvals = review.reviewer === 'any' ? [] : await q.listApprovals({ review: review.id });
  return { kind: 'review', actor, review, named: namedReviewer({ review, approvedBy: approvals.map(({ by }) => by) }) };
}

export function taskStirs(
  { leases }: Pick<Reading, 'leases'>,
  actor: string,
  tasks: ReadonlyArray<TaskRecord | undefined>,
): Stir[] {
  return tasks.flatMap((task) => (task === undefined ? [] : [{ kind: 'task', actor, task: leases.apply(task) }]));
}

async function decisionStirs(reading: Reading, event: Event, id: string): Promise<Stir[]> {
  const review = await findReview(reading, id);
  if (review === undefined) return [];
  const { actor } = event;
  const number = taskId(review.task);
  const approved = event.type === 'task.done';
  const note = review.note === null ? '' : `: ${review.note}`;
  const news: News = {
    kind: 'decision',
    reviewId: id,
    taskId: number,
    status: approved ? 'done' : isFailed(event) ? 'failed' : 'todo',
    by: actor,
    because: approved ? `${actor} approved ${number}${note}` : `${actor} requested changes of ${number}${note}`,
  };
  return [{ kind: 'told', actor, to: review.author, news }];
}

/** Whoever worked on it last, whether it holds the task or has handed it in. */
async function cancelledStirs({ tx, project }: Reading, event: Event, number: number): Promise<Stir[]> {
  const [last] = await tx.q.listAttempts({ project, number, limit: 1 });
  if (last === undefined || (last.outcome !== 'cancelled' && last.outcome !== 'submitted')) return [];
  const { actor } = event;
  const because = `${actor} cancelled ${taskId(number)}: ${reasonOf(event)}`;
  const news: News = { kind: 'cancelled', taskId: taskId(number), by: actor, because };
  return [
    { kind: 'told', actor, to: last.agent, news },
    { kind: 'free', actor, agent: last.agent, gave: number },
  ];
}

function findTask({ tx, project }: Reading, number: number): Promise<TaskRecord | undefined> {
  return tx.q.findTask({ project, number });
}

function findReview({ tx, project }: Reading, id: string): Promise<ReviewRecord | undefined> {
  return tx.q.findReview({ project, id });
}

function reasonOf({ data }: Event): string {
  const { reason } = data;
  return typeof reason === 'string' ? reason : 'no reason was given.';
}

function isFailed({ data: { set } }: Event): boolean {
  return typeof set === 'object' && set !== null && 'status' in set && set.status === 'failed';
}
