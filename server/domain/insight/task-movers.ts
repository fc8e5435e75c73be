import { ANY_HUMAN, type Blocked } from '../../contract/blocking.ts';
import type { Mover } from '../../contract/explain.ts';
import type { TaskRecord } from '../records.ts';
import { taskId } from '../tasks/task-view.ts';

/** Who or what can change how a task stands. */
export function role(name: string, how: string): Mover {
  return { kind: 'role', name, how };
}

export function agentMover(name: string, how: string): Mover {
  return { kind: 'agent', name, how };
}

export function time(when: string): Mover {
  return { kind: 'time', name: when, how: 'Wait.' };
}

export function claimer(name: string, task: TaskRecord): Mover {
  return agentMover(name, `Claim it with POST /v1/tasks/${taskId(task.number)}/claim.`);
}

export function starter(names: readonly string[]): Mover {
  return agentMover(names[0] ?? '', 'Start its process again: any call of its own is a sign of life.');
}

export function editor(task: TaskRecord, field: string): Mover {
  return role('agent', `Change \`${field}\` with PATCH /v1/tasks/${taskId(task.number)}.`);
}

export function reopener(task: TaskRecord): Mover {
  const id = taskId(task.number);
  return role('lead', `Reopen ${id} with POST /v1/tasks/${id}/reopen; ${task.createdBy}, who made it, may as well.`);
}

export function forcer(task: TaskRecord): Mover {
  return role('lead', `Take it from its holder with POST /v1/tasks/${taskId(task.number)}/force-release.`);
}

export function unblocker(task: TaskRecord): Mover {
  return role('lead', `Unblock it with POST /v1/tasks/${taskId(task.number)}/unblock.`);
}

/** Who or what ends a block: whoever it asks first, then time, then a lead. */
export function unblockers(task: TaskRecord, { waitingOn, until, escalated }: Blocked): Mover[] {
  const lead = unblocker(task);
  if (escalated) return [lead];
  const byDate = until === null ? [] : [time(until)];
  const how = `Answer, or do what it waits for, and unblock it with POST /v1/tasks/${taskId(task.number)}/unblock.`;
  if (waitingOn === null) return [...byDate, lead];
  if ('task' in waitingOn) return [{ kind: 'task', name: waitingOn.task, how: 'Get it done.' }, ...byDate, lead];
  if ('role' in waitingOn) return waitingOn.role === 'lead' ? [...byDate, lead] : [role(waitingOn.role, how), ...byDate, lead];
  const name = 'agent' in waitingOn ? waitingOn.agent : waitingOn.human;
  return name === ANY_HUMAN ? [role('human', how), ...byDate, lead] : [agentMover(name, how), ...byDate, lead];
}
