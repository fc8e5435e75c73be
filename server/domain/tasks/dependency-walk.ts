import { BatonError } from '../../contract/errors.ts';
import type { ReadTx, TaskKey } from '../store.ts';
import { cycle } from './dependency-rules.ts';
import { taskId } from './task-view.ts';

/** How many tasks are looked at while a circle is sought; a longer chain is refused. */
export const DEPENDENCY_WALK_MAX = 10_000;

/**
 * Walks from the tasks that this one is to wait for, over what each of them depends on or is blocked on; throws `cycle` when that leads
 * back to it (SPEC TK1).
 */
export async function refuseCircle(tx: ReadTx, task: TaskKey, waitsFor: readonly number[]): Promise<void> {
  const seen = new Set<number>();
  const open = [...waitsFor];
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    if (number === task.number) throw cycle([taskId(task.number), ...waitsFor.map(taskId)]);
    if (seen.has(number)) continue;
    seen.add(number);
    if (seen.size > DEPENDENCY_WALK_MAX) {
      throw new BatonError('invalid_input', {
        detail: `More than ${DEPENDENCY_WALK_MAX} tasks stand behind these dependencies.`,
        hint: 'Depend on a task that sums up part of them.',
      });
    }
    const key = { project: task.project, number };
    const [dependencies, blocked] = await Promise.all([tx.q.listDependencies(key), tx.q.findBlockedOn(key)]);
    for (const { dependsOn } of dependencies) open.push(dependsOn);
    if (blocked !== undefined && blocked.blockedOn !== null) open.push(blocked.blockedOn);
  }
}
