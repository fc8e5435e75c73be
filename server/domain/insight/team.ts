import { lastSignOfLife } from '../agents/agent-view.ts';
import { connectionOf } from '../agents/presence-rules.ts';
import type { DomainDeps } from '../deps.ts';
import type { AgentRecord, SessionRecord } from '../records.ts';
import type { ReadTx } from '../store.ts';
import type { TaskVitals } from '../tasks/claim-rules.ts';
import { isHeld } from '../tasks/lease-rules.ts';

const AGENTS_AT_ONCE = 500;

/** An agent as it stands at one moment. */
export interface TeamMember {
  readonly agent: AgentRecord;
  readonly connection: 'online' | 'late' | 'offline';
  /** null: it has given no sign of life yet. */
  readonly lastSeenMs: number | null;
  /** Numbers of the tasks that it holds. */
  readonly holds: readonly number[];
}

/** Everybody of a project, and every lease in it. */
export interface Team {
  readonly members: readonly TeamMember[];
  /** All tasks whose row says `doing`, with the leases that they really have; whether they are held is for the rules to say. */
  readonly doing: readonly TaskVitals[];
}

export async function loadTeam(tx: ReadTx, project: string, { leases }: Pick<DomainDeps, 'leases'>): Promise<Team> {
  const now = tx.lease.now;
  const sessions = Map.groupBy(await tx.q.listProjectSessions({ project }), (session) => session.agent);
  const doing = (await tx.q.listLeases({ project })).map((task) => leases.apply(task));
  const held = Map.groupBy(
    doing.filter((task) => isHeld(task, tx.lease)),
    (task) => task.holderAgent ?? '',
  );
  const members: TeamMember[] = [];
  for await (const agent of allAgents(tx, project)) {
    const seen = lastSignOfLife(sessions.get(agent.name) ?? NONE, { leases, now });
    const lastSeenMs = seen === null ? null : Math.max(0, Math.round(now - seen));
    const holds = (held.get(agent.name) ?? []).map((task) => task.number);
    members.push({ agent, connection: connectionOf(lastSeenMs), lastSeenMs, holds });
  }
  return { members, doing };
}

const NONE: readonly SessionRecord[] = [];

async function* allAgents(tx: ReadTx, project: string): AsyncGenerator<AgentRecord> {
  for (let after = ''; ; ) {
    const page = await tx.q.listAgents({ project, after, limit: AGENTS_AT_ONCE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < AGENTS_AT_ONCE) return;
    after = last.name;
  }
}
