import { z } from 'zod';
import { boundedText, DurationMs, Epoch, Limit, Name, Reason, TaskId, Timestamp } from './common.ts';
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
    epoch: z.int().min(0).describe("The fencing token of the review's own lease; grows with each claim, release and expiry."),
    holder: z
      .object({ agent: Name, session: z.string(), leaseRemainingMs: DurationMs })
      .nullable()
      .describe('Who has it in hand. While somebody has, nobody else decides.'),
    expiries: z.int().min(0).describe('How many reviewers let their lease run out.'),
    escalated: z
      .object({ since: Timestamp, because: z.string() })
      .nullable()
      .describe('Set once the leads are asked: after three expiries, or two hours. Nothing is ever approved by time.'),
    createdAt: Timestamp,
  })
  .meta({ id: 'Review' });
export type Review = z.infer<typeof Review>;

export const QueuedReview = Review.extend({
  offeredTo: Name.nullable().describe(
    'Who should take it: the reviewer named, or of those who are able and alive the least busy. Others that are able may take it too. null: it is in hand or decided, or there is nobody.',
  ),
}).meta({ id: 'QueuedReview' });
export type QueuedReview = z.infer<typeof QueuedReview>;
export const ReviewPage = z
  .object({ items: z.array(QueuedReview), nextCursor: z.string().nullable() })
  .meta({ id: 'ReviewPage' });
export type ReviewPage = z.infer<typeof ReviewPage>;

export const ReviewListQuery = z
  .strictObject({
    mine: z.boolean().default(false).describe('Only those that the caller may decide.'),
    taskId: TaskId.optional(),
    cursor: z.string().max(64).optional(),
    limit: Limit,
  })
  .meta({ id: 'ReviewListQuery' });
export type ReviewListQuery = z.infer<typeof ReviewListQuery>;

const ReviewId = z.string().min(1).max(64).describe('The id of a review, `rev_…`.');

export const ReviewRef = z.strictObject({ id: ReviewId }).meta({ id: 'ReviewRef' });
export const ReviewClaim = z
  .object({
    review: Review,
    task: Task,
    epoch: Epoch.describe("The fencing token of the claim: the review's epoch."),
    leaseRemainingMs: DurationMs,
    alreadyHeld: z.boolean().describe('Whether this session had it in hand already.'),
  })
  .meta({ id: 'ReviewClaim' });
export type ReviewClaim = z.infer<typeof ReviewClaim>;

export const ReviewRelease = z.strictObject({ id: ReviewId, epoch: Epoch, reason: Reason }).meta({ id: 'ReviewRelease' });
export type ReviewRelease = z.infer<typeof ReviewRelease>;

/** One review of a heartbeat. */
export const ReviewLease = z.strictObject({ reviewId: ReviewId, epoch: Epoch });

export const ReviewDecide = z
  .strictObject({
    id: ReviewId,
    epoch: Epoch.optional().describe(
      'What the claim gave; absent: a decision without a claim, while nobody else has it in hand.',
    ),
    revision: z.int().min(1).describe('The revision that was looked at.'),
    decision: z.enum(['approve', 'request_changes']),
    note: boundedText(NOTE_MAX_CHARS, 1).optional().describe('Demanded when changes are requested.'),
  })
  .meta({ id: 'ReviewDecide' });
export type ReviewDecide = z.infer<typeof ReviewDecide>;

export const ReviewDecision = z.object({ review: Review, task: Task }).meta({ id: 'ReviewDecision' });
export type ReviewDecision = z.infer<typeof ReviewDecision>;
