import { BatonError } from '../../contract/errors.ts';
import type { Heartbeat, HeartbeatResult, LeaseReport, LostReason, Session, SessionStart } from '../../contract/sessions.ts';
import { HEARTBEAT_INTERVAL_MS } from '../agents/presence-rules.ts';
import type { CallContext } from '../auth/principal.ts';
import { sessionNotFound } from '../auth/session-errors.ts';
import type { DomainDeps } from '../deps.ts';
import { formatCursor } from '../events/cursor-rules.ts';
import type { SessionRecord } from '../records.ts';
import type { BeatRecord, LeaseRecord, ReadTx, Renewal, WriteTx } from '../store.ts';
import { leaseRemainingMs, renewedLeaseEnd } from '../tasks/lease-rules.ts';
import { taskId, taskNumber } from '../tasks/task-view.ts';
import { backToQueue, endAttempt, saveTask } from '../tasks/task-writes.ts';
import { LEASE_BOOK_MARGIN_MS } from './lease-book.ts';
import { lookAtReviews, releaseReviews, renewReviews } from './review-leases.ts';

export interface SessionService {
  /** Begins one incarnation of the agent's process. */
  start(ctx: CallContext, input: SessionStart): Promise<Session>;
  /** Renews all that the session holds, in one call; says per lease what is left or why it was lost (SPEC LE1). */
  heartbeat(ctx: CallContext, input: Heartbeat): Promise<HeartbeatResult>;
  /** Ends the session and gives back what it holds (SPEC PR2). */
  end(ctx: CallContext, input: { id: string }): Promise<{ id: string; released: string[]; releasedReviews: string[] }>;
}

export function createSessionService(deps: DomainDeps): SessionService {
  const { storage, commands, clock, ids } = deps;
  return {
    start(ctx, input) {
      const work = async (tx: WriteTx): Promise<Session> => {
        const agent = agentOf(ctx);
        const session = newSession(ctx, input, {
          id: ids.next('ses'),
          agent,
          startedAt: clock.wallNow(),
          lastSeen: tx.lease.now,
        });
        await tx.q.insertSession(session);
        const { harness, host, pid, sdkVersion } = input;
        const data = { session: session.id, harness, host, pid, sdkVersion };
        const { project } = ctx;
        await tx.append({ project, type: 'session.started', at: session.startedAt, actor: agent, task: null, agent, data });
        return { id: session.id, agent, project, heartbeatIntervalMs: HEARTBEAT_INTERVAL_MS };
      };
      return commands.run({ ctx, operation: 'sessions.start', input, work });
    },
    async heartbeat(ctx, input) {
      const session = sessionOf(ctx, input.id);
      const { facts, looks, found, now } = await storage.read(async (tx) => ({
        facts: await checkedFacts(tx, ctx, session),
        looks: await lookAtLeases(tx, { deps, ctx, session, leases: input.leases }),
        found: await lookAtReviews(tx, { project: ctx.project, session, agent: ctx.principal.agent }, input.reviews),
        now: tx.lease.now,
      }));
      await renew(deps, looks, now);
      const reviews = found.length === 0 ? [] : await storage.write((tx) => renewReviews(tx, found), 'renewal');
      deps.leases.touch({ id: session, project: facts.project, agent: facts.agent });
      await noteDelivered(deps, facts, input.inboxSeen);
      const leases = looks.map((look) => look.report);
      const cancelled = leases.filter((lease) => lease.state === 'lost' && lease.reason === 'cancelled');
      return {
        leases,
        reviews: reviews.map((look) => look.report),
        cancelRequested: cancelled.map((lease) => lease.taskId),
        drain: facts.agentDrain || facts.projectDrain,
        inboxHead: facts.inboxHead,
        eventHead: formatCursor(storage.incarnation, facts.eventSeq),
        nextHeartbeatMs: nextHeartbeatMs([...looks, ...reviews]),
      };
    },
    end(ctx, input) {
      const session = sessionOf(ctx, input.id);
      const work = (tx: WriteTx) => endSession(tx, { deps, ctx, session });
      return commands.run({ ctx, operation: 'sessions.end', input, work });
    },
  };
}

function agentOf(ctx: CallContext): string {
  const { agent, name } = ctx.principal;
  if (agent !== null) return agent;
  throw new BatonError('forbidden', {
    detail: `${name} is no agent and has no sessions.`,
    hint: 'Register an agent with POST /v1/agents and use its token.',
  });
}

function sessionOf(ctx: CallContext, id: string): string {
  agentOf(ctx);
  if (id !== 'current') return id;
  if (ctx.session === null) throw sessionNotFound(id);
  return ctx.session;
}

function newSession(
  ctx: CallContext,
  input: SessionStart,
  made: { id: string; agent: string; startedAt: number; lastSeen: number },
): SessionRecord {
  const { project, principal } = ctx;
  const { harness, host, pid, sdkVersion } = input;
  return {
    ...made,
    project,
    tokenId: principal.tokenId,
    standing: false,
    harness,
    host,
    pid,
    sdkVersion,
    lost: false,
    endedAt: null,
  };
}

async function checkedFacts(tx: ReadTx, ctx: CallContext, session: string): Promise<BeatRecord> {
  const facts = await tx.q.beatFacts({ session });
  if (facts === undefined || facts.agent !== ctx.principal.agent || facts.project !== ctx.project) throw sessionNotFound(session);
  return facts;
}

/** One lease of a heartbeat: what to answer, and what to write for it. */
interface Look {
  readonly report: LeaseReport;
  readonly leaseTtlMs: number | null;
  readonly renewal: Renewal | null;
  /** The end that the store knows; a renewal close to it is written at once. */
  readonly storedEnd: number;
}

async function lookAtLeases(
  tx: ReadTx,
  call: { deps: DomainDeps; ctx: CallContext; session: string; leases: Heartbeat['leases'] },
): Promise<Look[]> {
  const looks: Look[] = [];
  for (const { taskId: id, epoch } of call.leases) {
    const key = { project: call.ctx.project, number: taskNumber(id) };
    const stored = await tx.q.findLease(key);
    const valid = stored?.status === 'doing' && stored.epoch === epoch && stored.holderSession === call.session;
    const leaseEndsAt = valid ? renewedLeaseEnd(call.deps.leases.apply(stored), tx.lease.now) : 0;
    if (!valid || leaseEndsAt <= tx.lease.now) {
      looks.push(await lostLook(tx, { id, epoch, stored, overLong: valid }));
      continue;
    }
    const renewed = { ...stored, leaseEndsAt };
    looks.push({
      report: { taskId: id, state: 'ok', leaseRemainingMs: leaseRemainingMs(renewed, tx.lease) },
      leaseTtlMs: stored.leaseTtlMs,
      renewal: { ...key, epoch, leaseEndsAt },
      storedEnd: stored.leaseEndsAt ?? 0,
    });
  }
  return looks;
}

async function lostLook(
  tx: ReadTx,
  lost: { id: string; epoch: number; stored: LeaseRecord | undefined; overLong: boolean },
): Promise<Look> {
  const { id, epoch, stored } = lost;
  const attempt =
    stored === undefined ? undefined : await tx.q.findAttempt({ project: stored.project, number: stored.number, epoch });
  const reason: LostReason = lost.overLong ? 'expired' : (attempt?.outcome ?? 'not_yours');
  return {
    report: { taskId: id, state: 'lost', reason, currentEpoch: stored?.epoch ?? 0 },
    leaseTtlMs: null,
    renewal: null,
    storedEnd: 0,
  };
}

/**
 * Gathers renewals in memory (SPEC DU2), except where the stored lease is near its end or over: those are written before
 * the reply, and where another took the task first the answer becomes `lost`. On a shared store all are written: what lies in the
 * memory of this program would go with it, while the others go on listening and take the task for free.
 */
async function renew(deps: DomainDeps, looks: Look[], now: number): Promise<void> {
  const urgent: Array<{ index: number; renewal: Renewal }> = [];
  for (const [index, { renewal, storedEnd }] of looks.entries()) {
    if (renewal === null) continue;
    if (!deps.storage.isShared && storedEnd > now + LEASE_BOOK_MARGIN_MS) deps.leases.renew(renewal);
    else urgent.push({ index, renewal });
  }
  if (urgent.length === 0) return;
  const renewed = await deps.storage.write((tx) => Promise.all(urgent.map(({ renewal }) => tx.q.renewLease(renewal))), 'renewal');
  for (const [nth, { index, renewal }] of urgent.entries()) {
    if (renewed[nth]?.changes === 1) continue;
    const { project, number, epoch } = renewal;
    looks[index] = await deps.storage.read(async (tx) =>
      lostLook(tx, { id: taskId(number), epoch, stored: await tx.q.findLease({ project, number }), overLong: false }),
    );
  }
}

/** Rare: a client says it when it has received more than before. */
async function noteDelivered({ storage, clock }: DomainDeps, { project, agent }: BeatRecord, upTo = 0): Promise<void> {
  if (upTo === 0) return;
  const at = clock.wallNow();
  await storage.write((tx) => tx.q.markDelivered({ project, owner: agent, upTo, at }));
}

/** A third of the shortest lease, so that two beats may be lost. */
function nextHeartbeatMs(looks: ReadonlyArray<Pick<Look, 'leaseTtlMs'>>): number {
  const shortest = looks.reduce((least, look) => Math.min(least, look.leaseTtlMs ?? least), HEARTBEAT_INTERVAL_MS * 3);
  return Math.round(shortest / 3);
}

async function endSession(tx: WriteTx, call: { deps: DomainDeps; ctx: CallContext; session: string }) {
  const { deps, ctx, session } = call;
  await checkedFacts(tx, ctx, session);
  // An agent that is found claims nothing until this is over, or a claim of this session could slip in behind the list below.
  await tx.q.findAgent({ project: ctx.project, name: agentOf(ctx) });
  const at = deps.clock.wallNow();
  const { changes } = await tx.q.endSession({ id: session, endedAt: at });
  if (changes === 0) return { id: session, released: [], releasedReviews: [] };
  const agent = agentOf(ctx);
  const doing = await tx.q.listTasksHeldBy({ project: ctx.project, agent });
  const held = doing.filter((task) => task.holderSession === session);
  for (const task of held) {
    const reason = `${agent} ended its session.`;
    await endAttempt(tx, task, { at, outcome: 'session_ended', reason });
    const freed = backToQueue({ ...task, epoch: task.epoch + 1 }, reason);
    const type = freed.status === 'failed' ? 'task.failed' : 'task.released';
    await saveTask(tx, { before: task, after: freed }, { type, actor: agent, agent, at, extra: { epoch: task.epoch, reason } });
  }
  const released = held.map((task) => taskId(task.number));
  const releasedReviews = await releaseReviews(tx, { ctx, session, wallNow: at });
  const data = { session, released, releasedReviews };
  await tx.append({ project: ctx.project, type: 'session.ended', at, actor: agent, task: null, agent, data });
  return { id: session, released, releasedReviews };
}
