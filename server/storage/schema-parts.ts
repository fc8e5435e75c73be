import { type AnyColumn, type SQL, sql } from 'drizzle-orm';

type Has<Names extends string> = Record<Names, AnyColumn>;

/**
 * Which rows each partial index holds. The index and the queries that want it share the words, because a database
 * uses a partial index only where the query says the same; so they hold literals, never a bound parameter.
 */
export const partOf = {
  readyTasks: (t: Has<'status' | 'openDeps' | 'scheduledAt'>): SQL =>
    sql`${t.status} = 'todo' and ${t.openDeps} = 0 and ${t.scheduledAt} is null`,
  scheduledTasks: (t: Has<'scheduledAt'>): SQL => sql`${t.scheduledAt} is not null`,
  heldBackTasks: (t: Has<'heldUntil'>): SQL => sql`${t.heldUntil} is not null`,
  doingTasks: (t: Has<'status'>): SQL => sql`${t.status} = 'doing'`,
  // Said of the lease as well, so that nobody who asks for an agent's tasks is led through all that are held: a planner that has not
  // counted them yet takes either index for as good.
  leasedTasks: (t: Has<'status' | 'leaseEndsAt'>): SQL => sql`${t.status} = 'doing' and ${t.leaseEndsAt} is not null`,
  tasksBlockedUntil: (t: Has<'blockedUntil'>): SQL => sql`${t.blockedUntil} is not null`,
  tasksBlockedOn: (t: Has<'blockedOn'>): SQL => sql`${t.blockedOn} is not null`,
  // What no dependency will ever let go of.
  brokenTasks: (t: Has<'brokenDeps'>): SQL => sql`${t.brokenDeps} > 0`,
  endedTasks: (t: Has<'status'>): SQL => sql`${t.status} in ('done', 'failed', 'cancelled')`,
  readyLabels: (t: Has<'ready'>): SQL => sql`${t.ready}`,
  liveSessions: (t: Has<'endedAt'>): SQL => sql`${t.endedAt} is null`,
  heardSessions: (t: Has<'endedAt' | 'lost'>): SQL => sql`${t.endedAt} is null and not ${t.lost}`,
  openReviews: (t: Has<'status'>): SQL => sql`${t.status} in ('open', 'claimed')`,
  waitingEntries: (t: Has<'ackedAt' | 'deadAt'>): SQL => sql`${t.ackedAt} is null and ${t.deadAt} is null`,
  idleBlobs: (t: Has<'idleSince'>): SQL => sql`${t.idleSince} is not null`,
  claimedReviews: (t: Has<'status'>): SQL => sql`${t.status} = 'claimed'`,
  unescalatedReviews: (t: Has<'status' | 'escalatedAt'>): SQL =>
    sql`${t.status} in ('open', 'claimed') and ${t.escalatedAt} is null`,
  taskEvents: (t: Has<'task'>): SQL => sql`${t.task} is not null`,
};
