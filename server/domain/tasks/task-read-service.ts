import type { EventPage, TaskHistoryQuery } from '../../contract/events.ts';
import { DETAIL_MAX_ITEMS, type TaskDetail } from '../../contract/task-detail.ts';
import type { FenceQuery, Task, TaskListQuery } from '../../contract/tasks.ts';
import { loadArtifacts } from '../artifacts/artifact-view.ts';
import type { CallContext } from '../auth/principal.ts';
import { toBlock } from '../blocking/block-view.ts';
import type { DomainDeps } from '../deps.ts';
import { formatCursor, readCursor } from '../events/cursor-rules.ts';
import { toEvent } from '../events/event-view.ts';
import type { TaskRecord } from '../records.ts';
import { loadReview } from '../reviews/review-view.ts';
import { readTaskQuery } from '../search/read-task-query.ts';
import { searchTasks } from '../search/search-tasks.ts';
import type { ReadTx } from '../store.ts';
import type { Moment } from './claim-rules.ts';
import { taskNotFound } from './task-errors.ts';
import { currentStatus } from './task-health.ts';
import { taskNumber, toAttempt, toComment, toNote, toOrphan, toTask } from './task-view.ts';

export interface TaskReadService {
  get(ctx: CallContext, input: { id: string }): Promise<TaskDetail>;
  /**
   * Those that the query and the filters mean, by number, ascending. A page may hold fewer than `limit`, even none, and still have a
   * next one. Throws `bad_request` for what is no query.
   */
  list(ctx: CallContext, input: TaskListQuery): Promise<{ items: Task[]; nextCursor: string | null }>;
  history(ctx: CallContext, input: TaskHistoryQuery): Promise<EventPage>;
  /** Whether an epoch is still the task's, for checks outside (SPEC LE8). */
  fence(ctx: CallContext, input: FenceQuery): Promise<Fence>;
}

interface Fence {
  taskId: string;
  epoch: number;
  currentEpoch: number;
  valid: boolean;
  status: Task['status'];
  agent: string | null;
}

export function createTaskReadService(deps: DomainDeps): TaskReadService {
  const { storage, clock, leases } = deps;

  function momentOf(tx: ReadTx): Moment {
    return { lease: tx.lease, wallNow: clock.wallNow() };
  }

  async function find(tx: ReadTx, ctx: CallContext, id: string): Promise<TaskRecord> {
    const task = await tx.q.findTask({ project: ctx.project, number: taskNumber(id) });
    if (task === undefined) throw taskNotFound(taskNumber(id));
    return leases.apply(task);
  }

  return {
    get(ctx, input) {
      return storage.read(async (tx) => {
        const task = await find(tx, ctx, input.id);
        return { ...toTask(task, momentOf(tx)), ...(await loadDetail(tx, task, momentOf(tx))) };
      });
    },
    list(ctx, input) {
      return storage.read(async (tx) => {
        const at = momentOf(tx);
        const after = input.cursor === undefined ? 0 : Number(input.cursor);
        const { limit } = input;
        const search = { project: ctx.project, query: readTaskQuery(input), after, limit, at, leases };
        const { tasks, next } = await searchTasks(tx, search);
        return { items: tasks.map((task) => toTask(task, at)), nextCursor: next === null ? null : String(next) };
      });
    },
    history(ctx, input) {
      return storage.read(async (tx) => {
        const task = await find(tx, ctx, input.id);
        const project = await tx.q.getProject({ name: ctx.project });
        const log = { incarnation: storage.incarnation, first: project?.firstEventSeq ?? 1, head: project?.eventSeq ?? 0 };
        const after = readCursor(input.after, log);
        const records = await tx.q.listTaskEvents({ project: ctx.project, task: task.number, after, limit: input.limit });
        const last = records.at(-1)?.seq ?? after;
        return {
          items: records.map(toEvent),
          nextCursor: formatCursor(log.incarnation, last),
          head: formatCursor(log.incarnation, log.head),
        };
      });
    },
    fence(ctx, input) {
      return storage.read(async (tx) => {
        const task = await find(tx, ctx, input.id);
        const attempt = await tx.q.findAttempt({ project: ctx.project, number: task.number, epoch: input.epoch });
        return {
          taskId: input.id,
          epoch: input.epoch,
          currentEpoch: task.epoch,
          valid: attempt !== undefined && task.epoch === input.epoch,
          status: currentStatus(task, momentOf(tx)),
          agent: attempt?.agent ?? null,
        };
      });
    },
  };
}

async function loadDetail(tx: ReadTx, task: TaskRecord, at: Moment) {
  const key = { project: task.project, number: task.number, limit: DETAIL_MAX_ITEMS };
  const reviews = await tx.q.listTaskReviews({ project: task.project, task: task.number, limit: DETAIL_MAX_ITEMS });
  return {
    attemptLog: (await tx.q.listAttempts(key)).map(toAttempt),
    notes: (await tx.q.listNotes(key)).map(toNote),
    blocks: (await tx.q.listBlocks(key)).map(toBlock),
    reviews: await Promise.all(reviews.map((review) => loadReview(tx, review, at))),
    comments: (await tx.q.listComments(key)).map(toComment),
    artifacts: await loadArtifacts(tx, task),
    orphans: (await tx.q.listOrphans(key)).map(toOrphan),
  };
}
