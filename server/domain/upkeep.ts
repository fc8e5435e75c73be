import type { Log } from '../kernel/log.ts';
import { SESSION_LOST_MS } from './agents/presence-rules.ts';
import type { BlobKeeper } from './artifacts/blob-keeper.ts';
import { endDueBlocks } from './blocking/end-block.ts';
import { noteSilentHolders } from './blocking/silent-holders.ts';
import type { DomainDeps } from './deps.ts';
import { REPLY_KEPT_MS } from './idempotency/command-runner.ts';
import { expireMessages, forgetMessages, hasOverdueMessages } from './inbox/inbox-upkeep.ts';
import type { ProjectRecord, SessionRecord } from './records.ts';
import { anyEscalating, escalateReviews } from './reviews/escalate-reviews.ts';
import { LEASE_BOOK_FLUSH_MS } from './sessions/lease-book.ts';
import type { WriteTx } from './store.ts';
import { expire } from './tasks/claim-service.ts';
import { ORPHAN_KEPT_MS } from './tasks/holder-service.ts';
import { isLeaseOver, MAX_DURATION_MS, RECLAIM_DELAY_MS } from './tasks/lease-rules.ts';
import { SYSTEM_ACTOR } from './tasks/store-task.ts';
import { taskId } from './tasks/task-view.ts';

/** How many rows one sweep takes on at a time, so that it never holds the write door for long. */
const SWEEP_ROWS = 100;
const EVENTS_FORGOTTEN_AT_ONCE = 20_000;
const SWEEP_MS = 1_000;
const SILENT_LOOK_MS = 30_000;
const TIDY_MS = 60_000;

export interface Upkeep {
  /** Writes down the renewals and signs of life that are held in memory (SPEC DU2). */
  flush(): Promise<void>;
  /**
   * Fails tasks whose last attempt is over, ends claims that lasted too long and blocks whose date has come, tells leads of reviews, notes
   * sessions that fell silent.
   */
  sweep(): Promise<void>;
  /** Says in the log which holders show no progress. */
  noteSilent(): Promise<void>;
  /** Forgets what is kept for a time only. */
  tidy(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

/** What goes on by itself. No rule depends on it (SPEC CL5): it only writes down what is true already. */
export function createUpkeep(
  deps: DomainDeps,
  { log, keeper, eventsKept }: { log: Log; keeper: BlobKeeper; eventsKept: number },
): Upkeep {
  const timers: NodeJS.Timeout[] = [];
  let running = Promise.resolve();

  const upkeep: Upkeep = {
    async flush() {
      if (deps.leases.isEmpty) return;
      const written = deps.leases.pending();
      // All at once, so that a store which can makes one statement of them.
      const heardAt = await deps.storage.write(async (tx) => {
        await Promise.all(written.renewals.map((renewal) => tx.q.renewLease(renewal)));
        await Promise.all(written.seen.map(({ id }) => tx.q.markSessionSeen({ id, lastSeen: tx.lease.now })));
        return tx.lease.now;
      }, 'renewal');
      for (const session of written.seen) deps.pulses.hear(session, heardAt);
      deps.leases.settle(written);
    },
    async sweep() {
      for await (const { name } of allProjects(deps)) {
        await failOverdue(deps, name);
        await deps.storage.write((tx) => endDueBlocks(tx, name, { wallNow: deps.clock.wallNow() }));
        await escalateReviews(deps, name);
      }
      await deps.storage.write((tx) => noteLostSessions(tx, deps));
      await expireMessages(deps);
    },
    async noteSilent() {
      for await (const { name } of allProjects(deps)) await noteSilentHolders(deps, name);
    },
    async tidy() {
      const now = deps.clock.wallNow();
      await deps.storage.write((tx) => tx.q.deleteReplies({ before: now - REPLY_KEPT_MS }));
      await deps.storage.write((tx) => tx.q.deleteOrphans({ before: now - ORPHAN_KEPT_MS }));
      await forgetMessages(deps);
      await keeper.sweep();
      await forgetEvents(deps, eventsKept);
    },
    start() {
      every(LEASE_BOOK_FLUSH_MS, upkeep.flush);
      every(SWEEP_MS, async () => {
        if (await needsSweep(deps)) await upkeep.sweep();
      });
      every(SILENT_LOOK_MS, upkeep.noteSilent);
      every(TIDY_MS, upkeep.tidy);
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await running;
      await upkeep.flush();
    },
  };

  function every(ms: number, act: () => Promise<void>): void {
    const run = () => {
      running = running
        .then(act)
        .catch((error: unknown) => log.error({ error: String(error) }, 'upkeep failed and will be tried again'));
    };
    timers.push(setInterval(run, ms).unref());
  }

  return upkeep;
}

/** Asked by reading, so that an idle server writes nothing. */
async function needsSweep(deps: DomainDeps): Promise<boolean> {
  for await (const { name } of allProjects(deps)) {
    const wallNow = deps.clock.wallNow();
    const isDue = await deps.storage.read(async (tx) => {
      const overdue = await tx.q.listOverdue({ ...overdueBounds(tx.lease.now), project: name, limit: 1 });
      const blocks = await tx.q.listDueBlocks({ project: name, wallNow, limit: 1 });
      return overdue.length + blocks.length > 0 || anyEscalating(tx, name, wallNow);
    });
    if (isDue) return true;
  }
  if (await hasOverdueMessages(deps)) return true;
  return deps.storage.read(async ({ q, lease }) => {
    const before = lease.now - SESSION_LOST_MS;
    return lease.listeningSince <= before && (await q.listSilentSessions({ before, limit: 1 })).length > 0;
  });
}

function overdueBounds(now: number) {
  return { endedBefore: now - RECLAIM_DELAY_MS, claimedBefore: now - MAX_DURATION_MS - RECLAIM_DELAY_MS };
}

async function failOverdue(deps: DomainDeps, project: string): Promise<void> {
  await deps.storage.write(async (tx) => {
    const at = { lease: tx.lease, wallNow: deps.clock.wallNow() };
    const rows = await tx.q.listOverdue({ ...overdueBounds(tx.lease.now), project, limit: SWEEP_ROWS });
    for (const task of rows.map((row) => deps.leases.apply(row))) {
      if (isLeaseOver(task, tx.lease)) await expire(tx, task, at);
    }
  });
}

async function noteLostSessions(tx: WriteTx, deps: DomainDeps): Promise<void> {
  const before = tx.lease.now - SESSION_LOST_MS;
  if (tx.lease.listeningSince > before) return;
  const silent = await tx.q.listSilentSessions({ before, limit: SWEEP_ROWS });
  for (const session of silent.filter((one) => !deps.leases.isSeen(one.id))) await noteLost(tx, session, deps.clock.wallNow());
}

async function noteLost(tx: WriteTx, session: SessionRecord, at: number): Promise<void> {
  await tx.q.markSessionLost({ id: session.id });
  const doing = await tx.q.listTasksHeldBy({ project: session.project, agent: session.agent });
  const held = doing.filter((task) => task.holderSession === session.id);
  const data = { session: session.id, tasks: held.map((task) => taskId(task.number)) };
  const { project, agent } = session;
  await tx.append({ project, type: 'session.lost', at, actor: SYSTEM_ACTOR, task: null, agent, data });
}

/** Forgets the oldest events of each project beyond those that are kept, a step at a time; cursors before them expire. */
async function forgetEvents(deps: DomainDeps, eventsKept: number): Promise<void> {
  for await (const { name, eventSeq, firstEventSeq } of allProjects(deps)) {
    const upTo = Math.min(eventSeq - eventsKept, firstEventSeq + EVENTS_FORGOTTEN_AT_ONCE - 1);
    if (upTo < firstEventSeq) continue;
    await deps.storage.write(async ({ q }) => {
      await q.deleteEvents({ project: name, upTo });
      return q.setFirstEvent({ project: name, firstEventSeq: upTo + 1 });
    });
  }
}

async function* allProjects(deps: DomainDeps): AsyncGenerator<ProjectRecord> {
  for (let after = ''; ; ) {
    const page = await deps.storage.read(({ q }) => q.listProjects({ after, limit: SWEEP_ROWS }));
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < SWEEP_ROWS) return;
    after = last.name;
  }
}
