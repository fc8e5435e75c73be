import { z } from 'zod';
import { AgentRef } from '../../../contract/agents.ts';
import { AttentionList, Summary } from '../../../contract/attention.ts';
import { AgentExplanation, TaskExplanation } from '../../../contract/explain.ts';
import { Insights, InsightsQuery } from '../../../contract/insights.ts';
import { TaskRef } from '../../../contract/tasks.ts';
import { WAIT_MAX_SECONDS, Wait, WaitResult } from '../../../contract/wait.ts';
import { operation, router } from '../procedures.ts';

const reading = { method: 'GET', status: 200, role: 'viewer', tag: 'insight' } as const;
const Nothing = z.strictObject({});

export const explainTask = operation({
  ...reading,
  path: '/v1/tasks/{id}/explain',
  operationId: 'explainTask',
  summary: 'Why a task does not move, and who or what can move it, by name; with what it waits for.',
  errors: ['not_found'],
})
  .input(TaskRef)
  .output(TaskExplanation)
  .query(({ ctx, input }) => ctx.services.explain.explainTask(ctx.call, input));

export const explainAgent = operation({
  ...reading,
  path: '/v1/agents/{name}/explain',
  operationId: 'explainAgent',
  summary: 'Why an agent does what it does, or nothing.',
  errors: ['not_found'],
})
  .input(AgentRef)
  .output(AgentExplanation)
  .query(({ ctx, input }) => ctx.services.explain.explainAgent(ctx.call, input));

export const attentionRouter = router({
  list: operation({
    ...reading,
    path: '/v1/attention',
    operationId: 'listAttention',
    summary: 'What waits on the caller: who asks, what exactly, since when, and what happens if nothing is done.',
    errors: [],
  })
    .input(Nothing)
    .output(AttentionList)
    .query(({ ctx }) => ctx.services.attention.list(ctx.call)),
});

export const summary = operation({
  ...reading,
  path: '/v1/summary',
  operationId: 'getSummary',
  summary: 'The numbers of a project at one moment.',
  errors: [],
})
  .input(Nothing)
  .output(Summary)
  .query(({ ctx }) => ctx.services.summary.get(ctx.call));

export const insights = operation({
  ...reading,
  path: '/v1/insights',
  operationId: 'getInsights',
  summary: 'How a project went over the last hours: tasks by status, ends, expiries, and how long things took.',
  errors: [],
})
  .input(InsightsQuery)
  .output(Insights)
  .query(({ ctx, input }) => ctx.services.insights.get(ctx.call, input));

export const wait = operation({
  method: 'POST',
  status: 200,
  role: 'agent',
  tag: 'insight',
  path: '/v1/wait',
  operationId: 'wait',
  summary: `Wait up to ${WAIT_MAX_SECONDS} s for what concerns this agent next: a task that it could claim, a message, a review to do, a decision on its work, a cancelled or lost task. Claims nothing.`,
  errors: ['not_found', 'cursor_expired', 'log_reset'],
})
  .input(Wait)
  .output(WaitResult)
  .mutation(({ ctx, input, signal }) =>
    ctx.services.waiting.wait(ctx.call, input, () => ctx.connection?.gone() ?? signal ?? new AbortController().signal),
  );
