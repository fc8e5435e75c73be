import type { Event } from '../../contract/events.ts';
import { taskNumber } from '../tasks/task-view.ts';

/** What has to be looked at to know whom an event concerns. */
export type Look =
  /** A task that may have become claimable. */
  | { readonly kind: 'task'; readonly number: number }
  /** The tasks that depend on one, which may have become claimable. */
  | { readonly kind: 'dependents'; readonly number: number }
  /** A review that somebody may have to do. */
  | { readonly kind: 'review'; readonly id: string }
  /** A decision, of which the author of the work has to hear. */
  | { readonly kind: 'decision'; readonly id: string }
  /** A cancelled task, of which its last holder has to hear. */
  | { readonly kind: 'cancelled'; readonly number: number }
  /** A task that was taken from its holder. */
  | { readonly kind: 'lease_lost'; readonly number: number; readonly holder: string }
  /** A message, in these inboxes. */
  | { readonly kind: 'message'; readonly inboxes: readonly string[]; readonly id: string }
  /** Somebody may claim again, or more than before; null: everybody. `gave` is the task that made it so. */
  | { readonly kind: 'free'; readonly agent: string | null; readonly gave: number | null };

/** What an event may mean to those who wait. Most events mean nothing to anybody: they cost this and no more. */
export function looksOf(event: Event): readonly Look[] {
  const { taskId } = event;
  if (event.type === 'message.sent') return messageOf(event);
  if (taskId !== undefined) return taskLooks(event, taskNumber(taskId));
  switch (event.type) {
    case 'agent.updated':
    case 'agent.resumed':
      return [{ kind: 'free', agent: event.agent ?? null, gave: null }];
    case 'project.resumed':
      return [{ kind: 'free', agent: null, gave: null }];
    default:
      return [];
  }
}

function taskLooks(event: Event, number: number): readonly Look[] {
  const task: Look = { kind: 'task', number };
  switch (event.type) {
    case 'task.created':
    case 'task.updated':
    case 'task.reopened':
    case 'task.unblocked':
      return [task];
    case 'task.changes_requested':
      return [task, ...reviewOf(event, 'decision')];
    case 'task.released':
    case 'task.expired':
    case 'task.failed':
      return [task, ...takenFrom(event, number)];
    case 'task.blocked':
      return holderFree(event, number);
    case 'task.approved':
    case 'review.expired':
    case 'review.released':
    case 'review.escalated':
      return reviewOf(event, 'review');
    case 'task.submitted':
      return [...holderFree(event, number), ...reviewOf(event, 'review')];
    case 'task.done':
      return [{ kind: 'dependents', number }, ...reviewOf(event, 'decision')];
    case 'task.cancelled':
      return [{ kind: 'cancelled', number }];
    default:
      return [];
  }
}

function reviewOf({ data }: Event, kind: 'review' | 'decision'): Look[] {
  const id = data['review'];
  return typeof id === 'string' ? [{ kind, id }] : [];
}

function messageOf({ data }: Event): Look[] {
  const { message: id, inboxes } = data;
  if (typeof id !== 'string' || !Array.isArray(inboxes)) return [];
  return [{ kind: 'message', id, inboxes: inboxes.filter((one) => typeof one === 'string') }];
}

/** Who gave the task up, or lost it, may claim another; who lost it has to hear of that as well. */
function takenFrom(event: Event, number: number): Look[] {
  const { actor, agent, data } = event;
  const from = data['from'];
  const holder = data['forced'] === true && typeof from === 'string' ? from : agent;
  if (holder === undefined) return [];
  const free: Look = { kind: 'free', agent: holder, gave: number };
  return holder === actor ? [free] : [{ kind: 'lease_lost', number, holder }, free];
}

function holderFree({ agent }: Event, number: number): Look[] {
  return agent === undefined ? [] : [{ kind: 'free', agent, gave: number }];
}
