import type { Changed, TaskKey } from '../store.ts';
import type { HoldRecord, QueuedRecord, ReservationRecord } from './reservation-records.ts';

interface Place {
  project: string;
  needs: string;
  queueFor: string;
  afterPriority: number;
  afterNumber: number;
  limit: number;
}

export interface ReservationReads {
  findReservation(p: { project: string; id: string }): Promise<ReservationRecord | undefined>;
  /** Those of a task, of whichever epoch. */
  listTaskReservations(p: TaskKey): Promise<ReservationRecord[]>;
  /** Those whose task is in `doing` under the same epoch, by id, whether or not its lease still runs. */
  listHolds(p: { project: string; after: string; limit: number }): Promise<HoldRecord[]>;
  /** The ready tasks of one queue behind the given place, by priority, then number. */
  listQueue(p: Place): Promise<QueuedRecord[]>;
  listLabelQueue(p: Place & { label: string }): Promise<QueuedRecord[]>;
}

export interface ReservationWrites {
  /** From here until the work is over nobody else of the project comes to hold paths. */
  holdPaths(p: { project: string }): Promise<{ name: string } | undefined>;
  insertReservation(p: ReservationRecord): Promise<Changed>;
  deleteReservation(p: { project: string; id: string }): Promise<Changed>;
}
