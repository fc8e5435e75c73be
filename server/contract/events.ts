import { z } from 'zod';
import { Agent } from './agents.ts';
import { Cursor, Limit, Name, TaskId, Timestamp } from './common.ts';
import { Project } from './projects.ts';
import { Reservation } from './reservations.ts';
import { Review } from './reviews.ts';
import { Task } from './tasks.ts';

export const SNAPSHOT_MAX_TASKS = 5_000;
export const SNAPSHOT_MAX_AGENTS = 1_000;
export const SNAPSHOT_MAX_REVIEWS = 1_000;
export const SNAPSHOT_MAX_RESERVATIONS = 1_000;

export const EVENT_TYPES = [
  'task.created',
  'task.updated',
  'task.claimed',
  'task.progressed',
  'task.submitted',
  'task.released',
  'task.expired',
  'task.blocked',
  'task.unblocked',
  'task.stalled',
  'task.approved',
  'task.changes_requested',
  'task.done',
  'task.failed',
  'task.cancelled',
  'task.reopened',
  'task.commented',
  'task.attached',
  'agent.registered',
  'agent.updated',
  'agent.paused',
  'agent.resumed',
  'agent.retired',
  'message.sent',
  'message.taken',
  'message.acked',
  'message.expired',
  'session.started',
  'session.ended',
  'session.lost',
  'reservation.made',
  'reservation.released',
  'review.claimed',
  'review.released',
  'review.expired',
  'review.escalated',
  'project.paused',
  'project.resumed',
] as const;
export const EventType = z.enum(EVENT_TYPES).meta({ id: 'EventType' });
export type EventType = z.infer<typeof EventType>;

export const Event = z
  .object({
    seq: z.int().min(1).describe("The event's number in its project: 1, 2, 3 … without holes."),
    type: EventType,
    at: Timestamp,
    actor: z.string().describe('Who did it: an agent, a person, or `system`.'),
    taskId: TaskId.optional(),
    agent: Name.optional(),
    data: z.record(z.string(), z.unknown()).describe('What changed; enough to rebuild the state by replay.'),
  })
  .meta({ id: 'Event' });
export type Event = z.infer<typeof Event>;

export const EventListQuery = z
  .strictObject({
    after: Cursor.optional().describe('Return what came after this cursor; absent: from the beginning.'),
    before: Cursor.optional().describe(
      'Return instead the last ones up to this cursor, in order: the `head` of a page for the newest, then its `previousCursor`.',
    ),
    limit: Limit,
  })
  .meta({ id: 'EventListQuery' });
export type EventListQuery = z.infer<typeof EventListQuery>;
export const EventPage = z
  .object({
    items: z.array(Event),
    nextCursor: z.string().describe('Pass as `after` to go on from here; always set.'),
    previousCursor: z
      .string()
      .nullable()
      .optional()
      .describe('Pass as `before` to go further back; null: nothing older is kept. Not there for the events of one task.'),
    head: z.string().describe('The cursor of the newest event.'),
  })
  .meta({ id: 'EventPage' });
export type EventPage = z.infer<typeof EventPage>;

export const TaskHistoryQuery = z
  .strictObject({ id: TaskId, after: Cursor.optional(), limit: Limit })
  .meta({ id: 'TaskHistoryQuery' });
export type TaskHistoryQuery = z.infer<typeof TaskHistoryQuery>;

export const Snapshot = z
  .object({
    asOf: z.string().describe('The cursor up to which this holds; subscribe from here.'),
    project: Project,
    agents: z.array(Agent),
    tasks: z.array(Task).describe('All that are open, and those that ended in the last 24 hours.'),
    reviews: z.array(Review).describe('Those that wait for a decision.'),
    reservations: z.array(Reservation).describe('Those that are held.'),
    truncated: z.boolean().describe('Whether there were more than the limits of a snapshot allow.'),
  })
  .meta({ id: 'Snapshot' });
export type Snapshot = z.infer<typeof Snapshot>;
