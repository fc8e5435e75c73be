import { z } from 'zod';
import { DurationMs, Name, TaskId, Timestamp } from './common.ts';
import { TaskStatus } from './tasks.ts';

/** How many tasks an explanation follows, from the one asked for through what it waits for. */
export const EXPLAIN_MAX_TASKS = 50;
export const EXPLAIN_MAX_REASONS = 200;

/** Every reason for which a task does not move, or is about to, and what it means: the one table, the most telling first. */
export const TASK_REASONS = {
  done: 'It is done.',
  cancelled: 'It was cancelled.',
  attempts_used_up: 'All its attempts are used up, so it has failed.',
  blocked: 'Its holder could not go on and said so.',
  held: 'An agent holds it.',
  lease_expiring: 'Its holder has not been heard of lately; when the lease is over others may claim it.',
  holder_silent: 'Its holder gives signs of life, but has noted no progress for long.',
  holder_offline: 'Its holder has not been heard of, but has a lease that goes on.',
  dependency_broken: 'It depends on a task that failed or was cancelled, and will never be ready as it is.',
  waits_for_task: 'It depends on a task that is not done yet.',
  scheduled: 'It is not to be claimed before a certain time.',
  project_paused: 'Somebody paused the project, and nothing in it is claimed.',
  kept_for_author: 'Changes were requested or a block has ended, and for a while it is kept for whoever knows the work.',
  reserved: 'It is assigned to one agent, and nobody else may claim it.',
  reserved_for_absent: 'The agent for whom alone it is kept cannot claim it now.',
  nobody_capable: 'No living agent has all the capabilities that it asks for.',
  able_offline: 'Agents that could claim it have not been heard of lately.',
  able_paused: 'Agents that could claim it are paused.',
  able_at_limit: 'Agents that could claim it hold as much as they may.',
  paths_held: 'It touches paths that another claim holds.',
  ready: 'It can be claimed, and somebody is there who may.',
  waits_for_review: 'It was handed in and waits for a decision.',
  reviewer_absent: 'The agent that is to review it cannot now.',
  nobody_to_review: 'Nobody who may review it is there.',
} as const satisfies Record<string, string>;
export type TaskReasonId = keyof typeof TASK_REASONS;

/** Every reason for which an agent does nothing, or does what it does: the one table. */
export const AGENT_REASONS = {
  retired: 'It has retired for good.',
  only_reads: 'Its role may read and no more.',
  paused: 'Somebody paused it: it may finish what it holds.',
  project_paused: 'Somebody paused the project, and nothing in it is claimed.',
  asked_to_finish: 'It, or the whole project, was asked to finish what is held and take no more.',
  never_seen: 'It has given no sign of life yet.',
  offline: 'It has not been heard of for long.',
  late: 'It has not been heard of lately.',
  works: 'It holds tasks.',
  at_limit: 'It holds as many tasks as it may.',
  awaits_decision: 'Work that it handed in waits for a decision.',
  review_to_do: 'A review waits that it may decide.',
  task_to_claim: 'A task is there that it may claim.',
  paths_held: 'Tasks are ready that touch paths which other claims hold.',
  lacks_capabilities: 'Tasks are ready that ask for capabilities which it lacks.',
  reserved_for_others: 'Tasks are ready that only others may claim.',
  all_wait: 'Tasks are there that wait for others to be done.',
  all_scheduled: 'Tasks are there whose time has not come.',
  no_task: 'No task is in todo.',
} as const satisfies Record<string, string>;
export type AgentReasonId = keyof typeof AGENT_REASONS;

const Mover = z
  .object({
    kind: z.enum(['agent', 'role', 'task', 'time']),
    name: z.string().describe('Of the agent or task, or the role whose people may; for `time` when.'),
    how: z.string().describe('What to do.'),
  })
  .meta({ id: 'Mover', description: 'Who or what can change it.' });
export type Mover = z.infer<typeof Mover>;

const reasonFields = {
  because: z.string().describe('What is so, with names, numbers and times.'),
  since: Timestamp.nullable(),
  endsInMs: DurationMs.nullable().describe('When time alone ends it; null: never, or nobody knows.'),
  movers: z.array(Mover),
};

export const TaskReasonEntry = z
  .object({
    reason: z.enum(idsOf(TASK_REASONS)).describe(meanings(TASK_REASONS)),
    taskId: TaskId.describe('Of which task this is so: the one asked for, or one that it waits for.'),
    ...reasonFields,
  })
  .meta({ id: 'TaskReasonEntry' });
export type TaskReasonEntry = z.infer<typeof TaskReasonEntry>;

export const TaskExplanation = z
  .object({
    taskId: TaskId,
    status: TaskStatus,
    because: z.string().describe('The first of the reasons.'),
    reasons: z.array(TaskReasonEntry).describe('The chain: of the task itself first, then of what it waits for, and so on.'),
    truncated: z.boolean().describe('Whether the chain goes on beyond what is shown.'),
  })
  .meta({ id: 'TaskExplanation' });
export type TaskExplanation = z.infer<typeof TaskExplanation>;

export const AgentReasonEntry = z
  .object({ reason: z.enum(idsOf(AGENT_REASONS)).describe(meanings(AGENT_REASONS)), taskIds: z.array(TaskId), ...reasonFields })
  .meta({ id: 'AgentReasonEntry' });
export type AgentReasonEntry = z.infer<typeof AgentReasonEntry>;

export const AgentExplanation = z
  .object({ agent: Name, because: z.string().describe('The first of the reasons.'), reasons: z.array(AgentReasonEntry) })
  .meta({ id: 'AgentExplanation' });
export type AgentExplanation = z.infer<typeof AgentExplanation>;

/** The ids of a table of reasons, in its order. */
export function idsOf<Id extends string>(table: Readonly<Record<Id, string>>): [Id, ...Id[]] {
  return Object.keys(table) as [Id, ...Id[]]; // the keys of a table that is not empty
}

function meanings(table: Readonly<Record<string, string>>): string {
  return Object.entries(table)
    .map(([id, meaning]) => `\`${id}\`: ${meaning}`)
    .join(' ');
}
