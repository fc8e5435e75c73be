import type { Blocked } from '../../contract/blocking.ts';
import type { TaskRecord } from '../records.ts';
import type { BrokenDependency } from './blocking-queries.ts';

/** Whether the task ended without being done: whoever waits for it waits in vain. */
export function isBroken({ status }: Pick<TaskRecord, 'status'>): boolean {
  return status === 'failed' || status === 'cancelled';
}

/** Why what depends on these will not go on: the first by name and reason, the others counted. */
export function brokenBecause(broken: readonly BrokenDependency[], count = broken.length): string | null {
  const [first] = broken;
  if (first === undefined) return null;
  const how = first.status === 'failed' ? 'failed' : 'was cancelled';
  const why = first.statusReason === null ? '' : ` (${first.statusReason})`;
  const others = count > 1 ? ` There are ${count - 1} more like it.` : '';
  return `It waits for T-${first.number}, which ${how}${why} and will not be done.${others}`;
}

/** Why a block that keeps coming back will not end by itself, or null where it will. */
export function escalatedBecause(blocked: Blocked | null): string | null {
  if (blocked === null || !blocked.escalated) return null;
  return `It was blocked ${blocked.times} times for the same reason, so a lead has to decide: ${blocked.reason}`;
}
