import type { ReservationMode } from '../../contract/reservations.ts';
import type { TaskRecord, WallTime } from '../records.ts';

export interface ReservationRecord {
  project: string;
  id: string;
  task: number;
  /** The claim under which it is held. With that it is over, whether or not its row is still there. */
  epoch: number;
  agent: string;
  mode: ReservationMode;
  paths: string[];
  /** Made by the claim, from the task's own paths. */
  declared: boolean;
  createdAt: WallTime;
}

/** A reservation whose task still has its epoch, with what tells whether the lease of that runs. */
export type HoldRecord = ReservationRecord & Pick<TaskRecord, 'number' | 'status' | 'leaseEndsAt' | 'leaseTtlMs' | 'claimedAt'>;

/** What claim-next looks at of a task in a queue before it decides whether it wants it. */
export type QueuedRecord = Pick<TaskRecord, 'number' | 'priority' | 'paths'>;
