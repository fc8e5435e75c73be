import type { LiveEvent } from '../../client/page/index.ts';

type LoggedEvent = Omit<LiveEvent, 'cursor'>;

const VERBS: Readonly<Record<string, string>> = {
  'task.created': 'made',
  'task.updated': 'changed',
  'task.claimed': 'claimed',
  'task.progressed': 'noted progress on',
  'task.submitted': 'handed in',
  'task.released': 'gave back',
  'task.expired': 'lost the lease of',
  'task.blocked': 'is blocked on',
  'task.unblocked': 'unblocked',
  'task.approved': 'approved',
  'task.changes_requested': 'requested changes of',
  'task.done': 'brought to done:',
  'task.failed': 'saw fail',
  'task.cancelled': 'cancelled',
  'task.reopened': 'reopened',
  'task.commented': 'commented on',
  'task.attached': 'attached a file to',
  'task.stalled': 'found stuck',
  'agent.registered': 'registered',
  'agent.updated': 'changed',
  'agent.paused': 'paused',
  'agent.resumed': 'resumed',
  'agent.retired': 'retired',
  'session.started': 'began a session',
  'session.ended': 'ended a session',
  'session.lost': 'fell silent',
  'message.sent': 'sent a message about',
  'message.taken': 'took a message',
  'message.acked': 'acknowledged messages',
  'message.expired': 'saw a message expire',
  'review.claimed': 'took in hand the review of',
  'review.released': 'gave back the review of',
  'review.expired': 'lost the review of',
  'review.escalated': 'asked the leads to review',
  'reservation.made': 'holds paths for',
  'reservation.released': 'gave back paths of',
  'project.paused': 'paused the project',
  'project.resumed': 'resumed the project',
};

/** An event as a sentence: who did what, to what, and what they said. One of a newer kind is shown by its name. */
export function eventSentence(event: LoggedEvent): string {
  const { type, actor, taskId, agent, data } = event;
  const who = actor === 'system' ? (agent ?? 'Batonpass') : actor;
  const of = taskId ?? (agent !== undefined && agent !== who ? agent : '');
  const said = ['note', 'reason', 'summary'].map((field) => data[field]).find((one) => typeof one === 'string');
  const verb = (VERBS[type] ?? type).replace(of === '' ? / (about|for|of)$/ : /$^/, '');
  const words = [who, verb, of].filter((word) => word !== '').join(' ');
  return said === undefined ? words : `${words}: ${String(said)}`;
}
