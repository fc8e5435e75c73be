import type { TaskRecord } from '../records.ts';
import type { WriteTx } from '../store.ts';
import { SYSTEM_ACTOR } from '../tasks/store-task.ts';
import { endBlock } from './end-block.ts';
import { refreshStuck } from './stuck.ts';

/**
 * What follows for the tasks that wait for one that has just ended or come back: blocked on it they go on when it is done; blocked
 * on it or depending on it they are stuck when it never will be.
 */
export async function settleWaiting(
  tx: WriteTx,
  ended: TaskRecord,
  dependents: ReadonlyArray<{ readonly number: number }>,
): Promise<void> {
  const { project, number, updatedAt: at } = ended;
  for (const row of await tx.q.listBlockedOn({ project, number })) {
    const task = await tx.q.findTask({ project, number: row.number });
    if (task === undefined || task.blockedOn !== number) continue;
    if (ended.status === 'done') {
      await endBlock(tx, task, { ending: 'dependency_done', actor: SYSTEM_ACTOR, agent: null, answer: null, at });
    } else await refreshStuck(tx, task, at);
  }
  for (const row of dependents) {
    const task = await tx.q.findTask({ project, number: row.number });
    if (task !== undefined) await refreshStuck(tx, task, at);
  }
}
