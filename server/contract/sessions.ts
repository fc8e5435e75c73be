import { z } from 'zod';
import { MAX_CONCURRENT_LIMIT } from './agents.ts';
import { boundedText, DurationMs, Epoch, Name, TaskId } from './common.ts';
import { ReviewLease } from './reviews.ts';

export const SessionStart = z
  .strictObject({
    harness: boundedText(64).default('').describe('What runs the agent, for people: `langchain`, `claude-code`.'),
    host: boundedText(255).default(''),
    pid: z.int().min(0).nullable().default(null),
    sdkVersion: boundedText(64).default(''),
  })
  .meta({ id: 'SessionStart' });
export type SessionStart = z.infer<typeof SessionStart>;

export const Session = z
  .object({
    id: z.string(),
    agent: Name,
    project: Name,
    heartbeatIntervalMs: DurationMs.describe('How often to send a heartbeat while nothing else says so.'),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

export const SessionId = z.string().min(1).max(64).describe('A session id, or `current`: the session of this call.');
export const Heartbeat = z
  .strictObject({
    id: SessionId,
    leases: z
      .array(z.strictObject({ taskId: TaskId, epoch: Epoch }))
      .max(MAX_CONCURRENT_LIMIT)
      .default([]),
    inboxSeen: z
      .int()
      .min(1)
      .optional()
      .describe('The number up to which the process has received its inbox: senders then see `delivered`.'),
    reviews: z.array(ReviewLease).max(MAX_CONCURRENT_LIMIT).default([]).describe('The reviews in hand, which are leases too.'),
  })
  .meta({ id: 'Heartbeat' });
export type Heartbeat = z.infer<typeof Heartbeat>;

export const LostReason = z
  .enum([
    'taken_over',
    'released',
    'force_released',
    'cancelled',
    'submitted',
    'expired',
    'session_ended',
    'blocked',
    'not_yours',
    'decided',
  ])
  .meta({ id: 'LostReason' });
export type LostReason = z.infer<typeof LostReason>;

export const LeaseReport = z
  .discriminatedUnion('state', [
    z.object({ taskId: TaskId, state: z.literal('ok'), leaseRemainingMs: DurationMs }).meta({ id: 'LeaseOk' }),
    z.object({ taskId: TaskId, state: z.literal('lost'), reason: LostReason, currentEpoch: z.int() }).meta({ id: 'LeaseLost' }),
  ])
  .meta({ id: 'LeaseReport' });
export type LeaseReport = z.infer<typeof LeaseReport>;

export const ReviewLeaseReport = z
  .discriminatedUnion('state', [
    z.object({ reviewId: z.string(), state: z.literal('ok'), leaseRemainingMs: DurationMs }).meta({ id: 'ReviewLeaseOk' }),
    z
      .object({ reviewId: z.string(), state: z.literal('lost'), reason: LostReason, currentEpoch: z.int() })
      .meta({ id: 'ReviewLeaseLost' }),
  ])
  .meta({ id: 'ReviewLeaseReport' });
export type ReviewLeaseReport = z.infer<typeof ReviewLeaseReport>;

export const HeartbeatResult = z
  .object({
    leases: z.array(LeaseReport),
    reviews: z.array(ReviewLeaseReport),
    cancelRequested: z.array(TaskId).describe('Of the tasks named, those that were cancelled: stop working on them.'),
    drain: z.boolean().describe('Whether the agent is asked to finish what it holds and take no more.'),
    inboxHead: z.int().min(0).describe('The number of the newest message in the inbox; 0: none.'),
    eventHead: z.string().describe('The cursor of the newest event.'),
    nextHeartbeatMs: DurationMs.describe('When the next heartbeat is wanted.'),
  })
  .meta({ id: 'HeartbeatResult' });
export type HeartbeatResult = z.infer<typeof HeartbeatResult>;

export const SessionRef = z.strictObject({ id: SessionId });
export const SessionEnded = z
  .object({
    id: z.string(),
    released: z.array(TaskId).describe('The tasks that it held and that are free now.'),
    releasedReviews: z.array(z.string()).describe('The reviews that it had in hand, by id.'),
  })
  .meta({ id: 'SessionEnded' });
