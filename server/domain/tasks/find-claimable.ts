import type { TaskRecord } from '../records.ts';
import { PathHolds } from '../reservations/path-holds.ts';
import type { ReadTx } from '../store.ts';
import { better, hasAnyLabel, needsMet, pickTask, type Search } from './claim-next-service.ts';
import { mayClaim } from './claim-rules.ts';
import { isFree } from './path-queues.ts';

/** How many of the tasks are looked at whose time has come since anybody claimed something, which lets them into the queues. */
const DUE_LOOKED_AT = 100;
/** How many tasks in todo are looked at where the first in line is not wanted. */
const OTHERS_LOOKED_AT = 200;

/** The task that claim-next would give, found by reading alone (SPEC LAW4). Whether the agent may hold one more is for the caller to know. */
export async function findClaimable(
  tx: ReadTx,
  search: Pick<Search, 'deps' | 'claimant' | 'labels' | 'at'> & { readonly except?: readonly number[] },
): Promise<TaskRecord | undefined> {
  const { claimant, labels, at, except = [] } = search;
  const { project, agent } = claimant;
  const needs = needsMet(await tx.q.listNeeds({ project }), claimant);
  const holds = PathHolds.seen(tx, { project, leases: search.deps.leases });
  const paths = { holds, passedOver: new Set<number>() };
  const best = await pickTask(tx, { ...search, ...paths, needs, lapsed: true });
  const due = await tx.q.listDueTasks({ project, after: -1, upTo: at.wallNow, limit: DUE_LOOKED_AT });
  const unblocked = await tx.q.listUnblockedTasks({ project, after: -1, upTo: at.wallNow, limit: DUE_LOOKED_AT });
  const freed = await tx.q.listFreedTasks({ project, after: -1, upTo: at.lease.now, limit: DUE_LOOKED_AT });
  const by = { agent, capabilities: claimant.facts.capabilities };
  const isWanted = (task: TaskRecord) => !except.includes(task.number) && mayClaim(task, by, at) && hasAnyLabel(task, labels);
  // Nobody is given what touches paths that another claim holds.
  const bestOf = async (tasks: readonly TaskRecord[], first: TaskRecord | undefined) => {
    let found = first;
    for (const task of tasks.filter(isWanted)) if (await isFree(task, { ...search, ...paths })) found = better(found, task);
    return found;
  };
  if (best === undefined || !except.includes(best.number)) return bestOf([...due, ...unblocked, ...freed], best);
  const others = await tx.q.listTasksByStatus({ project, status: 'todo', after: 0, limit: OTHERS_LOOKED_AT });
  return bestOf([...due, ...unblocked, ...freed, ...others], undefined);
}
