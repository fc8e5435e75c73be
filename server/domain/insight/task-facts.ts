import type { ProjectRecord, ReviewRecord, TaskRecord, WallTime } from '../records.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import type { TeamMember } from './team.ts';

/** What its last holder said when it could not go on. */
export interface BlockFacts {
  readonly kind: string;
  readonly reason: string;
  readonly waitingOn: string | null;
  readonly since: WallTime;
}

export interface ReviewFacts {
  readonly review: Pick<ReviewRecord, 'id' | 'reviewer' | 'author' | 'createdAt' | 'task'>;
  /** Whoever was granted an epoch of the task since it was last done. */
  readonly worked: ReadonlySet<string>;
  readonly selfReview: boolean;
  readonly approvals: readonly string[];
}

/** All that the reasons of one task are found in; how it was loaded is no matter to them. */
export interface TaskFacts {
  readonly task: TaskRecord;
  readonly at: Moment;
  readonly project: Pick<ProjectRecord, 'name' | 'pausedBy' | 'pausedReason' | 'pausedAt'>;
  readonly team: readonly TeamMember[];
  /** Those of its dependencies that are not done. */
  readonly dependencies: readonly TaskRecord[];
  readonly block: BlockFacts | null;
  /** The review that waits for a decision. */
  readonly review: ReviewFacts | null;
}
