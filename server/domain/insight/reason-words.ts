import { isoTime } from '../../kernel/iso-time.ts';
import type { ProjectRecord, TaskRecord } from '../records.ts';
import type { Obstacle } from '../reservations/path-holds.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { leaseRemainingMs } from '../tasks/lease-rules.ts';
import { currentStatus } from '../tasks/task-health.ts';
import { taskId } from '../tasks/task-view.ts';
import type { Absence } from './able-rules.ts';
import type { TeamMember } from './team.ts';

/** How many are named before the rest is only counted. */
const NAMED_MAX = 10;

export function seconds(ms: number): string {
  return `${Math.max(0, Math.round(ms / 1_000))} s`;
}

/** A length of time as people say it. */
export function lasting(ms: number): string {
  if (ms < 120_000) return seconds(ms);
  return ms < 7_200_000 ? `${Math.floor(ms / 60_000)} min` : `${Math.floor(ms / 3_600_000)} h`;
}

/** `a, b and 3 more`. */
export function listed(names: readonly string[]): string {
  const rest = names.length - NAMED_MAX;
  return rest <= 0 ? names.join(', ') : `${names.slice(0, NAMED_MAX).join(', ')} and ${rest} more`;
}

/** How a task stands, to be said of one that another waits for. */
export function standing(task: TaskRecord, at: Moment): string {
  const status = currentStatus(task, at);
  switch (status) {
    case 'doing':
      return `held by ${task.holderAgent}, lease good for ${seconds(leaseRemainingMs(task, at.lease))}`;
    case 'todo':
      return 'in todo';
    case 'validating':
      return 'in review';
    case 'blocked':
    case 'done':
    case 'failed':
    case 'cancelled':
      return status;
  }
}

/** Why a member cannot act, to be said after its name. */
export function absenceOf(member: TeamMember, absence: Absence, requires: readonly string[]): string {
  const { agent, holds, lastSeenMs } = member;
  switch (absence) {
    case 'retired':
      return 'has retired';
    case 'only_reads':
      return 'may only read';
    case 'paused':
      return `is paused: ${agent.statusReason ?? ''}`;
    case 'offline':
      return lastSeenMs === null ? 'has given no sign of life yet' : `was last heard of ${lasting(lastSeenMs)} ago`;
    case 'at_limit':
      return `holds ${listed(holds.map(taskId))} and may hold ${agent.maxConcurrent} at once`;
    case 'incapable':
      return `lacks ${listed(requires.filter((need) => !agent.capabilities.includes(need)))}`;
  }
}

/** What becomes of a blocked task if nobody does anything. */
export function leftBlocked({ number, blockedUntil }: Pick<TaskRecord, 'number' | 'blockedUntil'>): string {
  const id = taskId(number);
  if (blockedUntil === null) return `${id} stays blocked, and whatever depends on it stays where it is.`;
  return `${id} stays blocked until ${isoTime(blockedUntil)}; then it can be claimed again without an answer.`;
}

/** What a task touches and who holds it, to be said after the task's name. */
export function touching({ hold, left, right }: Obstacle, at: Moment): string {
  const what = left === right ? left : `${left}, which overlaps ${right}`;
  return `touches ${what}, held by ${hold.agent} with ${taskId(hold.task)}, lease good for ${seconds(leaseRemainingMs(hold, at.lease))}`;
}

export function pausedWords(project: Pick<ProjectRecord, 'name' | 'pausedBy' | 'pausedReason' | 'pausedAt'>): string {
  const since = project.pausedAt === null ? '' : ` since ${isoTime(project.pausedAt)}`;
  return `The project ${project.name} is paused by ${project.pausedBy}${since}: ${project.pausedReason}`;
}
