import type { DomainDeps } from '../deps.ts';
import type { ReadTx } from '../store.ts';
import type { Moment, TaskVitals } from '../tasks/claim-rules.ts';
import { effectiveLeaseEnd, RECLAIM_DELAY_MS } from '../tasks/lease-rules.ts';
import { SYSTEM_ACTOR } from '../tasks/store-task.ts';
import { reviewStir, type Stir, taskStirs } from './stirs.ts';
import type { WaitPlace } from './wait-place.ts';

/** How many tasks one look takes on that became claimable by time at once. */
const COME_DUE_MAX = 100;
const EVER_AFTER = Number.MAX_SAFE_INTEGER;

interface Looking {
  readonly tx: ReadTx;
  readonly project: string;
  readonly leases: DomainDeps['leases'];
  readonly at: Moment;
}

/** What time alone has made free since: schedules, dates of blocks, holds for an author, leases of tasks and reviews that ran out. No event tells of it (SPEC CL5). */
export async function timeStirs(looking: Looking, since: Pick<WaitPlace, 'lease' | 'wall'>): Promise<Stir[]> {
  const { tx, project, at } = looking;
  const { now } = at.lease;
  const limit = COME_DUE_MAX;
  const due = await tx.q.listDueTasks({ project, after: Math.min(since.wall, at.wallNow), upTo: at.wallNow, limit });
  const unblocked = await tx.q.listUnblockedTasks({ project, after: Math.min(since.wall, at.wallNow), upTo: at.wallNow, limit });
  const freed = await tx.q.listFreedTasks({ project, after: since.lease, upTo: now, limit });
  const lapsed = (await listDoing(looking)).filter((task) => overAt(task, at) > since.lease && overAt(task, at) <= now);
  const lost = await Promise.all(lapsed.slice(0, limit).map(({ number }) => tx.q.findTask({ project, number })));
  const holders = lapsed.map(
    ({ holderAgent: agent, number }): Stir => ({ kind: 'free', actor: SYSTEM_ACTOR, agent, gave: number }),
  );
  const tasks = taskStirs(looking, SYSTEM_ACTOR, [...due, ...unblocked, ...freed, ...lost]);
  return [...tasks, ...holders, ...(await lapsedReviews(looking, since))];
}

async function lapsedReviews({ tx, project, at }: Looking, since: Pick<WaitPlace, 'lease'>): Promise<Stir[]> {
  const held = await tx.q.listHeldReviews({ project });
  const lapsed = held.filter((review) => overAt(review, at) > since.lease && overAt(review, at) <= at.lease.now);
  return Promise.all(lapsed.slice(0, COME_DUE_MAX).map((review) => reviewStir(tx, review, SYSTEM_ACTOR)));
}

/** In how many milliseconds time alone will change something next; infinite: never, as things stand. */
export async function nextStirMs(looking: Looking): Promise<number> {
  const { tx, project, at } = looking;
  const { now } = at.lease;
  const [due] = await tx.q.listDueTasks({ project, after: at.wallNow, upTo: EVER_AFTER, limit: 1 });
  const [freed] = await tx.q.listFreedTasks({ project, after: now, upTo: EVER_AFTER, limit: 1 });
  const [unblocked] = await tx.q.listUnblockedTasks({ project, after: at.wallNow, upTo: EVER_AFTER, limit: 1 });
  const leased = [...(await listDoing(looking)), ...(await tx.q.listHeldReviews({ project }))];
  const ends = leased.map((one) => overAt(one, at) - now).filter((left) => left > 0);
  const scheduledMs = due?.scheduledAt == null ? Number.POSITIVE_INFINITY : due.scheduledAt - at.wallNow;
  const heldMs = freed?.heldUntil == null ? Number.POSITIVE_INFINITY : freed.heldUntil - now;
  const blockedMs = unblocked?.blockedUntil == null ? Number.POSITIVE_INFINITY : unblocked.blockedUntil - at.wallNow;
  return ends.reduce((least, left) => Math.min(least, left), Math.min(scheduledMs, blockedMs, heldMs));
}

async function listDoing({ tx, project, leases }: Looking): Promise<TaskVitals[]> {
  return (await tx.q.listLeases({ project })).map((task) => leases.apply(task));
}

/** From when on another may take a task in `doing`, or a review in hand. */
function overAt(task: Parameters<typeof effectiveLeaseEnd>[0], at: Moment): number {
  return effectiveLeaseEnd(task, at.lease) + RECLAIM_DELAY_MS;
}
