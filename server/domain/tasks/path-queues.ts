import type { TaskRecord } from '../records.ts';
import type { HeldPaths, PathHolds } from '../reservations/path-holds.ts';
import type { QueuedRecord } from '../reservations/reservation-records.ts';
import type { ReadTx } from '../store.ts';
import { type Claimant, refuseTask } from './claim-decision.ts';
import type { Moment } from './claim-rules.ts';
import { isReady } from './store-task.ts';

/** How many tasks of a queue are looked at in one step while those that touch held paths are passed over. */
const QUEUE_PAGE = 128;

export interface PathSearch {
  readonly claimant: Claimant;
  readonly at: Moment;
  readonly labels: readonly string[];
  readonly holds: PathHolds;
  /** The numbers of tasks that were passed over because another claim holds paths that they touch. */
  readonly passedOver: Set<number>;
}

interface Queue {
  readonly project: string;
  readonly needs: string;
  readonly queueFor: string;
  readonly label: string | null;
}

/** Whether a task comes before another: by priority, then age. */
export function isBefore(left: QueuedRecord, right: QueuedRecord): boolean {
  return left.priority === right.priority ? left.number < right.number : left.priority < right.priority;
}

/** Whether no other claim holds paths that the task touches; one that is not free is noted as passed over. */
export async function isFree(task: QueuedRecord, search: PathSearch): Promise<boolean> {
  return task.paths.length === 0 || isFreeOf(await search.holds.look(), task, search);
}

function isFreeOf(held: HeldPaths, { number, paths }: QueuedRecord, { passedOver }: PathSearch): boolean {
  const isInTheWay = held.inTheWay({ task: number, mode: 'exclusive', paths }) !== null;
  if (isInTheWay) passedOver.add(number);
  return !isInTheWay;
}

/** The first ready task with these needs whose paths are free, if it comes before `best`; else `best`. */
export async function bestOfPathQueues(
  tx: ReadTx,
  search: PathSearch,
  { needs, best }: { needs: readonly string[]; best: TaskRecord | undefined },
): Promise<TaskRecord | undefined> {
  const queues = queuesOf(search, needs);
  // All that are empty, which most are, are known to be so after one round.
  const pages = await Promise.all(queues.map((queue) => readPage(tx, queue, undefined)));
  let found = best;
  for (const [nth, queue] of queues.entries())
    found = await lookThrough(tx, search, { queue, page: pages[nth] ?? [], best: found });
  return found;
}

function queuesOf({ claimant, labels }: PathSearch, allNeeds: readonly string[]): Queue[] {
  const { project, agent } = claimant;
  const wanted = labels.length === 0 ? [null] : [...new Set(labels)];
  return allNeeds.flatMap((needs) =>
    ['', agent].flatMap((queueFor) => wanted.map((label) => ({ project, needs, queueFor, label }))),
  );
}

function readPage(tx: ReadTx, { label, ...queue }: Queue, after: QueuedRecord | undefined): Promise<QueuedRecord[]> {
  const place = { ...queue, afterPriority: after?.priority ?? -1, afterNumber: after?.number ?? -1, limit: QUEUE_PAGE };
  return label === null ? tx.q.listQueue(place) : tx.q.listLabelQueue({ ...place, label });
}

async function lookThrough(
  tx: ReadTx,
  search: PathSearch,
  from: { queue: Queue; page: QueuedRecord[]; best: TaskRecord | undefined },
): Promise<TaskRecord | undefined> {
  const { queue, best } = from;
  let { page } = from;
  while (page.length > 0) {
    const held = await search.holds.look();
    for (const queued of page) {
      if (best !== undefined && isBefore(best, queued)) return best;
      if (!isFreeOf(held, queued, search)) continue;
      const task = await tx.q.findTask({ project: queue.project, number: queued.number });
      if (task !== undefined && isTakable(task, held, search)) return task;
    }
    const last = page.at(-1);
    if (page.length < QUEUE_PAGE) return best;
    page = await readPage(tx, queue, last);
  }
  return best;
}

/** Looked at again now that nobody else changes it. */
function isTakable(task: TaskRecord, held: HeldPaths, search: PathSearch): boolean {
  return isReady(task) && refuseTask(task, search.claimant, search.at) === null && isFreeOf(held, task, search);
}
