import type { TaskRecord } from '../records.ts';
import { type Moment, missingCapabilities, reservedFor } from '../tasks/claim-rules.ts';
import type { TeamMember } from './team.ts';

/** Why somebody who is meant to act cannot now. */
export type Absence = 'retired' | 'only_reads' | 'paused' | 'offline' | 'at_limit' | 'incapable';

/** Why this member cannot claim the task now, as far as the member goes; null: it can. */
export function claimAbsence(member: TeamMember, task: Pick<TaskRecord, 'requires'>): Absence | null {
  if (missingCapabilities(task, member.agent.capabilities).length > 0) return 'incapable';
  return reviewAbsence(member) ?? (member.holds.length >= member.agent.maxConcurrent ? 'at_limit' : null);
}

/** Why this member cannot review anything now; null: it can. How much it holds is no matter. */
export function reviewAbsence({ agent, connection }: TeamMember): Absence | null {
  if (agent.status === 'retired') return 'retired';
  if (agent.role === 'viewer') return 'only_reads';
  if (agent.status === 'paused') return 'paused';
  return connection === 'offline' ? 'offline' : null;
}

/** The members who could ever claim the task: for whom it is kept, or all agents with the capabilities that it asks for. */
export function claimersOf(task: TaskRecord, team: readonly TeamMember[], at: Moment): TeamMember[] {
  const reserved = reservedFor(task, at);
  if (reserved !== null) return team.filter(({ agent }) => agent.name === reserved);
  // People hold work only where it was given to them by name.
  const agents = team.filter(({ agent }) => agent.kind === 'agent' && agent.status !== 'retired' && agent.role !== 'viewer');
  return agents.filter(({ agent }) => missingCapabilities(task, agent.capabilities).length === 0);
}
