import type { TaskRecord } from '../records.ts';
import type { ReadTx } from '../store.ts';
import { isClaimable, type Moment } from '../tasks/claim-rules.ts';
import type { ReadyGroup } from './insight-queries.ts';

/** How many tasks are looked at whose time has come since anybody claimed something, which sorts them into their queues. */
const DUE_LOOKED_AT = 500;

/** The queues of claim-next as its next call will find them: with what time alone has made ready since the last one. */
export async function loadReadyGroups(tx: ReadTx, project: string, at: Moment): Promise<ReadyGroup[]> {
  const stored = await tx.q.listReadyGroups({ project });
  const due = await tx.q.listDueTasks({ project, after: -1, upTo: at.wallNow, limit: DUE_LOOKED_AT });
  const freed = await tx.q.listFreedTasks({ project, after: -1, upTo: at.lease.now, limit: DUE_LOOKED_AT });
  const over = await tx.q.listUnblockedTasks({ project, after: -1, upTo: at.wallNow, limit: DUE_LOOKED_AT });
  return regroup(stored, { due, over: over.filter((task) => isClaimable(task, at)), freed });
}

function regroup(
  stored: readonly ReadyGroup[],
  moved: { due: readonly TaskRecord[]; over: readonly TaskRecord[]; freed: readonly TaskRecord[] },
): ReadyGroup[] {
  const groups = new Map(stored.map((group) => [keyOf(group), group]));
  const add = (task: TaskRecord, queueFor: string) => {
    const key = keyOf({ needs: task.needs, queueFor });
    const { count = 0, first = task.number } = groups.get(key) ?? {};
    groups.set(key, { needs: task.needs, queueFor, count: count + 1, first: Math.min(first, task.number) });
  };
  for (const task of moved.due) add(task, task.queueFor);
  for (const task of moved.over) add(task, task.assignee ?? '');
  for (const task of moved.freed) {
    const group = groups.get(keyOf(task));
    if (group !== undefined) groups.set(keyOf(task), { ...group, count: group.count - 1 });
    add(task, task.assignee ?? '');
  }
  return [...groups.values()].filter(({ count }) => count > 0);
}

function keyOf({ needs, queueFor }: Pick<ReadyGroup, 'needs' | 'queueFor'>): string {
  return `${needs}\n${queueFor}`;
}
