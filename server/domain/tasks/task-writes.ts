import type { CallContext } from '../auth/principal.ts';
import { settleWaiting } from '../blocking/settle-waiting.ts';
import { isBroken } from '../blocking/stuck-rules.ts';
import type { AttemptRecord, TaskRecord } from '../records.ts';
import { endReservations } from '../reservations/reservation-writes.ts';
import type { WriteTx } from '../store.ts';
import { isReady, storeTask, type TaskEvent } from './store-task.ts';

/** Stores a decided change of a task with its labels, its event and what follows for those that wait for it; returns the task as stored. */
export async function saveTask(
  tx: WriteTx,
  { before, after }: { before: TaskRecord; after: TaskRecord },
  event: TaskEvent,
): Promise<TaskRecord> {
  const { project, number } = before;
  const endsClaim = before.status === 'doing' && (after.status !== 'doing' || after.epoch !== before.epoch);
  const [saved, reservations] = await Promise.all([
    storeTask(tx, { before, after }, event),
    endsClaim ? tx.q.listTaskReservations({ project, number }) : [],
  ]);
  await settleDependents(tx, before, saved);
  const { actor, agent, at } = event;
  await endReservations(tx, reservations, { actor, agent, at });
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
  await settleWaiting(tx, after, broken === 0 ? [] : moved);
}

/** Who a change is ascribed to in the log. */
export function actorOf(ctx: CallContext): Pick<TaskEvent, 'actor' | 'agent'> {
  return { actor: ctx.principal.name, agent: ctx.principal.agent };
}
