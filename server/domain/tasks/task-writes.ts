import { BatonError } from '../../contract/errors.ts';
import type { EventType } from '../../contract/events.ts';
import type { CallContext } from '../auth/principal.ts';
import type { AttemptRecord, TaskRecord } from '../records.ts';
import { Overtaken, type WriteTx } from '../store.ts';
import { changedFields } from './replay-fields.ts';
import { taskId } from './task-view.ts';

export const SYSTEM_ACTOR = 'system';

interface TaskEvent {
  readonly type: EventType;
  readonly actor: string;
  readonly agent: string | null;
  readonly at: number;
  /** What the event says beside the fields that changed. */
  readonly extra?: Record<string, unknown>;
}

/** Whether the ready index holds the task, so that claim-next finds it. */
export function isReady(task: TaskRecord): boolean {
  return task.status === 'todo' && task.openDeps === 0 && task.scheduledAt === null;
}

/** Stores a decided change of a task with its labels, its dependents and its event; returns the task as stored. */
export async function saveTask(
  tx: WriteTx,
  { before, after }: { before: TaskRecord; after: TaskRecord },
  event: TaskEvent,
): Promise<TaskRecord> {
  const saved: TaskRecord = { ...after, version: before.version + 1, updatedAt: event.at };
  if (saved.status !== before.status) saved.statusSince = event.at;
  const { changes } = await tx.q.updateTask({ ...saved, expectedVersion: before.version, expectedEpoch: before.epoch });
  if (changes !== 1) throw new Overtaken(changedMeanwhile(before));
  await syncLabels(tx, before, saved);
  await settleDependents(tx, before, saved);
  await tx.append({
    project: saved.project,
    type: event.type,
    at: event.at,
    actor: event.actor,
    task: saved.number,
    agent: event.agent,
    data: { ...event.extra, set: changedFields(before, saved) },
  });
  return saved;
}

/** Ends the attempt that the task's current epoch stands for. */
export async function endAttempt(
  tx: WriteTx,
  task: TaskRecord,
  end: Pick<AttemptRecord, 'outcome' | 'reason'> & { at: number },
): Promise<void> {
  await tx.q.endAttempt({
    project: task.project,
    number: task.number,
    epoch: task.epoch,
    endedAt: end.at,
    outcome: end.outcome,
    reason: end.reason,
  });
}

/** The task without holder, back in the queue; or failed, where its attempts are used up (SPEC TK5). */
export function backToQueue(task: TaskRecord, reason: string): TaskRecord {
  const used = task.attempts >= task.maxAttempts;
  return {
    ...withoutHolder(task),
    status: used ? 'failed' : 'todo',
    statusReason: used ? `All ${task.maxAttempts} attempts are used up. Last: ${reason}` : reason,
  };
}

export function withoutHolder(task: TaskRecord): TaskRecord {
  return { ...task, holderAgent: null, holderSession: null, claimedAt: null, leaseEndsAt: null, progressAt: null };
}

/** Keeps the label rows, by which claim-next and lists find the task, in step with it. */
export async function syncLabels(tx: WriteTx, before: TaskRecord | null, after: TaskRecord): Promise<void> {
  const { project, number: task, needs, queueFor, priority } = after;
  const ready = isReady(after);
  if (before !== null && sameList(before.labels, after.labels)) {
    const followed =
      after.labels.length === 0 ||
      (isReady(before) === ready && before.needs === needs && before.queueFor === queueFor && before.priority === priority);
    if (!followed) await tx.q.updateLabels({ project, task, needs, queueFor, priority, ready });
    return;
  }
  if (before !== null) await tx.q.deleteLabels({ project, task });
  for (const label of new Set(after.labels)) await tx.q.insertLabel({ project, label, task, needs, queueFor, priority, ready });
}

async function settleDependents(tx: WriteTx, before: TaskRecord, after: TaskRecord): Promise<void> {
  const open = Number(before.status === 'done') - Number(after.status === 'done');
  const broken = Number(isBroken(after)) - Number(isBroken(before));
  if (open === 0 && broken === 0) return;
  const moved = await tx.q.shiftDependents({ project: after.project, number: after.number, open, broken });
  for (const { number } of moved) {
    const dependent = await tx.q.findTask({ project: after.project, number });
    if (dependent === undefined || dependent.labels.length === 0) continue;
    await tx.q.updateLabels({
      project: dependent.project,
      task: dependent.number,
      needs: dependent.needs,
      queueFor: dependent.queueFor,
      priority: dependent.priority,
      ready: isReady(dependent),
    });
  }
}

function isBroken(task: TaskRecord): boolean {
  return task.status === 'failed' || task.status === 'cancelled';
}

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

function changedMeanwhile(task: TaskRecord): BatonError {
  return new BatonError('version_conflict', {
    detail: `${taskId(task.number)} was changed by somebody else at the same moment.`,
    hint: 'Send the request again.',
  });
}

/** Who a change is ascribed to in the log. */
export function actorOf(ctx: CallContext): Pick<TaskEvent, 'actor' | 'agent'> {
  return { actor: ctx.principal.name, agent: ctx.principal.agent };
}
