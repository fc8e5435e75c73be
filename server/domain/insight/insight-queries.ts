import type { LeaseTime } from '../lease-time.ts';
import type { EventRecord, TaskRecord, WallTime } from '../records.ts';
import type { TaskVitals } from '../tasks/claim-rules.ts';

/** A queue of claim-next with what is in it: tasks that are ready, for one set of needs and one agent (empty: for anybody). */
export interface ReadyGroup {
  readonly needs: string;
  readonly queueFor: string;
  readonly count: number;
  /** The task that has been there for longest, by number. */
  readonly first: number;
}

/** Numbers of a project that an index holds. Of tasks in `doing` none is among them: whether those are held no row knows. */
export interface BoardCounts {
  readonly ready: number;
  /** In todo with all dependencies done, their time still to come when somebody last looked. */
  readonly scheduled: number;
  /** Those of them whose time has come by now. */
  readonly due: number;
  /** Blocked by their rows, though the date until which they were has come; and those of them that may be claimed. */
  readonly overBlocks: number;
  readonly unblocked: number;
  readonly broken: number;
  readonly openReviews: number;
  readonly oldestReviewAt: WallTime | null;
}

/** A row of the log without what it says, but for the status that its task came to; null: it changed none. */
export interface LogStep {
  readonly seq: number;
  readonly type: EventRecord['type'];
  readonly at: WallTime;
  readonly task: number | null;
  readonly status: TaskRecord['status'] | null;
}

export interface InsightQueries {
  /** The newest first, of those before the given number. */
  listLogSteps(p: { project: string; before: number; limit: number }): Promise<LogStep[]>;
  /** The last change of a task's status before the given number. */
  findLogStepBefore(p: { project: string; task: number; before: number }): Promise<LogStep | undefined>;
  countTasks(p: { project: string }): Promise<Array<{ status: TaskRecord['status']; count: number }>>;
  boardCounts(p: { project: string; wallNow: WallTime }): Promise<BoardCounts | undefined>;
  listReadyGroups(p: { project: string }): Promise<ReadyGroup[]>;
  /** All tasks in `doing`, without their texts. */
  listLeases(p: { project: string }): Promise<TaskVitals[]>;
  listNewestByStatus(p: { project: string; status: string; limit: number }): Promise<TaskRecord[]>;
  /** Tasks in todo with all dependencies done whose time came after `after`, at `upTo` at the latest. */
  listDueTasks(p: { project: string; after: WallTime; upTo: WallTime; limit: number }): Promise<TaskRecord[]>;
  /** Blocked tasks whose date came after `after`, at `upTo` at the latest; what else is in their way is not asked. */
  listUnblockedTasks(p: { project: string; after: WallTime; upTo: WallTime; limit: number }): Promise<TaskRecord[]>;
  /** Of tasks that wait for time alone, those that were kept for their author until such a time. */
  listFreedTasks(p: { project: string; after: LeaseTime; upTo: LeaseTime; limit: number }): Promise<TaskRecord[]>;
}
