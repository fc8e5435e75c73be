import { unreachable } from '../../kernel/invariant.ts';
import { isBlockOver } from '../blocking/block-rules.ts';
import type { LeaseView } from '../lease-time.ts';
import type { TaskRecord, WallTime } from '../records.ts';
import { isLeaseOver } from './lease-rules.ts';

/** The moment at which a claim is judged, on both clocks. */
export interface Moment {
  readonly lease: LeaseView;
  readonly wallNow: WallTime;
}

/** What it takes to say how a task does and whether it can be claimed: all of it but its texts and lists. */
export type TaskVitals = Pick<
  TaskRecord,
  | 'project'
  | 'number'
  | 'status'
  | 'statusReason'
  | 'statusSince'
  | 'blocked'
  | 'blockedUntil'
  | 'stuckBecause'
  | 'stuckSince'
  | 'openDeps'
  | 'brokenDeps'
  | 'notBefore'
  | 'attempts'
  | 'maxAttempts'
  | 'epoch'
  | 'holderAgent'
  | 'holderSession'
  | 'claimedAt'
  | 'leaseEndsAt'
  | 'leaseTtlMs'
  | 'progressAt'
  | 'round'
  | 'updatedAt'
>;

/** Whether some agent may claim the task now: the one predicate for claim, lists, board and metrics. */
export function isClaimable(task: TaskVitals, at: Moment): boolean {
  switch (task.status) {
    case 'todo':
      return isUnhindered(task, at);
    case 'doing':
      // The holder may have died; with no attempt left the task fails instead of being queued again (SPEC TK5).
      return isLeaseOver(task, at.lease) && task.attempts < task.maxAttempts;
    case 'blocked':
      return isBlockOver(task, at.wallNow) && isUnhindered(task, at);
    case 'validating':
    case 'done':
    case 'failed':
    case 'cancelled':
      return false;
    default:
      return unreachable(task.status);
  }
}

function isUnhindered(task: TaskVitals, at: Moment): boolean {
  return task.openDeps === 0 && (task.notBefore ?? 0) <= at.wallNow;
}

/** The agent for whom alone the task is kept at this moment, or null. */
export function reservedFor(task: TaskRecord, at: Moment): string | null {
  if (task.assignee !== null) return task.assignee;
  if (task.heldFor !== null && task.heldUntil !== null && task.heldUntil > at.lease.now) return task.heldFor;
  return null;
}

/** Whether this agent may claim the task now, as far as the task goes: what the agent itself holds is another matter. */
export function mayClaim(task: TaskRecord, by: { agent: string; capabilities: readonly string[] }, at: Moment): boolean {
  if (!isClaimable(task, at)) return false;
  const reserved = reservedFor(task, at);
  return (reserved === null || reserved === by.agent) && missingCapabilities(task, by.capabilities).length === 0;
}

/** Which of the capabilities that the task asks for are missing. */
export function missingCapabilities(task: Pick<TaskRecord, 'requires'>, capabilities: readonly string[]): string[] {
  return task.requires.filter((capability) => !capabilities.includes(capability));
}

/** What marks the queue of tasks that touch paths, which is looked through behind those that others hold. No name begins with it. */
const PATHS_MARK = '/';

/** The capabilities as claim-next looks them up, each set in one spelling; a task that touches paths is in a queue of its own. */
export function needsKey({ requires, paths }: Pick<TaskRecord, 'requires' | 'paths'>): string {
  return (paths.length === 0 ? '' : PATHS_MARK) + [...new Set(requires)].sort().join(',');
}

/** Whether these are the needs of tasks that touch paths. */
export function touchesPaths(needs: string): boolean {
  return needs.startsWith(PATHS_MARK);
}

/** Whether an agent with these capabilities meets a set of needs. */
export function meetsNeeds(needs: string, capabilities: readonly string[]): boolean {
  return needNames(needs).every((need) => capabilities.includes(need));
}

/** The capabilities of a set of needs. */
export function needNames(needs: string): string[] {
  const names = touchesPaths(needs) ? needs.slice(PATHS_MARK.length) : needs;
  return names === '' ? [] : names.split(',');
}
