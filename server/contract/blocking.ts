import { z } from 'zod';
import { boundedText, Epoch, Name, Reason, TaskId, Timestamp } from './common.ts';

export const BLOCK_OPTIONS_MAX = 10;
export const BLOCK_OPTION_MAX_CHARS = 500;
export const BLOCK_ANSWER_MAX_CHARS = 8_000;
/** Whoever is a person may answer. */
export const ANY_HUMAN = 'any';

export const BlockKind = z.enum(['question', 'dependency', 'resource', 'external']).meta({
  id: 'BlockKind',
  description:
    '`question`: somebody must answer; `dependency`: another task must be done; `resource`: something is in use or lacking; `external`: something outside of the board.',
});
export type BlockKind = z.infer<typeof BlockKind>;

const AskedRole = z.enum(['agent', 'reviewer', 'lead']).meta({ id: 'AskedRole' });
export type AskedRole = z.infer<typeof AskedRole>;

/** Who or what a blocked task waits for: exactly one of these. */
export const WaitingOn = z
  .union([
    z.strictObject({ agent: Name.describe('An agent of this project.') }).meta({ id: 'WaitingOnAgent' }),
    z.strictObject({ role: AskedRole.describe('Whoever has at least this role.') }).meta({ id: 'WaitingOnRole' }),
    z.strictObject({ task: TaskId.describe('Until this task is done.') }).meta({ id: 'WaitingOnTask' }),
    z
      .strictObject({ human: Name.describe(`A person: an agent of kind \`human\` by name, or \`${ANY_HUMAN}\`.`) })
      .meta({ id: 'WaitingOnHuman' }),
  ])
  .meta({ id: 'WaitingOn', description: 'Who or what a blocked task waits for.' });
export type WaitingOn = z.infer<typeof WaitingOn>;

const Option = boundedText(BLOCK_OPTION_MAX_CHARS, 1);

/** What a task that is blocked now waits for. */
export const Blocked = z
  .object({
    kind: BlockKind,
    reason: z.string().describe('For a question the question.'),
    waitingOn: WaitingOn.nullable().describe('null: nobody in particular; leads see it.'),
    until: Timestamp.nullable().describe('From this moment on it can be claimed again, whatever it waits for.'),
    options: z.array(z.string()).describe('Answers that a question proposes; another is allowed.'),
    by: Name.describe('The agent that blocked it.'),
    epoch: z.int().describe('The epoch that ended with it; an answer may name it.'),
    times: z.int().describe('How often the task was blocked for this same reason, this time included.'),
    escalated: z.boolean().describe('Whether it has come to the leads for that: then it ends by a lead alone.'),
  })
  .meta({ id: 'Blocked' });
export type Blocked = z.infer<typeof Blocked>;

export const BlockEnding = z
  .enum(['answered', 'unblocked', 'taken_back', 'dependency_done', 'date_reached', 'cancelled'])
  .meta({ id: 'BlockEnding' });
export type BlockEnding = z.infer<typeof BlockEnding>;

/** One time that a task was blocked, with how it ended. */
export const Block = Blocked.extend({
  at: Timestamp,
  endedAt: Timestamp.nullable().describe('null while it lasts'),
  endedBy: z.string().nullable(),
  ending: BlockEnding.nullable(),
  answer: z.string().nullable().describe('What whoever ended it said to the next holder.'),
}).meta({ id: 'Block' });
export type Block = z.infer<typeof Block>;

export const TaskBlock = z
  .strictObject({
    id: TaskId,
    epoch: Epoch,
    kind: BlockKind,
    reason: Reason.describe('What stands in the way; for a question the question.'),
    waitingOn: WaitingOn.optional().describe('A dependency names a task; a question without it goes to the leads.'),
    until: Timestamp.optional().describe('Not before this moment; then it can be claimed again, whatever it waits for.'),
    options: z.array(Option).max(BLOCK_OPTIONS_MAX).default([]).describe('Answers to choose from; for a question.'),
  })
  .meta({ id: 'TaskBlock' });
export type TaskBlock = z.infer<typeof TaskBlock>;

export const TaskUnblock = z
  .strictObject({
    id: TaskId,
    answer: boundedText(BLOCK_ANSWER_MAX_CHARS, 1)
      .optional()
      .describe('The answer to a question, or what the next holder should know.'),
    epoch: Epoch.optional().describe('The `blocked.epoch` that was read, so that no answer meets another question.'),
  })
  .meta({ id: 'TaskUnblock' });
export type TaskUnblock = z.infer<typeof TaskUnblock>;
