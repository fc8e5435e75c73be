import { z } from 'zod';
import { DurationMs, Name, TaskId, Timestamp } from './common.ts';
import { TaskStatus } from './tasks.ts';

export const ATTENTION_MAX_ITEMS = 200;

export const AttentionUrgency = z.enum(['now', 'next', 'whenever']).meta({ id: 'AttentionUrgency' });
export type AttentionUrgency = z.infer<typeof AttentionUrgency>;

export const AttentionKind = z
  .enum([
    'question',
    'blocked',
    'review',
    'review_stuck',
    'task_failed',
    'dependency_broken',
    'nobody_able',
    'holder_silent',
    'message',
    'message_undelivered',
    'project_paused',
  ])
  .meta({ id: 'AttentionKind' });
export type AttentionKind = z.infer<typeof AttentionKind>;

export const AttentionItem = z
  .object({
    id: z.string().describe('The same for as long as the same thing waits.'),
    kind: AttentionKind,
    urgency: AttentionUrgency,
    from: z.string().describe('Who asks: an agent, a person, or `system`.'),
    what: z.string().describe('What exactly is wanted of you.'),
    since: Timestamp,
    otherwise: z.string().describe('What happens if you do nothing.'),
    taskId: TaskId.nullable(),
    reviewId: z.string().nullable(),
    messageId: z.string().nullable(),
    agent: Name.nullable().describe('The agent that it is about.'),
  })
  .meta({ id: 'AttentionItem' });
export type AttentionItem = z.infer<typeof AttentionItem>;

export const AttentionList = z
  .object({
    items: z.array(AttentionItem).describe('The most urgent first, then the oldest.'),
    count: z.int().min(0).describe('How many there are, shown or not.'),
    truncated: z.boolean(),
  })
  .meta({ id: 'AttentionList' });
export type AttentionList = z.infer<typeof AttentionList>;

const Count = z.int().min(0);

export const Summary = z
  .object({
    asOf: z.string().describe('The cursor as of which the numbers hold.'),
    project: Name,
    paused: z.boolean(),
    tasks: z.record(TaskStatus, Count).describe('How many tasks have each status.'),
    claimable: Count.describe('Tasks that some agent may claim now.'),
    held: Count,
    expiring: Count.describe('Held, and the lease is about to run out.'),
    silent: Count.describe('Held by an agent that is alive and has noted no progress for long.'),
    stuck: Count.describe('In todo and waiting for a task that failed or was cancelled.'),
    reviews: z.object({ waiting: Count, oldestMs: DurationMs.nullable() }),
    agents: z.object({ online: Count, late: Count, offline: Count, paused: Count }).describe('Of those that have not retired.'),
    attention: Count.describe('How much waits on the caller: the count of GET /v1/attention.'),
  })
  .meta({ id: 'Summary' });
export type Summary = z.infer<typeof Summary>;
