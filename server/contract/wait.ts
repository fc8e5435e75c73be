import { z } from 'zod';
import { Name, TaskId } from './common.ts';
import { Urgency } from './inbox.ts';
import { LABELS_MAX, TaskStatus } from './tasks.ts';

export const WAIT_MAX_SECONDS = 25;
export const WAIT_CURSOR_MAX_CHARS = 100;
/** How much is told of one kind in one answer. */
export const WAIT_MAX_OF_A_KIND = 10;
/** How many calls of one agent may wait at once. */
export const WAITS_PER_AGENT_MAX = 16;

export const NewsKind = z.enum(['task', 'message', 'review', 'decision', 'cancelled', 'lease_lost']).meta({ id: 'NewsKind' });
export type NewsKind = z.infer<typeof NewsKind>;

export const Wait = z
  .strictObject({
    cursor: z
      .string()
      .min(1)
      .max(WAIT_CURSOR_MAX_CHARS)
      .optional()
      .describe(
        '`cursor` of the answer before, or any cursor of the log: only what came after it counts. Absent: what is there now counts too.',
      ),
    waitSeconds: z.int().min(0).max(WAIT_MAX_SECONDS).default(WAIT_MAX_SECONDS),
    kinds: z.array(NewsKind).max(NewsKind.options.length).default([]).describe('Only these kinds of news; empty: all.'),
    labels: z
      .array(Name)
      .max(LABELS_MAX)
      .default([])
      .describe('Of tasks, only those with at least one of these labels; empty: any.'),
  })
  .meta({ id: 'Wait' });
export type Wait = z.infer<typeof Wait>;

const because = z.string().describe('What happened, for people and models.');

export const News = z
  .discriminatedUnion('kind', [
    z
      .object({ kind: z.literal('task'), taskId: TaskId, title: z.string(), priority: z.int(), because })
      .meta({ id: 'TaskNews', description: 'A task that this agent could claim. It is not claimed.' }),
    z
      .object({
        kind: z.literal('message'),
        messageId: z.string(),
        seq: z
          .int()
          .nullable()
          .describe('Its number in your own inbox; null: it is to your role, and you acknowledge it by its id.'),
        from: z.string(),
        urgency: Urgency,
        because,
      })
      .meta({ id: 'MessageNews', description: 'A message that waits in the inbox, or is offered to the role.' }),
    z
      .object({ kind: z.literal('review'), reviewId: z.string(), taskId: TaskId, revision: z.int(), because })
      .meta({ id: 'ReviewNews', description: 'A review that this agent may do.' }),
    z
      .object({ kind: z.literal('decision'), reviewId: z.string(), taskId: TaskId, status: TaskStatus, by: z.string(), because })
      .meta({ id: 'DecisionNews', description: 'What was decided on work that this agent handed in.' }),
    z
      .object({ kind: z.literal('cancelled'), taskId: TaskId, by: z.string(), because })
      .meta({ id: 'CancelledNews', description: 'A task that it held or handed in was cancelled.' }),
    z
      .object({ kind: z.literal('lease_lost'), taskId: TaskId, by: z.string(), because })
      .meta({ id: 'LeaseLostNews', description: 'A task that it held is no longer its own.' }),
  ])
  .meta({ id: 'News' });
export type News = z.infer<typeof News>;

export const WaitResult = z
  .object({
    cursor: z.string().describe('Pass it to the next call: nothing that comes meanwhile is missed.'),
    news: z
      .array(News)
      .describe(
        `Empty when nothing came in that time. At most ${WAIT_MAX_OF_A_KIND} of a kind; with a cursor, the next call goes on from there.`,
      ),
  })
  .meta({ id: 'WaitResult' });
export type WaitResult = z.infer<typeof WaitResult>;
