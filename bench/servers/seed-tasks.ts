import { TaskCreate } from '../../server/contract/tasks.ts';
import type { TaskRecord } from '../../server/domain/records.ts';
import { taskWords } from '../../server/domain/search/task-text.ts';
import type { Storage } from '../../server/domain/store.ts';
import { newTask } from '../../server/domain/tasks/new-task.ts';

/** Tasks in one transaction: enough that the commit does not count, few enough that the event loop turns. */
const TASKS_PER_WORK = 5_000;

/** Tasks that differ in nothing but their numbers, which follow on each other. */
export interface TaskKind {
  readonly count: number;
  readonly labels?: readonly string[];
  readonly requires?: readonly string[];
  /** What the brief says besides. */
  readonly words?: string;
}

/** Makes `count` more of the task `number`, under the numbers after it. */
export type CloneTask = (task: { project: string; number: number; count: number }) => Promise<void>;

export interface TaskSeed {
  readonly project: string;
  readonly kinds: readonly TaskKind[];
  /** Where the store has a faster way than a query for each task; null: it has none. */
  readonly clone: CloneTask | null;
}

/** Writes tasks in todo straight into the store, as creating them would have left them, but without their events. */
export async function seedTasks(storage: Storage, { project, kinds, clone }: TaskSeed): Promise<void> {
  for (const kind of kinds) {
    if (kind.count === 0) continue;
    if (clone === null) await seedEach(storage, project, kind);
    else {
      const number = await seedSome(storage, { project, kind, taken: kind.count, made: 1 });
      await clone({ project, number, count: kind.count - 1 });
    }
  }
}

async function seedEach(storage: Storage, project: string, kind: TaskKind): Promise<void> {
  for (let done = 0; done < kind.count; done += TASKS_PER_WORK) {
    const count = Math.min(TASKS_PER_WORK, kind.count - done);
    await seedSome(storage, { project, kind, taken: count, made: count });
  }
}

/** Takes `taken` numbers, makes the tasks of the first `made` of them, and gives the first. */
function seedSome(
  storage: Storage,
  { project, kind, taken, made }: { project: string; kind: TaskKind; taken: number; made: number },
): Promise<number> {
  return storage.write(async ({ q }) => {
    const row = await q.takeTaskNumbers({ name: project, count: taken });
    if (row === undefined) throw new Error(`there is no project ${project}`);
    const first = row.nextTask - taken;
    for (let number = first; number < first + made; number += 1) {
      const task = taskRecord(project, kind, number);
      await q.insertTask(task);
      await q.setTaskText({ project, task: number, words: taskWords(task, []) });
      const { needs, queueFor, priority } = task;
      if (needs !== '') await q.insertNeeds({ project, needs });
      for (const label of task.labels)
        await q.insertLabel({ project, label, task: number, needs, queueFor, priority, ready: true });
    }
    return first;
  });
}

function taskRecord(project: string, { labels = [], requires = [], words = '' }: TaskKind, number: number): TaskRecord {
  const title = `Task ${number}: make the list of links shorter`;
  const brief = `${USUAL.brief} ${words}`;
  const input: TaskCreate = { ...USUAL, title, brief, labels: [...labels], requires: [...requires] };
  return newTask({ project, createdBy: 'bench', input, number, wallNow: Date.now() });
}

const USUAL = TaskCreate.parse({
  title: 'Task',
  brief: 'A brief of the length that briefs have: what is to be done, where it is, and how to know that it is done.',
});
