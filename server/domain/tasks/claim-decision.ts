import { BatonError } from '../../contract/errors.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import type { CallContext } from '../auth/principal.ts';
import { sessionNotFound } from '../auth/session-errors.ts';
import { blockedBecause } from '../blocking/block-rules.ts';
import type { TaskRecord } from '../records.ts';
import type { ClaimantRecord, WriteTx } from '../store.ts';
import { isClaimable, type Moment, missingCapabilities, reservedFor } from './claim-rules.ts';
import { isHeld, RECLAIM_DELAY_MS } from './lease-rules.ts';
import { notClaimable, taskHeld } from './task-errors.ts';
import { currentStatus } from './task-health.ts';
import { taskId } from './task-view.ts';

/** Who asks for a claim, with all that deciding it needs to know. */
export interface Claimant {
  readonly project: string;
  readonly agent: string;
  readonly session: string;
  readonly facts: ClaimantRecord;
}

/** Throws `forbidden` for a principal that is no agent, `not_found` for a session that is not its own. */
export async function loadClaimant(tx: WriteTx, ctx: CallContext): Promise<Claimant> {
  const { agent } = ctx.principal;
  const { project, session } = ctx;
  if (agent === null || session === null) throw onlyAgents(ctx);
  const { now, listeningSince } = tx.lease;
  const facts = await tx.q.claimant({ project, agent, session, endedBefore: now - RECLAIM_DELAY_MS, listeningSince });
  if (facts === undefined) throw sessionNotFound(session);
  return { project, agent, session, facts };
}

/** Throws when the agent may not claim anything now: its session over, itself or the project paused (SPEC PR3). */
export function refusePaused(claimant: Claimant): void {
  if (claimant.facts.sessionEndedAt !== null) throw sessionOver(claimant.session);
  const paused = pausedBecause(claimant);
  if (paused !== null) throw agentPaused(paused);
}

/** Throws when the agent holds as much as it may; names what it holds (SPEC CL7). */
export async function refuseOverLimit(tx: WriteTx, claimant: Claimant, at: Moment): Promise<void> {
  const { facts } = claimant;
  if (facts.held < facts.maxConcurrent) return;
  const doing = await tx.q.listTasksHeldBy({ project: claimant.project, agent: claimant.agent });
  const held = doing.filter((task) => isHeld(task, at.lease)).map((task) => taskId(task.number));
  throw new BatonError('wip_limit', {
    detail: `${claimant.agent} holds ${held.join(', ')} and may hold ${facts.maxConcurrent} at once.`,
    hint: 'Submit or release one first, or raise maxConcurrent with PATCH /v1/agents/{name}.',
    current: { held, maxConcurrent: facts.maxConcurrent },
  });
}

/** Why this claimant may not have this task now, or null when it may. */
export function refuseTask(task: TaskRecord, claimant: Claimant, at: Moment): BatonError | null {
  if (isHeld(task, at.lease)) return taskHeld(task, claimant.agent, at);
  const reserved = reservedFor(task, at);
  if (!isClaimable(task, at)) return notClaimable(task, whyNot(task, at), at);
  if (reserved !== null && reserved !== claimant.agent) return notClaimable(task, `it is reserved for ${reserved}`, at);
  const missing = missingCapabilities(task, claimant.facts.capabilities);
  return missing.length === 0 ? null : notClaimable(task, `${claimant.agent} lacks ${missing.join(', ')}`, at);
}

function whyNot(task: TaskRecord, at: Moment): string {
  if (task.status === 'doing') return `all ${task.maxAttempts} attempts are used up`;
  const status = currentStatus(task, at);
  if (status === 'blocked' && task.blocked !== null) return blockedBecause(task.blocked);
  if (status !== 'todo') return `it is ${status}`;
  if (task.openDeps > 0) return `${task.openDeps} of its dependencies (${task.dependsOn.map(taskId).join(', ')}) are not done`;
  if (task.notBefore !== null && task.notBefore > at.wallNow) return `it is scheduled for ${isoTime(task.notBefore)}`;
  return 'it is not ready';
}

/** Why nothing may be claimed, in words, or null. */
function pausedBecause({ agent, facts }: Claimant): string | null {
  if (facts.projectPausedAt !== null) {
    return `The project is paused by ${facts.projectPausedBy} since ${isoTime(facts.projectPausedAt)}: ${facts.projectPausedReason}`;
  }
  if (facts.agentStatus === 'paused') return `${agent} is paused: ${facts.agentReason}`;
  return facts.agentStatus === 'retired' ? `${agent} has retired.` : null;
}

function agentPaused(detail: string): BatonError {
  return new BatonError('agent_paused', { detail, hint: 'Finish what you hold; a lead resumes it with POST …/resume.' });
}

function onlyAgents(ctx: CallContext): BatonError {
  return new BatonError('forbidden', {
    detail: `${ctx.principal.name} is no agent, and only agents hold leases.`,
    hint: 'Register an agent with POST /v1/agents and use the token that comes back.',
  });
}

function sessionOver(session: string): BatonError {
  return new BatonError('not_claimable', {
    detail: `The session ${session} has ended.`,
    hint: 'Start a new one with POST /v1/sessions.',
  });
}
