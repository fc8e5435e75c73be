import type { Agent } from '../../contract/agents.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import type { DomainDeps } from '../deps.ts';
import type { LeaseTime } from '../lease-time.ts';
import type { AgentRecord, ReviewRecord, SessionRecord, TaskRecord } from '../records.ts';
import { isReviewHeld } from '../reviews/review-lease-rules.ts';
import type { LeaseBook } from '../sessions/lease-book.ts';
import type { ReadTx } from '../store.ts';
import { isHeld } from '../tasks/lease-rules.ts';
import { taskId } from '../tasks/task-view.ts';
import { presenceOf } from './presence-rules.ts';

const WAITING_REVIEWS_LOOKED_AT = 1_000;

interface AgentFacts {
  readonly sessions: readonly SessionRecord[];
  readonly doing: readonly TaskRecord[];
  readonly reviewing: readonly ReviewRecord[];
  readonly waitsFor: number;
  readonly unread: number;
}

/** The wire shape of one agent, with its presence as it is now. */
export async function loadAgent(tx: ReadTx, agent: AgentRecord, deps: DomainDeps): Promise<Agent> {
  const { project, name } = agent;
  const sessions = await tx.q.listAgentSessions({ project, name });
  const doing = await tx.q.listTasksHeldBy({ project, agent: name });
  const reviewing = await tx.q.listReviewsHeldBy({ project, agent: name });
  const reviews = await tx.q.listOpenReviews({ project, after: '', limit: WAITING_REVIEWS_LOOKED_AT });
  const waitsFor = reviews.filter((review) => review.author === name).length;
  const unread = (await tx.q.countWaiting({ project, owner: name, at: deps.clock.wallNow() }))?.count ?? 0;
  return toAgent(agent, { sessions, doing, reviewing, waitsFor, unread }, { tx, deps });
}

/** The same for many agents of one project, in a few queries instead of some for each. */
export async function loadAgents(tx: ReadTx, agents: readonly AgentRecord[], deps: DomainDeps): Promise<Agent[]> {
  const project = agents[0]?.project;
  if (project === undefined) return [];
  const sessions = Map.groupBy(await tx.q.listProjectSessions({ project }), (session) => session.agent);
  const doing = Map.groupBy(await tx.q.listHeldTasks({ project }), (task) => task.holderAgent ?? '');
  const reviewing = Map.groupBy(await tx.q.listHeldReviews({ project }), (review) => review.holderAgent ?? '');
  const reviews = await tx.q.listOpenReviews({ project, after: '', limit: WAITING_REVIEWS_LOOKED_AT });
  const waiting = Map.groupBy(reviews, (review) => review.author);
  const counts = await tx.q.listWaitingCounts({ project, at: deps.clock.wallNow() });
  const unread = new Map(counts.map(({ owner, count }) => [owner, count]));
  return agents.map((agent) =>
    toAgent(
      agent,
      {
        sessions: sessions.get(agent.name) ?? [],
        doing: doing.get(agent.name) ?? [],
        reviewing: reviewing.get(agent.name) ?? [],
        waitsFor: waiting.get(agent.name)?.length ?? 0,
        unread: unread.get(agent.name) ?? 0,
      },
      { tx, deps },
    ),
  );
}

/** When any of these sessions was last heard, also where that is not written down yet; null: never. */
export function lastSignOfLife(
  sessions: readonly SessionRecord[],
  { leases, now }: { leases: LeaseBook; now: LeaseTime },
): LeaseTime | null {
  const seen = sessions.map(({ id, lastSeen }) => (leases.isSeen(id) ? now : lastSeen)).filter((time) => time !== null);
  return seen.length === 0 ? null : Math.max(...seen);
}

function harnessOf(sessions: readonly SessionRecord[]): string | null {
  const named = sessions.filter(({ harness }) => harness !== '').toSorted((a, b) => b.startedAt - a.startedAt);
  return named[0]?.harness ?? null;
}

function toAgent(agent: AgentRecord, facts: AgentFacts, { tx, deps }: { tx: ReadTx; deps: DomainDeps }): Agent {
  const now = tx.lease.now;
  const held = facts.doing.map((task) => deps.leases.apply(task)).filter((task) => isHeld(task, tx.lease));
  const currentTasks = held.map((task) => taskId(task.number));
  const reviews = facts.reviewing
    .filter((review) => isReviewHeld(review, tx.lease))
    .map((review) => `the review of ${taskId(review.task)}`);
  const { name, project, status, statusReason } = agent;
  const lastSeen = lastSignOfLife(facts.sessions, { leases: deps.leases, now });
  return {
    name,
    project,
    kind: agent.kind,
    role: agent.role,
    capabilities: agent.capabilities,
    maxConcurrent: agent.maxConcurrent,
    status,
    statusReason,
    presence: {
      ...presenceOf({
        name,
        lastSeen,
        now,
        holds: [...currentTasks, ...reviews],
        waitsFor: facts.waitsFor,
        unread: facts.unread,
        status,
        statusReason,
      }),
      pulse: deps.pulses.look({ project, agent: name }, { lastSeen, now }),
    },
    harness: harnessOf(facts.sessions),
    currentTasks,
    createdBy: agent.createdBy,
    createdAt: isoTime(agent.createdAt),
    version: agent.version,
  };
}
