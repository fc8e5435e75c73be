import type { Blocked } from '../../contract/blocking.ts';
import type { ProjectRecord, ReviewRecord, TaskRecord } from '../records.ts';
import type { Obstacle } from '../reservations/path-holds.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import type { TeamMember } from './team.ts';

export interface ReviewFacts {
  readonly review: ReviewRecord;
  readonly task: Pick<TaskRecord, 'number' | 'requires'>;
  /** Whoever was granted an epoch of the task since it was last done. */
  readonly worked: ReadonlySet<string>;
  readonly selfReview: boolean;
  readonly approvals: readonly string[];
  /** How many reviewers let their lease run out. */
  readonly expiries: number;
}

/** All that the reasons of one task are found in; how it was loaded is no matter to them. */
export interface TaskFacts {
  readonly task: TaskRecord;
  readonly at: Moment;
  readonly project: Pick<ProjectRecord, 'name' | 'pausedBy' | 'pausedReason' | 'pausedAt'>;
  readonly team: readonly TeamMember[];
  /** Those of the tasks that it depends or is blocked on that are not done. */
  readonly dependencies: readonly TaskRecord[];
  /** What it waits for while it is blocked, as it is now. */
  readonly block: Blocked | null;
  /** Where the task could be claimed were it not for paths that another claim holds. */
  readonly pathsHeld: Obstacle | null;
  /** The review that waits for a decision. */
  readonly review: ReviewFacts | null;
}
