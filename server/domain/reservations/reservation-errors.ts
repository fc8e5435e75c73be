import { BatonError } from '../../contract/errors.ts';
import type { TaskRecord } from '../records.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { leaseRemainingMs } from '../tasks/lease-rules.ts';
import { taskId, toTask } from '../tasks/task-view.ts';
import type { Obstacle } from './path-holds.ts';
import { toReservation } from './reservation-view.ts';

/** Refuses a claim of a task that touches what another claim holds. */
export function pathsTaken(task: TaskRecord, obstacle: Obstacle, at: Moment): BatonError {
  return new BatonError('not_claimable', {
    detail: `${taskId(task.number)} cannot be claimed: ${inWords(obstacle, at)}.`,
    hint: 'Take other work with POST /v1/tasks/claim-next, which passes over it until the paths are free.',
    current: { ...toTask(task, at), inTheWay: toReservation(obstacle.hold, at.lease) },
  });
}

/** Refuses to let a claim hold paths that overlap what another holds. */
export function pathsReserved(obstacle: Obstacle, at: Moment): BatonError {
  const { agent } = obstacle.hold;
  return new BatonError('paths_reserved', {
    detail: `These paths cannot be held: ${inWords(obstacle, at)}.`,
    hint: `Leave those paths alone, or settle it with ${agent}; they come free with its claim.`,
    current: toReservation(obstacle.hold, at.lease),
  });
}

function inWords({ hold, left, right, example }: Obstacle, at: Moment): string {
  const seconds = Math.ceil(leaseRemainingMs(hold, at.lease) / 1_000);
  const kind = hold.mode === 'shared' ? 'holds together with others' : 'holds';
  const what = left === right ? left : `${left} overlaps ${right} (at ${example})`;
  return `${what}, which ${hold.agent} ${kind} for ${taskId(hold.task)}; its lease is good for ${seconds} s`;
}

export function reservationNotFound(id: string): BatonError {
  return new BatonError('not_found', {
    detail: `There is no reservation ${id} in this project; it may have ended with its claim.`,
    hint: 'List those that are held with GET /v1/reservations.',
  });
}
