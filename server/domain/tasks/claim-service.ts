import { BatonError } from '../../contract/errors.ts';
import type { ClaimResult } from '../../contract/tasks.ts';
import type { CallContext } from '../auth/principal.ts';
import { endDueBlock } from '../blocking/end-block.ts';
import type { DomainDeps } from '../deps.ts';
import type { TaskRecord } from '../records.ts';
import { type Obstacle, PathHolds, type WantedPaths } from '../reservations/path-holds.ts';
import { pathsTaken } from '../reservations/reservation-errors.ts';
import { declareHold, endReservations } from '../reservations/reservation-writes.ts';
import { Overtaken, type ReadTx, type WriteTx } from '../store.ts';
import { type Claimant, loadClaimant, refuseOverLimit, refusePaused, refuseTask } from './claim-decision.ts';
import type { Moment } from './claim-rules.ts';
import { loadHandover } from './handover.ts';
import { isHeld, leaseRemainingMs, renewedLeaseEnd } from './lease-rules.ts';
import { SYSTEM_ACTOR, syncLabels } from './store-task.ts';
import { notClaimable, taskHeld, taskNotFound, versionConflict, wrongStatus } from './task-errors.ts';
import { taskId, taskNumber, toTask } from './task-view.ts';
import { backToQueue, endAttempt, saveTask } from './task-writes.ts';

export interface ClaimService {
  /**
   * Takes one task for the calling session. The holder's own repeat answers with the same epoch.
   * Throws `task_held`, `not_claimable`, `wip_limit`, `agent_paused`, `not_found`.
   */
  claim(ctx: CallContext, input: { id: string }): Promise<ClaimResult>;
  /** Moves a claim to a new session of the same agent, with a new epoch. Throws `task_held` when another agent holds it. */
  takeover(ctx: CallContext, input: { id: string }): Promise<ClaimResult>;
}

export function createClaimService(deps: DomainDeps): ClaimService {
  const { commands, clock, leases } = deps;
  return {
    claim(ctx, input) {
      const work = async (tx: WriteTx) => {
        const at: Moment = { lease: tx.lease, wallNow: clock.wallNow() };
        const claimant = await loadClaimant(tx, ctx);
        const task = leases.apply(await getTask(tx, ctx.project, taskNumber(input.id)));
        if (isHeldBySession(task, claimant, at)) return claimResult(tx, task, { at, alreadyHeld: true });
        refusePaused(claimant);
        const refusal = refuseTask(task, claimant, at);
        if (refusal !== null) throw refusal;
        await refuseOverLimit(tx, claimant, at);
        const paths = PathHolds.locked(tx, { project: ctx.project, leases });
        return claimResult(tx, await grant(tx, task, { claimant, at, paths }), { at, alreadyHeld: false });
      };
      return commands.run({ ctx, operation: 'tasks.claim', input, work });
    },
    takeover(ctx, input) {
      const work = async (tx: WriteTx) => {
        const at: Moment = { lease: tx.lease, wallNow: clock.wallNow() };
        const claimant = await loadClaimant(tx, ctx);
        const task = leases.apply(await getTask(tx, ctx.project, taskNumber(input.id)));
        if (isHeldBySession(task, claimant, at)) return claimResult(tx, task, { at, alreadyHeld: true });
        refuseTakeover(task, claimant, at);
        await endAttempt(tx, task, {
          at: at.wallNow,
          outcome: 'taken_over',
          reason: 'Taken over by a new session of the same agent.',
        });
        const paths = PathHolds.locked(tx, { project: ctx.project, leases });
        return claimResult(tx, await grant(tx, task, { claimant, at, paths }), { at, alreadyHeld: false });
      };
      return commands.run({ ctx, operation: 'tasks.takeover', input, work });
    },
  };
}

export async function getTask(tx: Pick<ReadTx, 'q'>, project: string, number: number): Promise<TaskRecord> {
  const task = await tx.q.findTask({ project, number });
  if (task === undefined) throw taskNotFound(number);
  return task;
}

interface GrantTo {
  readonly claimant: Claimant;
  readonly at: Moment;
  readonly paths: PathHolds;
}

/**
 * Grants a claimable task, and with it the paths that it declares. One conditional UPDATE decides (SPEC CL1): of all who saw this epoch,
 * one changes the row. Throws `not_claimable` when another claim holds one of the paths.
 */
export async function grant(tx: WriteTx, found: TaskRecord, { claimant, at, paths }: GrantTo): Promise<TaskRecord> {
  const obstacle = await makeWay(tx, { task: found.number, mode: 'exclusive', paths: found.paths }, { holds: paths, at });
  if (obstacle !== null) throw pathsTaken(found, obstacle, at);
  const task = await settled(tx, found, at);
  const now = at.lease.now;
  const leaseEndsAt = renewedLeaseEnd({ ...task, claimedAt: now, leaseEndsAt: null }, now);
  const { agent, session } = claimant;
  const granted = grantedRecord(task, { agent, session, now, leaseEndsAt, wallNow: at.wallNow });
  // Asked together; where the first changes nothing, nothing of the others is kept.
  const [{ changes }] = await Promise.all([
    tx.q.grantTask({
      project: task.project,
      number: task.number,
      expectedEpoch: task.epoch,
      expectedVersion: task.version,
      agent,
      session,
      now,
      leaseEndsAt,
      wallNow: at.wallNow,
    }),
    insertAttempt(tx, granted),
    syncLabels(tx, task, granted),
  ]);
  if (changes !== 1) throw new Overtaken(versionConflict(task, at));
  await appendGrant(tx, task, granted);
  const act = { actor: agent, agent, at: at.wallNow };
  if (task.status === 'doing') {
    const { project, number } = task;
    await endReservations(tx, await tx.q.listTaskReservations({ project, number }), act);
  }
  await declareHold(tx, granted, act);
  paths.forget();
  return granted;
}

/** The task with what time alone has changed in it written down. */
function settled(tx: WriteTx, found: TaskRecord, at: Moment): Promise<TaskRecord> | TaskRecord {
  if (found.status === 'blocked') return endDueBlock(tx, found, at);
  return found.status === 'doing' && !isHeld(found, at.lease) ? expire(tx, found, at) : found;
}

interface Grant {
  readonly agent: string;
  readonly session: string;
  readonly now: number;
  readonly leaseEndsAt: number;
  readonly wallNow: number;
}

type GrantedTask = TaskRecord & { readonly holderAgent: string; readonly holderSession: string };

/** The row as grantTask leaves it. */
function grantedRecord(task: TaskRecord, { agent, session, now, leaseEndsAt, wallNow }: Grant): GrantedTask {
  return {
    ...task,
    status: 'doing',
    statusReason: null,
    statusSince: wallNow,
    holderAgent: agent,
    holderSession: session,
    claimedAt: now,
    leaseEndsAt,
    progressAt: now,
    epoch: task.epoch + 1,
    version: task.version + 1,
    attempts: task.attempts + 1,
    heldFor: null,
    heldUntil: null,
    queueFor: task.assignee ?? '',
    updatedAt: wallNow,
  };
}

async function insertAttempt(tx: WriteTx, granted: GrantedTask): Promise<void> {
  const { project, number, epoch, holderAgent: agent, holderSession: session } = granted;
  await tx.q.insertAttempt({
    project,
    task: number,
    epoch,
    generation: granted.generation,
    agent,
    session,
    startedAt: granted.statusSince,
    endedAt: null,
    outcome: null,
    reason: null,
  });
}

async function appendGrant(tx: WriteTx, before: TaskRecord, granted: GrantedTask): Promise<void> {
  const { project, number, epoch, holderAgent: agent, holderSession: session, version, attempts } = granted;
  const set = { status: 'doing', epoch, version, attempts, holder: { agent, session } };
  const data = { epoch, previousEpoch: before.epoch, set };
  await tx.append({ project, type: 'task.claimed', at: granted.statusSince, actor: agent, task: number, agent, data });
}

/**
 * Sees to it that a claim may hold these paths. Where a hold of another claim is in the way it gives that back. Claims that are over and could
 * be revived by a late heartbeat are written down as expired first: two would else come to hold the same (SPEC LE3, RS1).
 */
export async function makeWay(
  tx: WriteTx,
  wanted: WantedPaths,
  { holds, at }: { holds: PathHolds; at: Moment },
): Promise<Obstacle | null> {
  if (wanted.paths.length === 0) return null;
  const held = await holds.look();
  const obstacle = held.inTheWay(wanted);
  if (obstacle !== null) return obstacle;
  for (const number of held.lapsed(wanted)) {
    const { project, leases } = holds;
    const task = leases.apply(await getTask(tx, project, number));
    if (task.status !== 'doing') continue;
    // It was renewed between the look and this, so the look has to be taken again.
    if (isHeld(task, at.lease)) throw new Overtaken(versionConflict(task, at));
    await expire(tx, task, at);
  }
  return null;
}

/** Writes down that a lease is over, at the moment when that matters: somebody takes the task (SPEC LAW1). */
export async function expire(tx: WriteTx, task: TaskRecord, at: Moment): Promise<TaskRecord> {
  const overSeconds = Math.round((at.lease.now - (task.leaseEndsAt ?? at.lease.now)) / 1_000);
  const reason = `${task.holderAgent}'s lease ended ${overSeconds} s before.`;
  await endAttempt(tx, task, { at: at.wallNow, outcome: 'expired', reason });
  const freed = backToQueue({ ...task, epoch: task.epoch + 1 }, reason);
  return saveTask(
    tx,
    { before: task, after: freed },
    {
      type: freed.status === 'failed' ? 'task.failed' : 'task.expired',
      actor: SYSTEM_ACTOR,
      agent: task.holderAgent,
      at: at.wallNow,
      extra: { epoch: task.epoch, reason },
    },
  );
}

function isHeldBySession(task: TaskRecord, claimant: Claimant, at: Moment): boolean {
  return task.holderSession === claimant.session && isHeld(task, at.lease);
}

function refuseTakeover(task: TaskRecord, claimant: Claimant, at: Moment): void {
  if (task.status !== 'doing' || task.holderAgent === null) throw wrongStatus(task, 'taken over', at);
  if (task.holderAgent !== claimant.agent) {
    if (isHeld(task, at.lease)) throw taskHeld(task, claimant.agent, at);
    throw notClaimable(task, 'its lease is over and it was not yours; claim it instead', at);
  }
  if (claimant.facts.sessionEndedAt !== null) {
    throw new BatonError('not_claimable', {
      detail: 'The session of this call has ended.',
      hint: 'Start a new one with POST /v1/sessions.',
    });
  }
  if (task.attempts >= task.maxAttempts) throw notClaimable(task, `all ${task.maxAttempts} attempts are used up`, at);
}

export async function claimResult(
  tx: WriteTx,
  task: TaskRecord,
  more: { at: Moment; alreadyHeld: boolean },
): Promise<ClaimResult> {
  return {
    task: toTask(task, more.at),
    epoch: task.epoch,
    fence: `${taskId(task.number)}:${task.epoch}`,
    leaseRemainingMs: leaseRemainingMs(task, more.at.lease),
    alreadyHeld: more.alreadyHeld,
    handover: await loadHandover(tx, task),
  };
}
