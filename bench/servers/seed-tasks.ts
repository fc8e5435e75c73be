import type { TaskRecord } from '../../server/domain/records.ts';
import type { Storage } from '../../server/domain/store.ts';

/** Tasks in one transaction: enough that the commit does not count, few enough that the event loop turns. */
const TASKS_PER_WORK = 5_000;

export interface TaskSeed {
  readonly project: string;
  readonly count: number;
  /** What is particular about the task with this number. */
  readonly labels?: (number: number) => readonly string[];
  readonly requires?: (number: number) => readonly string[];
}

/** Writes tasks in todo straight into the store, as creating them would have left them, but without their events. */
export async function seedTasks(storage: Storage, seed: TaskSeed): Promise<void> {
  for (let done = 0; done < seed.count; done += TASKS_PER_WORK) {
    await seedSome(storage, seed, Math.min(TASKS_PER_WORK, seed.count - done));
  }
}

function seedSome(storage: Storage, seed: TaskSeed, count: number): Promise<void> {
  const { project } = seed;
  return storage.write(async ({ q }) => {
    const row = await q.takeTaskNumbers({ name: project, count });
    if (row === undefined) throw new Error(`there is no project ${project}`);
    for (let number = row.nextTask - count; number < row.nextTask; number += 1) {
      const task = taskRecord(seed, number);
      await q.insertTask(task);
      const { needs, queueFor, priority } = task;
      if (needs !== '') await q.insertNeeds({ project, needs });
      for (const label of task.labels)
        await q.insertLabel({ project, label, task: number, needs, queueFor, priority, ready: true });
    }
  });
}

function taskRecord(seed: TaskSeed, number: number): TaskRecord {
  const requires = [...(seed.requires?.(number) ?? [])];
  const wallNow = Date.now();
  return {
    ...BLANK,
    project: seed.project,
    number,
    title: `Task ${number}: make the list of links shorter`,
    statusSince: wallNow,
    labels: [...(seed.labels?.(number) ?? [])],
    requires,
    needs: [...requires].sort().join(','),
    createdAt: wallNow,
    updatedAt: wallNow,
  };
}

const BLANK: Omit<TaskRecord, 'project' | 'number' | 'title' | 'statusSince' | 'createdAt' | 'updatedAt'> = {
  brief: 'A brief of the length that briefs have: what is to be done, where it is, and how to know that it is done.',
  status: 'todo',
  statusReason: null,
  priority: 2,
  labels: [],
  requires: [],
  needs: '',
  dependsOn: [],
  openDeps: 0,
  brokenDeps: 0,
  paths: [],
  acceptance: [],
  assignee: null,
  reviewer: 'any',
  reviewsRequired: 1,
  leaseTtlMs: 60_000,
  maxAttempts: 5,
  attempts: 0,
  generation: 1,
  epoch: 0,
  version: 1,
  revision: 0,
  round: 0,
  summary: null,
  holderAgent: null,
  holderSession: null,
  claimedAt: null,
  leaseEndsAt: null,
  progressAt: null,
  heldFor: null,
  heldUntil: null,
  queueFor: '',
  notBefore: null,
  scheduledAt: null,
  dueAt: null,
  createdBy: 'bench',
};
