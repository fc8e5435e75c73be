import type { Attempt, Comment, Note, Orphan, Task } from '../../contract/tasks.ts';
import { isoTime, isoTimeOrNull } from '../../kernel/iso-time.ts';
import type { AttemptRecord, CommentRecord, NoteRecord, OrphanRecord, TaskRecord } from '../records.ts';
import type { Moment } from './claim-rules.ts';
import { isClaimable } from './claim-rules.ts';
import { isHeld, leaseRemainingMs } from './lease-rules.ts';
import { currentSince, currentStatus, taskHealth } from './task-health.ts';

export function taskId(number: number): string {
  return `T-${number}`;
}

/** The number in a task id that the contract has already checked. */
export function taskNumber(id: string): number {
  return Number(id.slice(2));
}

/** The wire shape of a task at a moment. */
export function toTask(task: TaskRecord, at: Moment): Task {
  const health = taskHealth(task, at);
  const status = currentStatus(task, at);
  return {
    id: taskId(task.number),
    project: task.project,
    title: task.title,
    brief: task.brief,
    status,
    statusSince: isoTime(currentSince(task, at)),
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
    holder: holderOf(task, at),
    claimable: isClaimable(task, at),
    blocked: status === 'blocked' ? task.blocked : null,
    health: { state: health.state, since: isoTime(health.since), because: health.because },
    revision: task.revision,
    summary: task.summary,
    createdBy: task.createdBy,
    createdAt: isoTime(task.createdAt),
    updatedAt: isoTime(task.updatedAt),
    notBefore: isoTimeOrNull(task.notBefore),
    dueAt: isoTimeOrNull(task.dueAt),
  };
}

function holderOf(task: TaskRecord, at: Moment): Task['holder'] {
  if (task.holderAgent === null || task.holderSession === null || !isHeld(task, at.lease)) return null;
  return { agent: task.holderAgent, session: task.holderSession, leaseRemainingMs: leaseRemainingMs(task, at.lease) };
}

export function toAttempt(record: AttemptRecord): Attempt {
  return {
    epoch: record.epoch,
    agent: record.agent,
    session: record.session,
    startedAt: isoTime(record.startedAt),
    endedAt: isoTimeOrNull(record.endedAt),
    outcome: record.outcome,
    reason: record.reason,
  };
}

export function toNote(record: NoteRecord): Note {
  const { kind, epoch, author, text, percent } = record;
  return { kind, epoch, author, text, percent, at: isoTime(record.at) };
}

export function toComment(record: CommentRecord): Comment {
  return { id: record.id, taskId: taskId(record.task), author: record.author, body: record.body, at: isoTime(record.at) };
}

export function toOrphan(record: OrphanRecord): Orphan {
  const { id, epoch, agent, operation, payload } = record;
  return { id, epoch, agent, operation, payload, at: isoTime(record.at) };
}
