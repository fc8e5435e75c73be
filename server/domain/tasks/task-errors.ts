import { BatonError } from '../../contract/errors.ts';
import type { TaskRecord } from '../records.ts';
import { isClaimable, type Moment } from './claim-rules.ts';
import { isHeld, leaseRemainingMs } from './lease-rules.ts';
import { taskId, toTask } from './task-view.ts';

export function taskNotFound(number: number): BatonError {
  return new BatonError('not_found', {
    detail: `There is no task ${taskId(number)} in this project.`,
    hint: 'List the tasks with GET /v1/tasks.',
  });
}

export function versionConflict(task: TaskRecord, at: Moment): BatonError {
  return new BatonError('version_conflict', {
    detail: `${taskId(task.number)} was changed by somebody else; its version is ${task.version} now.`,
    hint: 'Look at `current`, make your change to it, and send it with its version.',
    current: toTask(task, at),
  });
}

export function taskHeld(task: TaskRecord, agent: string, at: Moment): BatonError {
  const id = taskId(task.number);
  const left = Math.ceil(leaseRemainingMs(task, at.lease) / 1_000);
  const own = task.holderAgent === agent;
  return new BatonError('task_held', {
    detail: own
      ? `Another session of ${agent} holds ${id}; its lease is good for ${left} s.`
      : `${task.holderAgent} holds ${id}; its lease is good for ${left} s.`,
    hint: own
      ? `If that session is dead, take the task over with POST /v1/tasks/${id}/takeover.`
      : 'Take other work with POST /v1/tasks/claim-next.',
    current: toTask(task, at),
  });
}

export function notClaimable(task: TaskRecord, because: string, at: Moment): BatonError {
  return new BatonError('not_claimable', {
    detail: `${taskId(task.number)} cannot be claimed: ${because}.`,
    hint: 'Take other work with POST /v1/tasks/claim-next.',
    current: toTask(task, at),
  });
}

export function wrongStatus(task: TaskRecord, act: string, at: Moment): BatonError {
  const status = toTask(task, at).status;
  return new BatonError('invalid_input', {
    detail: `${taskId(task.number)} is ${status} and cannot be ${act}.`,
    hint:
      status === 'blocked'
        ? `Unblock it first, with POST /v1/tasks/${taskId(task.number)}/unblock.`
        : `Read the task with GET /v1/tasks/${taskId(task.number)} and see what its status allows.`,
    current: toTask(task, at),
  });
}

/** What a caller hears whose epoch is no longer the task's, or who is not the session that holds it (SPEC LE4). */
export function leaseLost(task: TaskRecord, epoch: number, at: Moment): BatonError {
  return new BatonError('lease_lost', {
    detail: `Epoch ${epoch} of ${taskId(task.number)} is not yours to use: ${whatHappened(task, epoch, at)}`,
    hint: 'Stop working on it. What you sent is kept on the task. Take new work with POST /v1/tasks/claim-next.',
    current: toTask(task, at),
  });
}

function whatHappened(task: TaskRecord, epoch: number, at: Moment): string {
  const id = taskId(task.number);
  if (epoch > task.epoch) return `${id} is at epoch ${task.epoch}.`;
  if (isHeld(task, at.lease)) {
    const same = epoch === task.epoch ? 'another session' : `epoch ${task.epoch}`;
    return `${task.holderAgent} holds it with ${same}.`;
  }
  return isClaimable(task, at) ? 'it is free to be claimed.' : `it is ${toTask(task, at).status}.`;
}
