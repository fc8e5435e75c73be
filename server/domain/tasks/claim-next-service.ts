import type { ClaimNext, ClaimNextResult, ClaimResult } from '../../contract/tasks.ts';
import type { CallContext } from '../auth/principal.ts';
import { endDueBlocks } from '../blocking/end-block.ts';
import type { DomainDeps } from '../deps.ts';
import type { TaskRecord } from '../records.ts';
import { PathHolds } from '../reservations/path-holds.ts';
import type { NextTimesRecord, ReadTx, WriteTx } from '../store.ts';
import { type Claimant, loadClaimant, refuseOverLimit, refusePaused, refuseTask } from './claim-decision.ts';
import { type Moment, meetsNeeds, touchesPaths } from './claim-rules.ts';
import { claimResult, grant } from './claim-service.ts';
import { RECLAIM_DELAY_MS } from './lease-rules.ts';
import { bestOfPathQueues, isBefore, isFree, type PathSearch } from './path-queues.ts';
import { isReady } from './store-task.ts';
import { taskId } from './task-view.ts';

/** How many expired leases are looked at in one step while the best that fits is sought. */
const EXPIRED_PAGE = 64;
/** The longest sleep of a waiting call before it looks again by itself. */
const WAIT_LOOK_MS = 5_000;
/** The shortest: a task that comes free may still not be for this agent. */
const WAIT_FLOOR_MS = 250;

export interface ClaimNextService {
  /**
   * Picks and claims in one step, by priority, then age; up to `count`, as far as the agent may hold more.
   * With none: an empty list and why. A call that waits ends early when `gone` fires. Throws `wip_limit`, `agent_paused`, `not_found`.
   */
  claimNext(ctx: CallContext, input: ClaimNext, gone: () => AbortSignal): Promise<ClaimNextResult>;
}

export function createClaimNextService(deps: DomainDeps): ClaimNextService {
  const { clock, commands, feed } = deps;

  function attempt(ctx: CallContext, input: ClaimNext): Promise<ClaimNextResult> {
    const work = (tx: WriteTx) => claimSome(tx, { deps, ctx, input });
    return commands.run({ ctx, operation: 'tasks.claimNext', input, work });
  }

  async function once(ctx: CallContext, input: ClaimNext): Promise<ClaimNextResult> {
    // An empty answer must not be kept under the caller's key while the call goes on waiting.
    if (ctx.idempotencyKey === null) return attempt(ctx, input);
    try {
      return await attemptUnlessEmpty(ctx, input);
    } catch (error) {
      if (error instanceof NothingYet) return error.result;
      throw error;
    }
  }

  function attemptUnlessEmpty(ctx: CallContext, input: ClaimNext): Promise<ClaimNextResult> {
    const work = async (tx: WriteTx) => {
      const result = await claimSome(tx, { deps, ctx, input });
      if (result.claims.length === 0) throw new NothingYet(result);
      return result;
    };
    return commands.run({ ctx, operation: 'tasks.claimNext', input, work });
  }

  return {
    async claimNext(ctx, input, gone) {
      if (input.waitSeconds === 0) return attempt(ctx, input);
      const signal = gone();
      const deadline = clock.monotonicNow() + input.waitSeconds * 1_000;
      for (;;) {
        const head = await feed.head(ctx.project);
        const result = await once(ctx, input);
        const left = deadline - clock.monotonicNow();
        if (result.claims.length > 0 || left <= 0 || signal.aborted) return result;
        const sleep = Math.min(left, Math.max(WAIT_FLOOR_MS, result.none?.nextClaimableInMs ?? WAIT_LOOK_MS), WAIT_LOOK_MS);
        await feed.grown(ctx.project, head, AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, Math.ceil(sleep)))]));
        // A claim for a caller that has gone would lie there until its lease is over.
        if (signal.aborted) return result;
      }
    },
  };
}

/** Undoes an empty attempt, so that its answer is not the one that is kept. */
class NothingYet extends Error {
  readonly result: ClaimNextResult;
  constructor(result: ClaimNextResult) {
    super('nothing to claim yet');
    this.result = result;
  }
}

interface Call {
  readonly deps: DomainDeps;
  readonly ctx: CallContext;
  readonly input: ClaimNext;
}

async function claimSome(tx: WriteTx, { deps, ctx, input }: Call): Promise<ClaimNextResult> {
  const at: Moment = { lease: tx.lease, wallNow: deps.clock.wallNow() };
  // Asked together where nothing hangs on the order, here and below: a store that is far away is asked once.
  const [claimant, times, known] = await Promise.all([
    loadClaimant(tx, ctx),
    lookAtTimes(tx, ctx.project),
    tx.q.listNeeds({ project: ctx.project }),
  ]);
  refusePaused(claimant);
  await refuseOverLimit(tx, claimant, at);
  const needs = needsMet(known, claimant);
  await promote(tx, ctx.project, { times, at });
  const lapsed = times.leaseEndsAt !== null && times.leaseEndsAt <= at.lease.now - RECLAIM_DELAY_MS;
  const wanted = Math.min(input.count, claimant.facts.maxConcurrent - claimant.facts.held);
  const claims: ClaimResult[] = [];
  const holds = PathHolds.locked(tx, { project: ctx.project, leases: deps.leases });
  const search: Search = { deps, claimant, needs, labels: input.labels, at, lapsed, holds, passedOver: new Set() };
  while (claims.length < wanted) {
    const task = await pickTask(tx, search);
    if (task === undefined) break;
    claims.push(await claimResult(tx, await grant(tx, task, { claimant, at, paths: holds }), { at, alreadyHeld: false }));
  }
  return { claims, none: claims.length > 0 ? null : whyNone(await lookAtTimes(tx, ctx.project), search) };
}

/** One look instead of four where nothing is due. */
async function lookAtTimes(tx: WriteTx, project: string): Promise<NextTimesRecord> {
  return (await tx.q.nextTimes({ project })) ?? { scheduledAt: null, blockedUntil: null, heldUntil: null, leaseEndsAt: null };
}

/** Lets into the ready index what time alone has made claimable since the last look. */
async function promote(tx: WriteTx, project: string, { times, at }: { times: NextTimesRecord; at: Moment }): Promise<void> {
  const { scheduledAt, blockedUntil, heldUntil } = times;
  const { wallNow, lease } = at;
  if (blockedUntil !== null && blockedUntil <= wallNow) await endDueBlocks(tx, project, at);
  const scheduled = scheduledAt !== null && scheduledAt <= wallNow ? await tx.q.promoteScheduled({ project, wallNow }) : [];
  const held = heldUntil !== null && heldUntil <= lease.now ? await tx.q.promoteHeld({ project, now: lease.now }) : [];
  for (const { number } of [...scheduled, ...held]) {
    const task = await tx.q.findTask({ project, number });
    if (task === undefined || task.labels.length === 0) continue;
    const { needs, queueFor, priority } = task;
    await tx.q.updateLabels({ project, task: number, needs, queueFor, priority, ready: isReady(task) });
  }
}

/** What the best task for a claimant is sought by. */
export interface Search extends PathSearch {
  readonly deps: DomainDeps;
  /** Each set of capabilities asked for by some task that the claimant meets. */
  readonly needs: readonly string[];
  /** Whether any lease has been over for long enough that its task may be taken. */
  readonly lapsed: boolean;
}

/** The best task that the claimant may have, among those that the queues hold and those whose lease is over. */
export async function pickTask(tx: ReadTx, search: Search): Promise<TaskRecord | undefined> {
  const best = search.lapsed ? await bestExpired(tx, search) : undefined;
  const { project, agent } = search.claimant;
  const [withPaths, without] = [search.needs.filter(touchesPaths), search.needs.filter((needs) => !touchesPaths(needs))];
  const queues = without.flatMap((needs) => ['', agent].map((queueFor) => ({ project, needs, queueFor })));
  const heads = await Promise.all(queues.flatMap((queue) => headsOf(tx, search.labels, queue)));
  const head = heads.reduce(better, best);
  return withPaths.length === 0 ? head : bestOfPathQueues(tx, search, { needs: withPaths, best: head });
}

/** Those of the sets of capabilities that tasks ask for which the claimant meets. */
export function needsMet(known: ReadonlyArray<{ needs: string }>, { facts }: Claimant): string[] {
  const met = known.map(({ needs }) => needs).filter((needs) => needs !== '' && meetsNeeds(needs, facts.capabilities));
  return ['', ...met];
}

function headsOf(
  tx: ReadTx,
  labels: readonly string[],
  queue: { project: string; needs: string; queueFor: string },
): Array<Promise<TaskRecord | undefined>> {
  if (labels.length === 0) return [tx.q.headOfQueue(queue)];
  return [...new Set(labels)].map((label) => tx.q.headOfLabelQueue({ ...queue, label }));
}

/** The first by priority, then age, among tasks whose holder's lease is over and that this agent may have. */
async function bestExpired(tx: ReadTx, search: Search): Promise<TaskRecord | undefined> {
  const { deps, claimant, labels, at } = search;
  const endedBefore = at.lease.now - RECLAIM_DELAY_MS;
  let place = { afterPriority: -1, afterNumber: -1 };
  for (;;) {
    const page = await tx.q.listExpired({ project: claimant.project, endedBefore, ...place, limit: EXPIRED_PAGE });
    const fitting = page
      .map((task) => deps.leases.apply(task))
      .filter((task) => refuseTask(task, claimant, at) === null && hasAnyLabel(task, labels));
    for (const task of fitting) if (await isFree(task, search)) return task;
    const last = page.at(-1);
    if (page.length < EXPIRED_PAGE || last === undefined) return undefined;
    place = { afterPriority: last.priority, afterNumber: last.number };
  }
}

export function hasAnyLabel(task: TaskRecord, labels: readonly string[]): boolean {
  return labels.length === 0 || labels.some((label) => task.labels.includes(label));
}

export function better(left: TaskRecord | undefined, right: TaskRecord | undefined): TaskRecord | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return isBefore(right, left) ? right : left;
}

function whyNone(times: NextTimesRecord, { at, passedOver }: Search): ClaimNextResult['none'] {
  const waits = [
    times.scheduledAt === null ? null : times.scheduledAt - at.wallNow,
    times.blockedUntil === null ? null : times.blockedUntil - at.wallNow,
    times.heldUntil === null ? null : times.heldUntil - at.lease.now,
    times.leaseEndsAt === null ? null : times.leaseEndsAt + RECLAIM_DELAY_MS - at.lease.now,
  ].filter((wait) => wait !== null);
  const soonest = waits.length === 0 ? null : Math.max(0, Math.ceil(Math.min(...waits)));
  const [first, ...others] = passedOver;
  if (first !== undefined) {
    const which = others.length === 0 ? `${taskId(first)} touches` : `${taskId(first)} and ${others.length} more touch`;
    return { because: `No task is free for this agent now: ${which} paths that other claims hold.`, nextClaimableInMs: soonest };
  }
  return {
    because:
      soonest === null
        ? 'No task of this project is ready for this agent: none is in todo with its dependencies done, its capabilities met and the labels asked for.'
        : 'No task is ready for this agent now; others are scheduled, blocked, kept for somebody, or held.',
    nextClaimableInMs: soonest,
  };
}
