import {
  type AgentExplanation,
  type AgentReasonEntry,
  EXPLAIN_MAX_REASONS,
  EXPLAIN_MAX_TASKS,
  type TaskExplanation,
  type TaskReasonEntry,
} from '../../contract/explain.ts';
import { invariant } from '../../kernel/invariant.ts';
import { isoTimeOrNull } from '../../kernel/iso-time.ts';
import { getAgent } from '../agents/agent-service.ts';
import type { CallContext } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import type { TaskRecord } from '../records.ts';
import type { ReadTx } from '../store.ts';
import { taskNotFound } from '../tasks/task-errors.ts';
import { currentStatus } from '../tasks/task-health.ts';
import { taskId, taskNumber } from '../tasks/task-view.ts';
import { agentReasons } from './agent-reasons.ts';
import { loadAgentFacts } from './load-agent-facts.ts';
import { loadScene, loadTaskFacts, type Scene } from './load-facts.ts';
import { type Found, taskReasons } from './task-reasons.ts';

export interface ExplainService {
  /** Why the task does not move, or is about to, and who or what can move it; then the same of what it waits for. Throws `not_found`. */
  explainTask(ctx: CallContext, input: { id: string }): Promise<TaskExplanation>;
  /** Why the agent does what it does, or nothing. Throws `not_found`. */
  explainAgent(ctx: CallContext, input: { name: string }): Promise<AgentExplanation>;
}

export function createExplainService(deps: DomainDeps): ExplainService {
  const { storage, leases } = deps;
  return {
    explainTask(ctx, input) {
      return storage.read(async (tx) => {
        const number = taskNumber(input.id);
        const stored = await tx.q.findTask({ project: ctx.project, number });
        if (stored === undefined) throw taskNotFound(number);
        const task = leases.apply(stored);
        const scene = await loadScene(tx, ctx.project, deps);
        const { reasons, truncated } = await chainOf(scene, task);
        const [first] = reasons;
        invariant(first !== undefined, 'every state of a task has a reason');
        return { taskId: input.id, status: currentStatus(task, scene.at), because: first.because, reasons, truncated };
      });
    },
    explainAgent(ctx, input) {
      return storage.read(async (tx: ReadTx) => {
        const agent = await getAgent(tx, ctx.project, input.name);
        const scene = await loadScene(tx, ctx.project, deps);
        const reasons = agentReasons(await loadAgentFacts(scene, agent)).map(
          ({ reason, tasks = [], ...found }): AgentReasonEntry => ({ reason, taskIds: tasks.map(taskId), ...entryOf(found) }),
        );
        const [first] = reasons;
        invariant(first !== undefined, 'every state of an agent has a reason');
        return { agent: agent.name, because: first.because, reasons };
      });
    },
  };
}

/** The reasons of the task, then of each that it waits for, nearest first, each task once. */
async function chainOf(scene: Scene, asked: TaskRecord): Promise<{ reasons: TaskReasonEntry[]; truncated: boolean }> {
  const reasons: TaskReasonEntry[] = [];
  const queue = [asked];
  const seen = new Set([asked.number]);
  for (let looked = 0; looked < EXPLAIN_MAX_TASKS && reasons.length < EXPLAIN_MAX_REASONS; looked += 1) {
    const task = queue.shift();
    if (task === undefined) break;
    const facts = await loadTaskFacts(scene, task);
    const found = taskReasons(facts);
    const entries = found.map(({ reason, ...one }) => ({ reason, taskId: taskId(task.number), ...entryOf(one) }));
    reasons.push(...entries);
    for (const dependency of facts.dependencies) {
      if (seen.has(dependency.number)) continue;
      seen.add(dependency.number);
      queue.push(dependency);
    }
  }
  const truncated = queue.length > 0 || reasons.length > EXPLAIN_MAX_REASONS;
  return { reasons: reasons.slice(0, EXPLAIN_MAX_REASONS), truncated };
}

function entryOf({ because, since = null, endsInMs = null, movers = [] }: Found) {
  return { because, since: isoTimeOrNull(since), endsInMs: endsInMs === null ? null : Math.ceil(endsInMs), movers: [...movers] };
}
