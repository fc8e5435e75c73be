import { BatonError } from '../../contract/errors.ts';
import type { EventType } from '../../contract/events.ts';
import type { TaskRecord } from '../records.ts';
import { indexTask, isTextChanged } from '../search/task-text.ts';
import { Overtaken, type WriteTx } from '../store.ts';
import { changedFields } from './replay-fields.ts';
import { taskId } from './task-view.ts';

export const SYSTEM_ACTOR = 'system';

export interface TaskEvent {
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

/** Stores a change of a task that decides nothing for others, with its labels and its event; returns the task as stored. */
export async function storeTask(
  tx: WriteTx,
  { before, after }: { before: TaskRecord; after: TaskRecord },
  event: TaskEvent,
): Promise<TaskRecord> {
  const saved: TaskRecord = { ...after, version: before.version + 1, updatedAt: event.at };
  if (saved.status !== before.status) saved.statusSince = event.at;
  const { changes } = await tx.q.updateTask({ ...saved, expectedVersion: before.version, expectedEpoch: before.epoch });
  if (changes !== 1) throw new Overtaken(changedMeanwhile(before));
  await syncLabels(tx, before, saved);
  if (isTextChanged(before, saved)) await indexTask(tx, saved);
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

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

function changedMeanwhile(task: TaskRecord): BatonError {
  return new BatonError('version_conflict', {
    detail: `${taskId(task.number)} was changed by somebody else at the same moment.`,
    hint: 'Send the request again.',
  });
}
