import { isoTimeOrNull } from '../../kernel/iso-time.ts';
import type { TaskRecord } from '../records.ts';
import { taskId } from './task-view.ts';

/** The stored state of a task in the words of the wire: what replaying its events must give (SPEC EV4). */
export function replayFields(task: TaskRecord) {
  return {
    title: task.title,
    brief: task.brief,
    status: task.status,
    priority: task.priority,
    labels: task.labels,
    requires: task.requires,
    dependsOn: task.dependsOn.map(taskId),
    paths: task.paths,
    acceptance: task.acceptance,
    assignee: task.assignee,
    reviewer: task.reviewer,
    reviewsRequired: task.reviewsRequired,
    leaseTtlSeconds: task.leaseTtlMs / 1_000,
    maxAttempts: task.maxAttempts,
    attempts: task.attempts,
    epoch: task.epoch,
    version: task.version,
    revision: task.revision,
    summary: task.summary,
    blocked: task.blocked,
    holder: task.holderAgent === null ? null : { agent: task.holderAgent, session: task.holderSession },
    notBefore: isoTimeOrNull(task.notBefore),
    dueAt: isoTimeOrNull(task.dueAt),
    createdBy: task.createdBy,
  };
}

/** Those of the replay fields that differ between two states of a task. */
export function changedFields(before: TaskRecord, after: TaskRecord): Record<string, unknown> {
  const old: Record<string, unknown> = replayFields(before);
  return Object.fromEntries(Object.entries(replayFields(after)).filter(([name, value]) => !isSame(old[name], value)));
}

function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  return JSON.stringify(left) === JSON.stringify(right);
}
