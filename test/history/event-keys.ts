import { MAX_CONCURRENT_LIMIT } from '../../server/contract/agents.ts';
import { grantOf } from './log-rules.ts';
import { bodyOf, type ProjectEvent, type RequestRecord, recordOf, setOf } from './recorded.ts';
import { toldGrants } from './reply-rules.ts';

/**
 * What joins a request to its events: a text made of what the caller sent. Workloads write something unlike anything
 * else into each note, summary and reason, so that a key stands for one request.
 */
export interface EventKey {
  /** The key with all that an acknowledged request knows. */
  readonly exact: string;
  /** The key with what is known of a request that was never answered. */
  readonly loose: string;
  /** Whether it happens once however often it is asked for, and each who asks is answered that it is so. */
  readonly once?: boolean;
}

function key(...parts: readonly unknown[]): EventKey {
  const text = JSON.stringify(parts);
  return { exact: text, loose: text };
}

function onceKey(...parts: readonly unknown[]): EventKey {
  return { ...key(...parts), once: true };
}

function partlyKnown(exact: readonly unknown[], loose: readonly unknown[]): EventKey {
  return { exact: JSON.stringify(exact), loose: JSON.stringify(['loose', ...loose]) };
}

/** The key of an event that a client's request caused; null for what the server does of itself. */
export function keyOfEvent(event: ProjectEvent): EventKey | null {
  const { project, type, taskId, actor, data } = event;
  const epoch = data['epoch'];
  const reason = data['reason'];
  const grant = grantOf(event);
  if (grant !== null) return claimKey(project, { taskId, epoch: grant.epoch, session: grant.session });
  switch (type) {
    case 'task.created':
      return key(project, 'created', actor, setOf(event)['title']);
    case 'task.progressed':
      return key(project, 'progressed', taskId, epoch, data['note']);
    case 'task.submitted':
      return key(project, 'submitted', taskId, epoch, setOf(event)['summary']);
    case 'task.released':
    case 'task.failed':
      if (actor === 'system') return null;
      if (data['forced'] === true) return key(project, 'forced', taskId, reason);
      if (reason === `${actor} ended its session.`) return gaveBackKey(project, taskId, actor);
      return key(project, 'released', taskId, epoch, reason);
    case 'task.blocked':
      return key(project, 'blocked', taskId, epoch, reason);
    case 'task.unblocked':
      // By itself it ends without anybody's asking.
      return actor === 'system' ? null : key(project, 'unblocked', taskId, data['answer']);
    case 'task.cancelled':
    case 'task.reopened':
      return key(project, type, taskId, reason);
    case 'task.updated':
      return key(project, 'updated', taskId, setOf(event)['title']);
    case 'task.commented':
      return key(project, 'commented', taskId, data['body']);
    case 'task.approved':
      return key(project, 'approved', data['review'], actor);
    case 'task.changes_requested':
      return key(project, 'changes', data['review'], data['note']);
    case 'task.done':
      return data['reviewed'] === true
        ? key(project, 'done', data['review'], actor)
        : key(project, 'done unreviewed', taskId, actor);
    default:
      return keyOfPersonEvent(event);
  }
}

function keyOfPersonEvent({ project, type, actor, agent, data }: ProjectEvent): EventKey | null {
  switch (type) {
    case 'session.started':
      return partlyKnown([project, type, data['session']], [project, type, actor]);
    case 'session.ended':
      return key(project, type, data['session']);
    case 'agent.registered':
    case 'agent.updated':
    case 'agent.paused':
    case 'agent.resumed':
    case 'agent.retired':
      return key(project, type, agent);
    default:
      return null;
  }
}

function claimKey(project: string, claim: { taskId: unknown; epoch: unknown; session: unknown }): EventKey {
  const { taskId, epoch, session } = claim;
  return partlyKnown([project, 'claimed', taskId, epoch, session], [project, 'claimed', session]);
}

function gaveBackKey(project: string, taskId: unknown, actor: string): EventKey {
  return partlyKnown([project, 'gave back', taskId, actor], [project, 'gave back', actor]);
}

// Which tasks the end of a session gave back, only its answer says.
function mayGiveBack(project: string, actor: string): EventKey[] {
  return Array.from({ length: MAX_CONCURRENT_LIMIT }, () => gaveBackKey(project, null, actor));
}

/** The events that an acknowledged request must have left. */
export function keysOfAcknowledged(request: RequestRecord): EventKey[] {
  const { project, operation, session } = request;
  const body = bodyOf(request);
  switch (operation) {
    case 'tasks.claim':
    case 'tasks.claimNext':
    case 'tasks.takeover':
      return toldGrants(request)
        .filter((grant) => !grant.alreadyHeld)
        .map(({ taskId, epoch }) => claimKey(project, { taskId, epoch, session }));
    case 'tasks.submit':
      return body['status'] === 'done' ? keysOfIntended(request) : keysOfIntended(request).slice(0, 1);
    case 'sessions.start':
      return [partlyKnown([project, 'session.started', body['id']], [])];
    case 'sessions.end': {
      const released = Array.isArray(body['released']) ? body['released'] : [];
      const gaveBack = released.map((taskId) => gaveBackKey(project, taskId, request.actor));
      return [onceKey(project, 'session.ended', body['id']), ...gaveBack];
    }
    case 'reviews.decide': {
      const finished = recordOf(body['task'])['status'] === 'done';
      return finished ? keysOfIntended(request) : keysOfIntended(request).slice(0, 1);
    }
    default:
      return keysOfIntended(request);
  }
}

/** The events that a request may have left, as far as its sender alone can tell. */
export function keysOfIntended(request: RequestRecord): EventKey[] {
  const { project, operation, input, session, actor } = request;
  const { id, epoch, reason } = input;
  switch (operation) {
    case 'tasks.create':
      return [key(project, 'created', actor, input['title'])];
    case 'tasks.claim':
    case 'tasks.takeover':
      return [claimKey(project, { taskId: id, epoch: null, session })];
    case 'tasks.claimNext':
      return Array.from({ length: Number(input['count'] ?? 1) }, () => claimKey(project, { taskId: null, epoch: null, session }));
    case 'tasks.progress':
      return [key(project, 'progressed', id, epoch, input['note'])];
    case 'tasks.submit':
      return [key(project, 'submitted', id, epoch, input['summary']), key(project, 'done unreviewed', id, actor)];
    case 'tasks.release':
      return [key(project, 'released', id, epoch, reason)];
    case 'tasks.block':
      return [key(project, 'blocked', id, epoch, reason)];
    case 'tasks.unblock':
      return [key(project, 'unblocked', id, input['answer'])];
    case 'tasks.forceRelease':
      return [key(project, 'forced', id, reason)];
    case 'tasks.cancel':
      return [key(project, 'task.cancelled', id, reason)];
    case 'tasks.reopen':
      return [key(project, 'task.reopened', id, reason)];
    case 'tasks.update':
      return [key(project, 'updated', id, input['title'])];
    case 'tasks.comment':
      return [key(project, 'commented', id, input['body'])];
    case 'reviews.decide':
      return input['decision'] === 'approve'
        ? [onceKey(project, 'approved', id, actor), onceKey(project, 'done', id, actor)]
        : [key(project, 'changes', id, input['note'])];
    case 'sessions.start':
      return [partlyKnown([], [project, 'session.started', actor])];
    case 'sessions.end':
      return [key(project, 'session.ended', id === 'current' ? session : id), ...mayGiveBack(project, actor)];
    case 'agents.register':
      return [key(project, 'agent.registered', input['name'])];
    default:
      return [];
  }
}
