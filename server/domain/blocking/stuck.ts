import type { TaskRecord, WallTime } from '../records.ts';
import type { WriteTx } from '../store.ts';
import { SYSTEM_ACTOR } from '../tasks/store-task.ts';
import type { StandstillFields } from './blocking-records.ts';
import { brokenBecause, escalatedBecause, isBroken } from './stuck-rules.ts';
import { tellLeads } from './tell.ts';

type StuckFields = Pick<StandstillFields, 'stuckBecause' | 'stuckSince'>;

/** Only the first is named; that there are others shows in the count. */
const NAMED_MAX = 1;

/** Whether a task that is in todo or blocked will go on by itself, and if not why and since when. */
export async function stuckFields(tx: WriteTx, task: TaskRecord, at: WallTime): Promise<StuckFields> {
  const stuckBecause = await whyStuck(tx, task);
  return { stuckBecause, stuckSince: stuckBecause === null ? null : (task.stuckSince ?? at) };
}

async function whyStuck(tx: WriteTx, task: TaskRecord): Promise<string | null> {
  const { project, number } = task;
  const escalated = escalatedBecause(task.blocked);
  if (escalated !== null) return escalated;
  const waitedFor = task.blockedOn === null ? undefined : await tx.q.findTask({ project, number: task.blockedOn });
  if (waitedFor !== undefined && isBroken(waitedFor)) return brokenBecause([waitedFor]);
  if (task.brokenDeps === 0) return null;
  return brokenBecause(await tx.q.listBrokenDependencies({ project, number, limit: NAMED_MAX }), task.brokenDeps);
}

/** Works out anew whether a task is stuck after one that it waits for has ended or come back; the log tells when it is. */
export async function refreshStuck(tx: WriteTx, task: TaskRecord, at: WallTime): Promise<void> {
  const { stuckBecause, stuckSince } = await stuckFields(tx, task, at);
  if (stuckBecause === task.stuckBecause) return;
  const { project, number, status } = task;
  await tx.q.setStuck({ project, number, stuckBecause, stuckSince });
  if (stuckBecause === null || (status !== 'todo' && status !== 'blocked')) return;
  const data = { because: stuckBecause, set: {} };
  await tx.append({ project, type: 'task.stalled', at, actor: SYSTEM_ACTOR, task: number, agent: null, data });
  await tellLeads(tx, task, { because: stuckBecause, at });
}
