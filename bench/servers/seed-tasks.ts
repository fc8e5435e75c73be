import { TaskCreate } from '../../server/contract/tasks.ts';
import type { TaskRecord } from '../../server/domain/records.ts';
import type { Storage } from '../../server/domain/store.ts';
import { newTask } from '../../server/domain/tasks/new-task.ts';

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
  const labels = [...(seed.labels?.(number) ?? [])];
  const input: TaskCreate = { ...USUAL, title: `Task ${number}: make the list of links shorter`, labels, requires };
  return newTask({ project: seed.project, createdBy: 'bench', input, number, wallNow: Date.now() });
}

const USUAL = TaskCreate.parse({
  title: 'Task',
  brief: 'A brief of the length that briefs have: what is to be done, where it is, and how to know that it is done.',
});
