import { z } from 'zod';
import { boundedText, DurationMs, Limit, Name, TaskId, Timestamp } from './common.ts';
import { Answer, Evidence, NOTE_MAX_CHARS, Task } from './tasks.ts';

export const ReviewStatus = z
  .enum(['open', 'claimed', 'approved', 'changes_requested', 'superseded'])
  .meta({ id: 'ReviewStatus' });
export type ReviewStatus = z.infer<typeof ReviewStatus>;

export const Approval = z
  .object({
    by: z.string(),
    selfReview: z.boolean().describe('Whether the approver had worked on it, where the project allows that.'),
    note: z.string().nullable(),
    at: Timestamp,
  })
  .meta({ id: 'Approval' });
export type Approval = z.infer<typeof Approval>;

export const Review = z
  .object({
    id: z.string(),
    taskId: TaskId,
    revision: z.int(),
    round: z.int().describe('1 for the first submission since the task was last done.'),
    author: Name,
    reviewer: z.string().describe('`any`, or the name of the agent that must decide.'),
    status: ReviewStatus,
    waitingMs: DurationMs.describe('How long it has waited, or waited until it was decided.'),
    summary: z.string(),
    evidence: z.array(Evidence),
    answers: z.array(Answer),
    approvals: z.array(Approval),
    note: z.string().nullable().describe('What the decision said.'),
    decidedBy: z.string().nullable(),
    createdAt: Timestamp,
  })
  .meta({ id: 'Review' });
export type Review = z.infer<typeof Review>;

export const ReviewPage = z.object({ items: z.array(Review), nextCursor: z.string().nullable() }).meta({ id: 'ReviewPage' });

export const ReviewListQuery = z
  .strictObject({
    mine: z.boolean().default(false).describe('Only those that the caller may decide.'),
    taskId: TaskId.optional(),
    cursor: z.string().max(64).optional(),
    limit: Limit,
  })
  .meta({ id: 'ReviewListQuery' });
export type ReviewListQuery = z.infer<typeof ReviewListQuery>;

export const ReviewDecide = z
  .strictObject({
    id: z.string().min(1).max(64),
    revision: z.int().min(1).describe('The revision that was looked at.'),
    decision: z.enum(['approve', 'request_changes']),
    note: boundedText(NOTE_MAX_CHARS, 1).optional().describe('Demanded when changes are requested.'),
  })
  .meta({ id: 'ReviewDecide' });
export type ReviewDecide = z.infer<typeof ReviewDecide>;

export const ReviewDecision = z.object({ review: Review, task: Task }).meta({ id: 'ReviewDecision' });
export type ReviewDecision = z.infer<typeof ReviewDecision>;
