import { BatonError } from '../../contract/errors.ts';
import type { Task, TaskBatchCreate, TaskCreate } from '../../contract/tasks.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { CallContext } from '../auth/principal.ts';
import { stuckFields } from '../blocking/stuck.ts';
import type { DomainDeps } from '../deps.ts';
import type { TaskRecord } from '../records.ts';
import { indexNewTask } from '../search/task-text.ts';
import type { WriteTx } from '../store.ts';
import { orderByDependency } from './dependency-rules.ts';
import { dependencyNumbers, type NewTask, newTask } from './new-task.ts';
import { replayFields } from './replay-fields.ts';
import { syncLabels } from './store-task.ts';
import { taskNotFound } from './task-errors.ts';
import { toTask } from './task-view.ts';

export interface TaskCreateService {
  /** Creates one task; a title is enough. Throws `not_found` for a dependency or person that is not there. */
  create(ctx: CallContext, input: TaskCreate): Promise<Task>;
  /** Creates all or none. Tasks may depend on each other by `ref`; throws `cycle`. */
  createMany(ctx: CallContext, input: TaskBatchCreate): Promise<{ tasks: Task[] }>;
}

export function createTaskCreateService(deps: DomainDeps): TaskCreateService {
  const { commands, clock } = deps;
  return {
    create(ctx, input) {
      const work = async (tx: WriteTx) => {
        const wallNow = clock.wallNow();
        // The number comes last, so that a refused task takes none where numbers cannot be given back.
        const counts = await check(tx, ctx, input);
        const [number] = await takeNumbers(tx, ctx, 1);
        invariant(number !== undefined, 'a number was asked for');
        const task = await insert(tx, ctx, { input, number, wallNow, counts });
        return toTask(task, { lease: tx.lease, wallNow });
      };
      return commands.run({ ctx, operation: 'tasks.create', input, work });
    },
    createMany(ctx, input) {
      const work = async (tx: WriteTx) => {
        const wallNow = clock.wallNow();
        const numbers = await takeNumbers(tx, ctx, input.tasks.length);
        const made = new Map<number, TaskRecord>();
        const refs = refNumbers(input, numbers);
        for (const index of orderByDependency(input.tasks)) {
          const item = input.tasks[index];
          const number = numbers[index];
          invariant(item !== undefined && number !== undefined, 'the order names items of the batch');
          const { ref: _, ...fields } = item;
          const dependsOn = item.dependsOn.map((name) => refs.get(name) ?? name);
          const named = { ...fields, dependsOn };
          const counts = await check(tx, ctx, named);
          made.set(index, await insert(tx, ctx, { input: named, number, wallNow, counts }));
        }
        const inOrder = [...made.entries()].sort(([left], [right]) => left - right).map(([, task]) => task);
        return { tasks: inOrder.map((task) => toTask(task, { lease: tx.lease, wallNow })) };
      };
      return commands.run({ ctx, operation: 'tasks.createMany', input, work });
    },
  };
}

async function takeNumbers(tx: WriteTx, ctx: CallContext, count: number): Promise<number[]> {
  const row = await tx.q.takeTaskNumbers({ name: ctx.project, count });
  invariant(row !== undefined, 'the project of a call exists');
  return Array.from({ length: count }, (_, index) => row.nextTask - count + index);
}

function refNumbers(input: TaskBatchCreate, numbers: readonly number[]): Map<string, string> {
  const refs = new Map<string, string>();
  input.tasks.forEach((item, index) => {
    if (item.ref !== undefined) refs.set(item.ref, `T-${numbers[index]}`);
  });
  return refs;
}

/** Whether all that a new task names is there; how many of its dependencies are not done, and how many never will be. */
async function check(tx: WriteTx, ctx: CallContext, input: TaskCreate): Promise<DependencyCounts> {
  await checkPeople(tx, ctx.project, input);
  return countDependencies(tx, ctx.project, dependencyNumbers(input));
}

interface Insert extends Pick<NewTask, 'input' | 'number' | 'wallNow'> {
  readonly counts: DependencyCounts;
}

async function insert(tx: WriteTx, ctx: CallContext, { counts, ...made }: Insert): Promise<TaskRecord> {
  const task = newTask({ project: ctx.project, createdBy: ctx.principal.name, ...made });
  const record = { ...task, ...counts };
  await tx.q.insertTask(record);
  for (const dependsOn of record.dependsOn)
    await tx.q.insertDependency({ project: record.project, task: record.number, dependsOn });
  if (record.needs !== '') await tx.q.insertNeeds({ project: record.project, needs: record.needs });
  await syncLabels(tx, null, record);
  await indexNewTask(tx, record);
  await tx.append({
    project: record.project,
    type: 'task.created',
    at: made.wallNow,
    actor: ctx.principal.name,
    task: record.number,
    agent: ctx.principal.agent,
    data: { set: replayFields(record) },
  });
  if (record.brokenDeps === 0) return record;
  const stuck = await stuckFields(tx, record, made.wallNow);
  await tx.q.setStuck({ project: record.project, number: record.number, ...stuck });
  return { ...record, ...stuck };
}

type DependencyCounts = Pick<TaskRecord, 'openDeps' | 'brokenDeps'>;

/** How many of the dependencies are not done, and how many never will be. Throws `not_found` for one that is not there. */
export async function countDependencies(tx: WriteTx, project: string, dependsOn: readonly number[]): Promise<DependencyCounts> {
  let openDeps = 0;
  let brokenDeps = 0;
  for (const number of dependsOn) {
    const dependency = await tx.q.findTask({ project, number });
    if (dependency === undefined) throw taskNotFound(number);
    if (dependency.status !== 'done') openDeps += 1;
    if (dependency.status === 'failed' || dependency.status === 'cancelled') brokenDeps += 1;
  }
  return { openDeps, brokenDeps };
}

/** An assignee or reviewer who does not exist would leave the task waiting for nobody. */
export async function checkPeople(
  tx: WriteTx,
  project: string,
  named: { assignee?: string | null | undefined; reviewer?: string | undefined },
): Promise<void> {
  const reviewer = named.reviewer === 'any' || named.reviewer === 'none' ? undefined : named.reviewer;
  for (const name of [named.assignee, reviewer]) {
    if (name === undefined || name === null) continue;
    const agent = await tx.q.findAgent({ project, name });
    if (agent !== undefined && agent.status !== 'retired') continue;
    throw new BatonError('invalid_input', {
      detail: agent === undefined ? `There is no agent ${name} in this project.` : `${name} has retired.`,
      hint: 'Name an agent from GET /v1/agents; for the reviewer also `any` or `none`.',
    });
  }
}
