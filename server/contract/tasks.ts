import { z } from 'zod';
import { Artifact } from './artifacts.ts';
import { Block, Blocked } from './blocking.ts';
import { BODY_MAX_CHARS, boundedText, DurationMs, Epoch, Limit, Name, Reason, TaskId, Timestamp, Version } from './common.ts';
import { PATH_MAX_CHARS, Paths } from './paths.ts';
import { QUERY_MAX_CHARS } from './query/query-terms.ts';

export const TITLE_MAX_CHARS = 200;
export const BRIEF_MAX_CHARS = BODY_MAX_CHARS;
export const LABELS_MAX = 20;
export const REQUIRES_MAX = 20;
export const DEPENDS_ON_MAX = 100;
export const ACCEPTANCE_MAX = 50;
export const CRITERION_MAX_CHARS = 1_000;
export const BATCH_MAX_TASKS = 500;
export const CLAIM_MAX_COUNT = 10;
export const CLAIM_WAIT_MAX_SECONDS = 25;
export const NOTE_MAX_CHARS = 8_000;
export const SUMMARY_MAX_CHARS = BODY_MAX_CHARS;
export const EVIDENCE_MAX = 50;
export const REVIEWS_REQUIRED_MAX = 10;
export const ATTEMPTS_MAX = 100;
export const LEASE_TTL_MIN_SECONDS = 10;
export const LEASE_TTL_DEFAULT_SECONDS = 60;
export const LEASE_TTL_MAX_SECONDS = 3_600;
export const MAX_ATTEMPTS_DEFAULT = 5;
export const PRIORITY_DEFAULT = 2;

export const TaskStatus = z
  .enum(['todo', 'doing', 'validating', 'done', 'blocked', 'failed', 'cancelled'])
  .meta({ id: 'TaskStatus' });
export type TaskStatus = z.infer<typeof TaskStatus>;

export const HealthState = z.enum(['ok', 'expiring', 'silent', 'blocked', 'bounced', 'stuck']).meta({ id: 'HealthState' });
export type HealthState = z.infer<typeof HealthState>;

const Labels = z.array(Name).max(LABELS_MAX);
const Requires = z.array(Name).max(REQUIRES_MAX).describe('Capabilities that an agent must have to claim it.');
const DependsOn = z.array(TaskId).max(DEPENDS_ON_MAX).describe('Tasks that must be done first.');
const TaskPaths = Paths.describe(
  'Globs of what the work touches, relative to the root of the repository. Whoever claims it holds them.',
);
const Acceptance = z
  .array(boundedText(CRITERION_MAX_CHARS, 1))
  .max(ACCEPTANCE_MAX)
  .describe('Criteria that the submission answers one by one.');
const Priority = z.int().min(0).max(3).describe('0 is the most urgent.');
const Reviewer = Name.describe('`any`, `none`, or the name of the agent that must review it.');
const Title = boundedText(TITLE_MAX_CHARS, 1);
const Brief = boundedText(BRIEF_MAX_CHARS).describe('What is to be done, in Markdown.');

export const Task = z
  .object({
    id: TaskId,
    project: Name,
    title: Title,
    brief: z.string(),
    status: TaskStatus,
    statusSince: Timestamp.describe('When it came to that status.'),
    priority: Priority,
    labels: z.array(z.string()),
    requires: z.array(z.string()),
    dependsOn: z.array(TaskId),
    paths: z.array(z.string()),
    acceptance: z.array(z.string()),
    assignee: Name.nullable().describe('The only agent that may claim it; null: anyone.'),
    reviewer: Reviewer,
    reviewsRequired: z.int(),
    leaseTtlSeconds: z.int(),
    maxAttempts: z.int(),
    attempts: z.int().describe('Claims since it was made or last reopened, but for those that ended in a block.'),
    epoch: z.int().min(0).describe('The fencing token; grows with each grant, release, expiry or forced move.'),
    version: Version,
    holder: z.object({ agent: Name, session: z.string(), leaseRemainingMs: DurationMs }).nullable(),
    claimable: z.boolean().describe('Whether some agent may claim it at this moment; who holds its paths is not looked at.'),
    blocked: Blocked.nullable().describe('Set while the status is `blocked`.'),
    health: z.object({ state: HealthState, since: Timestamp, because: z.string() }),
    revision: z.int().min(0).describe('Counts submissions; a review decision names it.'),
    summary: z.string().nullable().describe('What the last submission said.'),
    createdBy: z.string(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    notBefore: Timestamp.nullable(),
    dueAt: Timestamp.nullable(),
  })
  .meta({ id: 'Task' });
export type Task = z.infer<typeof Task>;

export const TaskPage = z.object({ items: z.array(Task), nextCursor: z.string().nullable() }).meta({ id: 'TaskPage' });

const taskFields = {
  title: Title,
  brief: Brief.default(''),
  priority: Priority.default(PRIORITY_DEFAULT),
  labels: Labels.default([]),
  requires: Requires.default([]),
  dependsOn: DependsOn.default([]),
  paths: TaskPaths.default([]),
  acceptance: Acceptance.default([]),
  assignee: Name.nullable().default(null),
  reviewer: Reviewer.default('any'),
  reviewsRequired: z.int().min(1).max(REVIEWS_REQUIRED_MAX).default(1),
  leaseTtlSeconds: z.int().min(LEASE_TTL_MIN_SECONDS).max(LEASE_TTL_MAX_SECONDS).default(LEASE_TTL_DEFAULT_SECONDS),
  maxAttempts: z.int().min(1).max(ATTEMPTS_MAX).default(MAX_ATTEMPTS_DEFAULT),
  notBefore: Timestamp.nullable().default(null).describe('Not claimable before this moment.'),
  dueAt: Timestamp.nullable().default(null),
};

export const TaskCreate = z.strictObject(taskFields).meta({ id: 'TaskCreate' });
export type TaskCreate = z.infer<typeof TaskCreate>;

/** In a batch, a task may name others of the same batch by their `ref`. */
export const TaskBatchItem = z
  .strictObject({
    ...taskFields,
    ref: Name.optional().describe('A name for this task within the batch.'),
    dependsOn: z
      .array(z.union([TaskId, Name]))
      .max(DEPENDS_ON_MAX)
      .default([])
      .describe('Task ids, or refs of this batch.'),
  })
  .meta({ id: 'TaskBatchItem' });
export const TaskBatchCreate = z
  .strictObject({ tasks: z.array(TaskBatchItem).min(1).max(BATCH_MAX_TASKS) })
  .meta({ id: 'TaskBatchCreate' });
export type TaskBatchCreate = z.infer<typeof TaskBatchCreate>;
export const TaskBatch = z.object({ tasks: z.array(Task) }).meta({ id: 'TaskBatch' });

/** What PATCH may change; an absent field stays as it is. */
export const TaskPatch = z.strictObject({
  title: Title.optional(),
  brief: Brief.optional(),
  priority: Priority.optional(),
  labels: Labels.optional(),
  requires: Requires.optional(),
  dependsOn: DependsOn.optional(),
  paths: TaskPaths.optional(),
  acceptance: Acceptance.optional(),
  assignee: Name.nullable().optional(),
  reviewer: Reviewer.optional(),
  notBefore: Timestamp.nullable().optional(),
  dueAt: Timestamp.nullable().optional(),
});
export type TaskPatch = z.infer<typeof TaskPatch>;

export const TaskRef = z.strictObject({ id: TaskId });
export const TaskUpdate = TaskPatch.extend({
  id: TaskId,
  ifMatch: Version.optional().describe('The version that the change is based on; over REST the If-Match header.'),
}).meta({ id: 'TaskUpdate' });
export type TaskUpdate = z.infer<typeof TaskUpdate>;

export const TaskListQuery = z
  .strictObject({
    status: TaskStatus.optional(),
    label: Name.optional(),
    agent: Name.optional().describe('Held by this agent.'),
    q: boundedText(QUERY_MAX_CHARS)
      .optional()
      .describe(
        'A search: `status:doing agent:scout -label:docs is:stuck updated:<10m some words`. What else is given must hold as well.',
      ),
    cursor: z
      .string()
      .regex(/^[0-9]{1,15}$/, 'use nextCursor of the page before')
      .optional(),
    limit: Limit,
  })
  .meta({ id: 'TaskListQuery' });
export type TaskListQuery = z.infer<typeof TaskListQuery>;

export const AttemptOutcome = z
  .enum(['submitted', 'released', 'expired', 'taken_over', 'force_released', 'cancelled', 'session_ended', 'blocked'])
  .meta({ id: 'AttemptOutcome' });
export type AttemptOutcome = z.infer<typeof AttemptOutcome>;

export const Attempt = z
  .object({
    epoch: z.int(),
    agent: Name,
    session: z.string(),
    startedAt: Timestamp,
    endedAt: Timestamp.nullable(),
    outcome: AttemptOutcome.nullable().describe('null while it goes on'),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Attempt' });
export type Attempt = z.infer<typeof Attempt>;

export const Note = z
  .object({
    kind: z.enum(['progress', 'review']),
    epoch: z.int(),
    author: z.string(),
    text: z.string(),
    percent: z.int().nullable(),
    at: Timestamp,
  })
  .meta({ id: 'Note' });
export type Note = z.infer<typeof Note>;

export const Handover = z
  .object({
    attempts: z.array(Attempt),
    notes: z.array(Note),
    blocks: z.array(Block),
    artifacts: z.array(Artifact).describe('By name.'),
  })
  .meta({ id: 'Handover', description: 'What earlier attempts left, newest first.' });
export type Handover = z.infer<typeof Handover>;

export const ClaimResult = z
  .object({
    task: Task,
    epoch: Epoch,
    fence: z.string().describe('Task and epoch, `T-12:7`, for use outside: in a branch name, in a merge check.'),
    leaseRemainingMs: DurationMs,
    alreadyHeld: z.boolean().describe('Whether this session held it already.'),
    handover: Handover,
  })
  .meta({ id: 'ClaimResult' });
export type ClaimResult = z.infer<typeof ClaimResult>;

export const ClaimNext = z
  .strictObject({
    count: z.int().min(1).max(CLAIM_MAX_COUNT).default(1),
    labels: Labels.default([]).describe('Only tasks that have at least one of these labels; empty: any task.'),
    waitSeconds: z.int().min(0).max(CLAIM_WAIT_MAX_SECONDS).default(0).describe('Wait so long for a task when there is none.'),
  })
  .meta({ id: 'ClaimNext' });
export type ClaimNext = z.infer<typeof ClaimNext>;

export const ClaimNextResult = z
  .object({
    claims: z.array(ClaimResult),
    none: z
      .object({
        because: z.string(),
        nextClaimableInMs: DurationMs.nullable().describe('When the next task becomes claimable by time alone, if any does.'),
      })
      .nullable(),
  })
  .meta({ id: 'ClaimNextResult' });
export type ClaimNextResult = z.infer<typeof ClaimNextResult>;

export const TaskProgress = z
  .strictObject({
    id: TaskId,
    epoch: Epoch,
    note: boundedText(NOTE_MAX_CHARS, 1),
    percent: z.int().min(0).max(100).optional(),
  })
  .meta({ id: 'TaskProgress' });
export type TaskProgress = z.infer<typeof TaskProgress>;

export const ProgressResult = z.object({ task: Task, leaseRemainingMs: DurationMs }).meta({ id: 'ProgressResult' });

export const Vouched = z
  .enum(['self', 'checked'])
  .meta({ id: 'Vouched', description: 'Who says so: the author alone, or a program that checked it.' });
const vouchedBy = Vouched.default('self');
export const Evidence = z
  .discriminatedUnion('type', [
    z
      .strictObject({ type: z.literal('commit'), sha: boundedText(64, 7), repository: boundedText(500).optional(), vouchedBy })
      .meta({ id: 'CommitEvidence' }),
    z.strictObject({ type: z.literal('url'), url: z.url().max(2_000), vouchedBy }).meta({ id: 'UrlEvidence' }),
    z
      .strictObject({
        type: z.literal('command'),
        command: boundedText(2_000, 1),
        exitCode: z.int(),
        output: boundedText(NOTE_MAX_CHARS).optional(),
        vouchedBy,
      })
      .meta({ id: 'CommandEvidence' }),
    z.strictObject({ type: z.literal('file'), path: boundedText(PATH_MAX_CHARS, 1), vouchedBy }).meta({ id: 'FileEvidence' }),
  ])
  .meta({ id: 'Evidence' });
export type Evidence = z.infer<typeof Evidence>;

export const Answer = z
  .strictObject({
    criterion: z.int().min(0).describe("The index in the task's acceptance list."),
    met: z.boolean(),
    note: boundedText(NOTE_MAX_CHARS).default(''),
  })
  .meta({ id: 'Answer' });
export type Answer = z.infer<typeof Answer>;

export const TaskSubmit = z
  .strictObject({
    id: TaskId,
    epoch: Epoch,
    summary: boundedText(SUMMARY_MAX_CHARS, 1),
    evidence: z.array(Evidence).max(EVIDENCE_MAX).default([]),
    answers: z.array(Answer).max(ACCEPTANCE_MAX).default([]).describe('One for each acceptance criterion.'),
  })
  .meta({ id: 'TaskSubmit' });
export type TaskSubmit = z.infer<typeof TaskSubmit>;

export const TaskRelease = z.strictObject({ id: TaskId, epoch: Epoch, reason: Reason }).meta({ id: 'TaskRelease' });
export type TaskRelease = z.infer<typeof TaskRelease>;

export const TaskReason = z.strictObject({ id: TaskId, reason: Reason }).meta({ id: 'TaskReason' });
export type TaskReason = z.infer<typeof TaskReason>;

export const CommentCreate = z.strictObject({ id: TaskId, body: boundedText(BODY_MAX_CHARS, 1) }).meta({ id: 'CommentCreate' });
export type CommentCreate = z.infer<typeof CommentCreate>;
export const Comment = z
  .object({ id: z.string(), taskId: TaskId, author: z.string(), body: z.string(), at: Timestamp })
  .meta({ id: 'Comment' });
export type Comment = z.infer<typeof Comment>;

export const Orphan = z
  .object({ id: z.string(), epoch: z.int(), agent: z.string(), operation: z.string(), payload: z.unknown(), at: Timestamp })
  .meta({ id: 'Orphan', description: 'What a holder handed in after it had lost the lease.' });
export type Orphan = z.infer<typeof Orphan>;

export const Fence = z
  .object({
    taskId: TaskId,
    epoch: z.int().describe('The epoch that was asked for.'),
    currentEpoch: z.int(),
    valid: z.boolean().describe('Whether no other claim has been granted, and nothing taken away, since that epoch.'),
    status: TaskStatus,
    agent: z.string().nullable().describe('Who was given that epoch.'),
  })
  .meta({ id: 'Fence' });
export const FenceQuery = z.strictObject({ id: TaskId, epoch: Epoch }).meta({ id: 'FenceQuery' });
export type FenceQuery = z.infer<typeof FenceQuery>;
