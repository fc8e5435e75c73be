import type { DomainDeps } from '../deps.ts';
import type { TaskRecord } from '../records.ts';
import type { ReadTx, TaskKey, WriteTx } from '../store.ts';
import { isSilent } from '../tasks/lease-rules.ts';
import { SYSTEM_ACTOR } from '../tasks/store-task.ts';
import { taskHealth } from '../tasks/task-health.ts';
import { tellLeads } from './tell.ts';

/** Says in the log and to the leads, once for each silence, which holders live but show no progress (SPEC LE7). */
export async function noteSilentHolders(deps: DomainDeps, project: string): Promise<void> {
  const silent = await deps.storage.read(async (tx) => {
    const held = await tx.q.listHeldTasks({ project });
    return held.filter((task) => isNewlySilent(tx, deps.leases.apply(task))).map(({ number }) => number);
  });
  for (const number of silent) await deps.storage.write((tx) => noteSilent(tx, deps, { project, number }));
}

async function noteSilent(tx: WriteTx, deps: DomainDeps, key: TaskKey): Promise<void> {
  const found = await tx.q.findTask(key);
  const task = found === undefined ? undefined : deps.leases.apply(found);
  // Another program may have told already, or the holder has spoken meanwhile.
  if (task === undefined || !isNewlySilent(tx, task)) return;
  const { epoch, holderAgent: agent } = task;
  const wallNow = deps.clock.wallNow();
  await tx.q.noteStalled({ ...key, epoch, stalledAt: tx.lease.now });
  const { because } = taskHealth(task, { lease: tx.lease, wallNow });
  const data = { epoch, because, set: {} };
  const { project, number } = key;
  await tx.append({ project, type: 'task.stalled', at: wallNow, actor: SYSTEM_ACTOR, task: number, agent, data });
  await tellLeads(tx, task, { because, at: wallNow });
}

function isNewlySilent({ lease }: Pick<ReadTx, 'lease'>, task: TaskRecord): boolean {
  return isSilent(task, lease) && (task.stalledAt === null || task.stalledAt < (task.progressAt ?? 0));
}
