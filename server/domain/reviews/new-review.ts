import type { TaskSubmit } from '../../contract/tasks.ts';
import type { ReviewRecord, TaskRecord, WallTime } from '../records.ts';

/** The review of a submission that was just made, which nobody has in hand yet (SPEC RV1). */
export function newReview(
  task: TaskRecord,
  made: { id: string; author: string; input: Pick<TaskSubmit, 'summary' | 'evidence' | 'answers'>; wallNow: WallTime },
): ReviewRecord {
  const { summary, evidence, answers } = made.input;
  return {
    id: made.id,
    project: task.project,
    task: task.number,
    revision: task.revision,
    round: task.round,
    generation: task.generation,
    author: made.author,
    reviewer: task.reviewer,
    status: 'open',
    summary,
    evidence,
    answers,
    note: null,
    decidedBy: null,
    createdAt: made.wallNow,
    decidedAt: null,
    epoch: 0,
    holderAgent: null,
    holderSession: null,
    claimedAt: null,
    leaseEndsAt: null,
    leaseTtlMs: task.leaseTtlMs,
    expiries: 0,
    passedBy: [],
    escalatedAt: null,
  };
}
