import type { TaskRecord, WallTime } from '../records.ts';
import type { Changed, TaskKey } from '../store.ts';
import type { BlockRecord, StandstillFields } from './blocking-records.ts';

export type BrokenDependency = Pick<TaskRecord, 'number' | 'status' | 'statusReason'>;

export interface BlockingReads {
  /** Newest first. */
  listBlocks(p: TaskKey & { limit: number }): Promise<BlockRecord[]>;
  /** Blocked tasks that go on when this one is done. */
  listBlockedOn(p: TaskKey): Promise<Array<{ number: number }>>;
  /** The task that this one is blocked on, if it is on any. */
  findBlockedOn(p: TaskKey): Promise<{ blockedOn: number | null } | undefined>;
  /** Blocked tasks whose date has come, by number. */
  listDueBlocks(p: { project: string; wallNow: WallTime; limit: number }): Promise<TaskRecord[]>;
  /** Of what the task depends on, that which ended without being done, by number. */
  listBrokenDependencies(p: TaskKey & { limit: number }): Promise<BrokenDependency[]>;
}

export interface BlockingWrites {
  insertBlock(p: BlockRecord): Promise<Changed>;
  endBlock(p: Pick<BlockRecord, 'project' | 'task' | 'epoch' | 'endedAt' | 'endedBy' | 'ending' | 'answer'>): Promise<Changed>;
  /** Leaves the version alone: it edits no field of the wire. */
  setStuck(p: TaskKey & Pick<StandstillFields, 'stuckBecause' | 'stuckSince'>): Promise<Changed>;
  /** Remembers that the log says of this epoch that its holder is silent. */
  noteStalled(p: TaskKey & { epoch: number; stalledAt: number }): Promise<Changed>;
}
