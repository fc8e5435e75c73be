import { idsOf, type Mover, TASK_REASONS, type TaskReasonId } from '../../contract/explain.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import { whoIsAsked } from '../blocking/block-rules.ts';
import type { WallTime } from '../records.ts';
import { isClaimable, reservedFor } from '../tasks/claim-rules.ts';
import { isHeld, RECLAIM_DELAY_MS } from '../tasks/lease-rules.ts';
import { currentStatus, type Health, taskHealth } from '../tasks/task-health.ts';
import { taskId } from '../tasks/task-view.ts';
import { type Absence, claimAbsence, claimersOf } from './able-rules.ts';
import { absenceOf, listed, pausedWords, seconds, standing, touching } from './reason-words.ts';
import { reviewRules } from './review-reasons.ts';
import type { TaskFacts } from './task-facts.ts';
import { agentMover, claimer, editor, forcer, reopener, role, starter, time, unblocker, unblockers } from './task-movers.ts';
import type { TeamMember } from './team.ts';

/** What is found for a reason that holds. */
export interface Found {
  readonly because: string;
  readonly since?: WallTime | null;
  readonly endsInMs?: number | null;
  readonly movers?: readonly Mover[];
}
export type TaskRule = (facts: TaskFacts) => readonly Found[];

/** Why the task stands where it stands, the most telling first. Reads nothing and decides nothing: others act on it. */
export function taskReasons(facts: TaskFacts): Array<Found & { reason: TaskReasonId }> {
  return idsOf(TASK_REASONS).flatMap((reason) => RULES[reason](facts).map((found) => ({ reason, ...found })));
}

const RULES: Readonly<Record<TaskReasonId, TaskRule>> = {
  done: ended('done'),
  cancelled: ended('cancelled'),
  attempts_used_up: ended('failed'),
  blocked: ({ task, block, at }) => {
    if (currentStatus(task, at) !== 'blocked') return [];
    const id = taskId(task.number);
    if (block === null) return [{ because: `${id} is blocked.`, since: task.statusSince, movers: [unblocker(task)] }];
    const whom = whoIsAsked(block);
    const because = `${id} is blocked (${block.kind})${whom === null ? '' : `, waiting for ${whom}`}: ${block.reason}`;
    const endsInMs = task.blockedUntil === null ? null : task.blockedUntil - at.wallNow;
    return [{ because, since: task.statusSince, endsInMs, movers: unblockers(task, block) }];
  },
  held: whileHeld('ok', ({ task, at }) => `${taskId(task.number)} is ${standing(task, at)}.`),
  lease_expiring: (facts) => {
    const { task, at } = facts;
    const found = whileHeld('expiring', (_, health) => health.because)(facts);
    const endsInMs = Math.max(0, (task.leaseEndsAt ?? 0) + RECLAIM_DELAY_MS - at.lease.now);
    return found.map((one) => ({ ...one, endsInMs }));
  },
  holder_silent: whileHeld('silent', (_, health) => health.because),
  holder_offline: ({ task, at, team }) => {
    const holder = team.find(({ agent }) => agent.name === task.holderAgent);
    if (!isHeld(task, at.lease) || holder?.connection !== 'offline') return [];
    const id = taskId(task.number);
    const because = `${holder.agent.name}, who holds ${id}, ${absenceOf(holder, 'offline', [])}.`;
    return [{ because, movers: [forcer(task)] }];
  },
  dependency_broken: (facts) => dependencies(facts, true),
  waits_for_task: (facts) => dependencies(facts, false),
  scheduled: ({ task, at }) => {
    if (currentStatus(task, at) !== 'todo' || task.notBefore === null || task.notBefore <= at.wallNow) return [];
    const when = isoTime(task.notBefore);
    const because = `${taskId(task.number)} is scheduled for ${when}.`;
    return [{ because, endsInMs: task.notBefore - at.wallNow, movers: [time(when), editor(task, 'notBefore')] }];
  },
  project_paused: ({ task, at, project }) => {
    if (currentStatus(task, at) !== 'todo' || project.pausedAt === null) return [];
    const how = `Resume it with POST /v1/projects/${project.name}/resume.`;
    return [{ because: pausedWords(project), since: project.pausedAt, movers: [role('lead', how)] }];
  },
  kept_for_author: ({ task, at }) => {
    const left = (task.heldUntil ?? 0) - at.lease.now;
    if (task.status !== 'todo' || task.heldFor === null || left <= 0 || task.assignee !== null) return [];
    const why = task.statusReason === null ? '.' : `: ${task.statusReason}`;
    const because = `${taskId(task.number)} is kept for ${task.heldFor} for ${seconds(left)} more${why}`;
    return [
      {
        because,
        since: task.statusSince,
        endsInMs: Math.ceil(left),
        movers: [claimer(task.heldFor, task), time(`in ${seconds(left)}`)],
      },
    ];
  },
  reserved: ({ task, at }) => {
    if (currentStatus(task, at) !== 'todo' || task.assignee === null) return [];
    const because = `${taskId(task.number)} is assigned to ${task.assignee}, and nobody else may claim it.`;
    return [{ because, movers: [claimer(task.assignee, task), editor(task, 'assignee')] }];
  },
  reserved_for_absent: ({ task, at, team }) => {
    const name = reservedFor(task, at);
    const member = team.find(({ agent }) => agent.name === name);
    if (!isClaimable(task, at) || member === undefined) return [];
    const absence = claimAbsence(member, task);
    if (absence === null) return [];
    const because = `${taskId(task.number)} is kept for ${name}, who ${absenceOf(member, absence, task.requires)}.`;
    return [{ because, movers: [editor(task, 'assignee')] }];
  },
  nobody_capable: (facts) => {
    const { task } = facts;
    if (!isOpenToAll(facts) || claimersOf(task, facts.team, facts.at).length > 0) return [];
    const id = taskId(task.number);
    const because =
      task.requires.length === 0
        ? `${id} could be claimed by any agent, and none is registered.`
        : `${id} needs ${task.requires.map((need) => `\`${need}\``).join(', ')}, and no living agent has ${task.requires.length > 1 ? 'all of that' : 'it'}.`;
    return [
      {
        because,
        movers: [
          role('lead', 'Register an agent that has it, or give it to one with PATCH /v1/agents/{name}.'),
          editor(task, 'requires'),
        ],
      },
    ];
  },
  able_offline: (facts) => absent(facts, 'offline', (names) => [starter(names)]),
  able_paused: (facts) => absent(facts, 'paused', () => [role('lead', 'Resume one with POST /v1/agents/{name}/resume.')]),
  able_at_limit: (facts) =>
    absent(facts, 'at_limit', (names) => names.map((name) => agentMover(name, 'Submit or release what it holds.'))),
  paths_held: ({ task, pathsHeld, at }) => {
    if (pathsHeld === null) return [];
    const because = `${taskId(task.number)} ${touching(pathsHeld, at)}.`;
    const { agent, task: holding, createdAt } = pathsHeld.hold;
    const other = taskId(holding);
    const movers: Mover[] = [
      agentMover(agent, `Submit, block or release ${other}, or end the reservation.`),
      { kind: 'task', name: other, how: 'Get it done.' },
    ];
    return [{ because, since: createdAt, movers }];
  },
  ready: (facts) => {
    const free = freeClaimers(facts).map(({ agent }) => agent.name);
    if (!isClaimable(facts.task, facts.at) || facts.project.pausedAt !== null || facts.pathsHeld !== null || free.length === 0)
      return [];
    const { task } = facts;
    const because = `${taskId(task.number)} can be claimed; ${listed(free)} may.`;
    return [
      { because, since: taskHealth(task, facts.at).since, movers: free.slice(0, MOVERS_MAX).map((name) => claimer(name, task)) },
    ];
  },
  ...reviewRules,
};

/** How many agents are named as such that could move a task. */
const MOVERS_MAX = 10;

function ended(status: 'done' | 'cancelled' | 'failed'): TaskRule {
  return ({ task, at }) => {
    if (currentStatus(task, at) !== status) return [];
    const id = taskId(task.number);
    const { because, since } = taskHealth(task, at);
    return [{ because: `${id} is ${status}. ${because}`, since, movers: [reopener(task)] }];
  };
}

function whileHeld(state: Health['state'], say: (facts: TaskFacts, health: Health) => string): TaskRule {
  return (facts) => {
    const { task, at } = facts;
    const health = taskHealth(task, at);
    if (!isHeld(task, at.lease) || health.state !== state || task.holderAgent === null) return [];
    const movers = [agentMover(task.holderAgent, 'Note progress, submit, block or release it.'), forcer(task)];
    return [{ because: say(facts, health), since: health.since, movers }];
  };
}

function dependencies({ task, at, dependencies: open }: TaskFacts, broken: boolean): Found[] {
  if (task.status !== 'todo' && task.status !== 'blocked') return [];
  const id = taskId(task.number);
  return open
    .filter((one) => ['failed', 'cancelled'].includes(currentStatus(one, at)) === broken)
    .map((one): Found => {
      const other = taskId(one.number);
      if (!broken)
        return {
          because: `${id} waits for ${other}, ${standing(one, at)}.`,
          movers: [{ kind: 'task', name: other, how: 'Get it done.' }],
        };
      const because = `${id} waits for ${other}, which ${currentStatus(one, at) === 'failed' ? 'has failed' : 'was cancelled'}: ${taskHealth(one, at).because}`;
      return { because, since: one.statusSince, movers: [reopener(one), editor(task, 'dependsOn')] };
    });
}

/** Whether the task could be claimed now by any agent that is able. */
function isOpenToAll({ task, at }: TaskFacts): boolean {
  return isClaimable(task, at) && reservedFor(task, at) === null;
}

function freeClaimers({ task, team, at }: TaskFacts): TeamMember[] {
  return claimersOf(task, team, at).filter((member) => claimAbsence(member, task) === null);
}

/** Those who could claim the task were it not for this; nobody where somebody can. */
function absent(facts: TaskFacts, absence: Absence, movers: (names: string[]) => Mover[]): Found[] {
  const { task, team, at } = facts;
  if (!isOpenToAll(facts) || freeClaimers(facts).length > 0) return [];
  const away = claimersOf(task, team, at).filter((member) => claimAbsence(member, task) === absence);
  if (away.length === 0) return [];
  const words = away.map((member) => `${member.agent.name} ${absenceOf(member, absence, task.requires)}`);
  const names = away.slice(0, MOVERS_MAX).map(({ agent }) => agent.name);
  return [{ because: `${taskId(task.number)} waits for an agent that is free: ${listed(words)}.`, movers: movers(names) }];
}
