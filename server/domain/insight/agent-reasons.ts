import { AGENT_REASONS, type AgentReasonId, idsOf } from '../../contract/explain.ts';
import type { ProjectRecord, ReviewRecord, TaskRecord } from '../records.ts';
import { meetsNeeds, needNames } from '../tasks/claim-rules.ts';
import { taskId } from '../tasks/task-view.ts';
import type { ReadyGroup } from './insight-queries.ts';
import { absenceOf, lasting, listed, pausedWords } from './reason-words.ts';
import { agentMover, role, starter } from './task-movers.ts';
import type { Found } from './task-reasons.ts';
import type { TeamMember } from './team.ts';

/** All that the reasons of one agent are found in. */
export interface AgentFacts {
  readonly member: TeamMember;
  readonly project: Pick<ProjectRecord, 'name' | 'pausedBy' | 'pausedReason' | 'pausedAt' | 'drain'>;
  /** What claim-next could give it, were it free; null: nothing. */
  readonly next: Pick<TaskRecord, 'number' | 'title'> | null;
  readonly ready: readonly ReadyGroup[];
  /** Where nothing is left for it but what touches held paths: the first of that, and in words what it touches. */
  readonly pathsHeld: { readonly task: number; readonly words: string; readonly holder: string } | null;
  readonly todo: { readonly waiting: number; readonly scheduled: number };
  /** Open reviews of its work, and open reviews that it may decide. */
  readonly awaiting: ReadonlyArray<Pick<ReviewRecord, 'task' | 'createdAt'>>;
  readonly reviews: ReadonlyArray<Pick<ReviewRecord, 'id' | 'task' | 'createdAt'>>;
}

export type AgentFound = Found & { readonly tasks?: readonly number[] };
type AgentRule = (facts: AgentFacts) => AgentFound | null;

/** Why the agent does what it does, or nothing. */
export function agentReasons(facts: AgentFacts): Array<AgentFound & { reason: AgentReasonId }> {
  return idsOf(AGENT_REASONS).flatMap((reason) => {
    const found = RULES[reason](facts);
    return found === null ? [] : [{ reason, ...found }];
  });
}

const RULES: Readonly<Record<AgentReasonId, AgentRule>> = {
  retired: ({ member: { agent } }) => {
    if (agent.status !== 'retired') return null;
    return {
      because: `${agent.name} has retired: ${agent.statusReason ?? ''}`,
      movers: [role('lead', 'Register another agent.')],
    };
  },
  only_reads: ({ member: { agent } }) => {
    if (agent.role !== 'viewer') return null;
    const how = `Give it another role with PATCH /v1/agents/${agent.name}.`;
    return { because: `${agent.name} is a viewer, who may only read.`, movers: [role('lead', how)] };
  },
  paused: ({ member: { agent } }) => {
    if (agent.status !== 'paused') return null;
    const how = `Resume it with POST /v1/agents/${agent.name}/resume.`;
    return { because: `${agent.name} is paused: ${agent.statusReason ?? ''}`, movers: [role('lead', how)] };
  },
  project_paused: ({ project }) => {
    if (project.pausedAt === null) return null;
    const how = `Resume it with POST /v1/projects/${project.name}/resume.`;
    return { because: pausedWords(project), since: project.pausedAt, movers: [role('lead', how)] };
  },
  asked_to_finish: ({ member: { agent }, project }) => {
    if (!agent.drain && !project.drain) return null;
    const who = agent.drain ? agent.name : `everybody in ${project.name}`;
    return { because: `${agent.name} takes no more: ${who} was asked to finish what is held.` };
  },
  never_seen: ({ member: { agent, lastSeenMs } }) => {
    if (lastSeenMs !== null) return null;
    return { because: `${agent.name} has given no sign of life yet.`, movers: [starter([agent.name])] };
  },
  offline: ({ member }) => {
    if (member.lastSeenMs === null || member.connection !== 'offline') return null;
    const { name } = member.agent;
    return { because: `${name} ${absenceOf(member, 'offline', [])}.`, movers: [starter([name])] };
  },
  late: ({ member: { agent, connection, lastSeenMs } }) => {
    if (connection !== 'late' || lastSeenMs === null) return null;
    return { because: `${agent.name} was last heard of ${lasting(lastSeenMs)} ago, later than it should.` };
  },
  works: ({ member: { agent, holds } }) => {
    if (holds.length === 0) return null;
    return { because: `${agent.name} holds ${listed(holds.map(taskId))}.`, tasks: holds };
  },
  at_limit: ({ member }) => {
    const { agent, holds } = member;
    if (holds.length < agent.maxConcurrent) return null;
    const movers = [
      agentMover(agent.name, 'Submit, block or release one.'),
      agentMover(agent.name, `Raise maxConcurrent with PATCH /v1/agents/${agent.name}.`),
    ];
    return { because: `${agent.name} ${absenceOf(member, 'at_limit', [])}.`, tasks: holds, movers };
  },
  awaits_decision: ({ member: { agent }, awaiting }) => {
    if (awaiting.length === 0) return null;
    const tasks = awaiting.map(({ task }) => task);
    const because = `What ${agent.name} handed in waits for review: ${listed(tasks.map(taskId))}.`;
    return { because, tasks, since: oldest(awaiting), movers: [role('reviewer', 'Decide with POST /v1/reviews/{id}/decide.')] };
  },
  review_to_do: ({ member: { agent }, reviews }) => {
    const [first] = reviews;
    if (first === undefined) return null;
    const tasks = reviews.map(({ task }) => task);
    const because = `${agent.name} may review ${listed(tasks.map(taskId))}.`;
    const how = `Decide with POST /v1/reviews/${first.id}/decide.`;
    return { because, tasks, since: oldest(reviews), movers: [agentMover(agent.name, how)] };
  },
  task_to_claim: ({ member: { agent }, next }) => {
    if (next === null) return null;
    const because = `${taskId(next.number)} (${next.title}) is ready, and ${agent.name} may claim it.`;
    return { because, tasks: [next.number], movers: [agentMover(agent.name, 'Claim it with POST /v1/tasks/claim-next.')] };
  },
  paths_held: ({ pathsHeld }) =>
    pathsHeld === null
      ? null
      : {
          because: `${taskId(pathsHeld.task)} ${pathsHeld.words}.`,
          tasks: [pathsHeld.task],
          movers: [agentMover(pathsHeld.holder, 'Submit, block or release what holds them.')],
        },
  lacks_capabilities: ({ member: { agent }, ready }) => {
    const beyond = ready.filter((group) => isFor(group, agent.name) && !meetsNeeds(group.needs, agent.capabilities));
    if (beyond.length === 0) return null;
    const lacking = new Set(beyond.flatMap(({ needs }) => needNames(needs)).filter((need) => !agent.capabilities.includes(need)));
    const because = `${tasksWord(beyond)} ready for agents with ${listed([...lacking].map((need) => `\`${need}\``))}, which ${agent.name} lacks.`;
    const how = `Change its capabilities with PATCH /v1/agents/${agent.name}, if it has them.`;
    return { because, tasks: beyond.map(({ first }) => first), movers: [agentMover(agent.name, how)] };
  },
  reserved_for_others: ({ member: { agent }, ready }) => {
    const others = ready.filter((group) => !isFor(group, agent.name));
    if (others.length === 0) return null;
    const names = listed([...new Set(others.map(({ queueFor }) => queueFor))]);
    return { because: `${tasksWord(others)} ready, and kept for ${names}.`, tasks: others.map(({ first }) => first) };
  },
  all_wait: ({ todo: { waiting } }) =>
    waiting === 0 ? null : { because: `${waiting} in todo ${waiting === 1 ? 'waits' : 'wait'} for other tasks to be done.` },
  all_scheduled: ({ todo: { scheduled } }) =>
    scheduled === 0 ? null : { because: `${scheduled} in todo ${scheduled === 1 ? 'is' : 'are'} scheduled for later.` },
  no_task: ({ next, ready, todo: { waiting, scheduled } }) =>
    next !== null || ready.length + waiting + scheduled > 0
      ? null
      : { because: 'There is no task in todo.', movers: [role('agent', 'Make one with POST /v1/tasks.')] },
};

/** Whether tasks of this queue are for this agent. */
export function isFor({ queueFor }: ReadyGroup, name: string): boolean {
  return queueFor === '' || queueFor === name;
}

function tasksWord(groups: readonly ReadyGroup[]): string {
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const first = groups.map((group) => taskId(group.first)).sort()[0];
  return count === 1 ? `${first} is` : `${first} and ${count - 1} more are`;
}

function oldest(reviews: ReadonlyArray<Pick<ReviewRecord, 'createdAt'>>): number {
  return Math.min(...reviews.map(({ createdAt }) => createdAt));
}
