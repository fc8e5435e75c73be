import { type AnyColumn, and, asc, eq, getTableColumns, lte, type SQL, sql } from 'drizzle-orm';
import type { Schema } from '../schema.ts';
import { partOf } from '../schema-parts.ts';
import { given, many, one, param, type QueryBuilder, run } from './query.ts';

/** What claiming asks: who claims, what is ready, what has come free. */
export function claimReads(db: QueryBuilder, schema: Schema) {
  return {
    claimant: claimant(db, schema),
    beatFacts: beatFacts(db, schema),
    ...queueReads(db, schema),
    listExpired: listExpired(db, schema),
    listOverdue: listOverdue(db, schema),
    nextTimes: nextTimes(db, schema),
  };
}

function claimant(db: QueryBuilder, { agents, projects, sessions, tasks }: Schema) {
  // A lease that ended while nobody listened is held all the same until one lease after the server listens again (SPEC LE6).
  const held = sql<number>`(select count(*) from ${tasks}
    where ${tasks.project} = ${param('project')} and ${tasks.holderAgent} = ${param('agent')} and ${partOf.doingTasks(tasks)}
      and (${tasks.leaseEndsAt} > ${param('endedBefore')} or ${tasks.leaseTtlMs} + ${param('listeningSince')} > ${param('endedBefore')}))`;
  return one(
    db
      .select({
        maxConcurrent: agents.maxConcurrent,
        capabilities: agents.capabilities,
        agentStatus: agents.status,
        agentReason: agents.statusReason,
        agentDrain: agents.drain,
        projectPausedBy: projects.pausedBy,
        projectPausedReason: projects.pausedReason,
        projectPausedAt: projects.pausedAt,
        projectDrain: projects.drain,
        sessionEndedAt: sessions.endedAt,
        held: held.mapWith(Number),
      })
      .from(sessions)
      .innerJoin(agents, and(eq(agents.project, sessions.project), eq(agents.name, sessions.agent)))
      .innerJoin(projects, eq(projects.name, sessions.project))
      .where(and(eq(sessions.id, param('session')), eq(sessions.project, param('project')), eq(sessions.agent, param('agent')))),
  );
}

function beatFacts(db: QueryBuilder, { agents, projects, sessions, inboxes }: Schema) {
  return one(
    db
      .select({
        project: sessions.project,
        agent: sessions.agent,
        endedAt: sessions.endedAt,
        lost: sessions.lost,
        agentDrain: agents.drain,
        projectDrain: projects.drain,
        eventSeq: projects.eventSeq,
        inboxHead: sql<number>`coalesce(${inboxes.head}, 0)`.mapWith(Number),
      })
      .from(sessions)
      .innerJoin(agents, and(eq(agents.project, sessions.project), eq(agents.name, sessions.agent)))
      .innerJoin(projects, eq(projects.name, sessions.project))
      .leftJoin(inboxes, and(eq(inboxes.project, sessions.project), eq(inboxes.owner, sessions.agent)))
      .where(eq(sessions.id, param('session'))),
  );
}

function queueReads(db: QueryBuilder, { tasks, taskLabels, needs }: Schema) {
  return {
    headOfQueue: one(
      db
        .select()
        .from(tasks)
        .where(
          and(
            eq(tasks.project, param('project')),
            eq(tasks.needs, param('needs')),
            eq(tasks.queueFor, param('queueFor')),
            partOf.readyTasks(tasks),
          ),
        )
        .orderBy(asc(tasks.priority), asc(tasks.number))
        .limit(1),
    ),
    headOfLabelQueue: one(
      db
        .select(getTableColumns(tasks))
        .from(taskLabels)
        .innerJoin(tasks, and(eq(tasks.project, taskLabels.project), eq(tasks.number, taskLabels.task)))
        .where(
          and(
            eq(taskLabels.project, param('project')),
            eq(taskLabels.label, param('label')),
            eq(taskLabels.needs, param('needs')),
            eq(taskLabels.queueFor, param('queueFor')),
            partOf.readyLabels(taskLabels),
          ),
        )
        .orderBy(asc(taskLabels.priority), asc(taskLabels.task))
        .limit(1),
    ),
    listNeeds: many(
      db
        .select({ needs: needs.needs })
        .from(needs)
        .where(eq(needs.project, param('project'))),
    ),
  };
}

function listExpired(db: QueryBuilder, { tasks }: Schema) {
  return many(
    db
      .select()
      .from(tasks)
      .where(
        and(
          eq(tasks.project, param('project')),
          lte(tasks.leaseEndsAt, param('endedBefore')),
          partOf.leasedTasks(tasks),
          sql`(${tasks.priority}, ${tasks.number}) > (${param('afterPriority')}, ${param('afterNumber')})`,
        ),
      )
      .orderBy(asc(tasks.priority), asc(tasks.number))
      .limit(param('limit')),
  );
}

// A claim that lasted too long is over as well, since no renewal goes beyond its maximum: one range of one index holds both.
function listOverdue(db: QueryBuilder, { tasks }: Schema) {
  const beyond = sql`(${tasks.attempts} >= ${tasks.maxAttempts} or ${tasks.claimedAt} <= ${param('claimedBefore')})`;
  return many(
    db
      .select()
      .from(tasks)
      .where(
        and(eq(tasks.project, param('project')), lte(tasks.leaseEndsAt, param('endedBefore')), partOf.leasedTasks(tasks), beyond),
      )
      .limit(param('limit')),
  );
}

// The first of an index rather than a minimum, for which a planner that counts no rows yet may read them all.
function nextTimes(db: QueryBuilder, { projects, tasks }: Schema) {
  const soonest = (time: AnyColumn, part: SQL) =>
    sql<
      number | null
    >`(select ${time} from ${tasks} where ${tasks.project} = ${param('project')} and ${part} order by ${time} limit 1)`;
  return one(
    db
      .select({
        scheduledAt: soonest(tasks.scheduledAt, partOf.scheduledTasks(tasks)),
        blockedUntil: soonest(tasks.blockedUntil, partOf.tasksBlockedUntil(tasks)),
        heldUntil: soonest(tasks.heldUntil, partOf.heldBackTasks(tasks)),
        leaseEndsAt: soonest(tasks.leaseEndsAt, partOf.leasedTasks(tasks)),
      })
      .from(projects)
      .where(eq(projects.name, param('project'))),
  );
}

/** What claiming and holding change. */
export function claimWrites(db: QueryBuilder, schema: Schema) {
  return { ...leaseWrites(db, schema), ...promoteWrites(db, schema) };
}

function leaseWrites(db: QueryBuilder, { tasks }: Schema) {
  const byKey = and(eq(tasks.project, param('project')), eq(tasks.number, param('number')));
  const stillHeld = and(byKey, eq(tasks.epoch, param('epoch')), partOf.doingTasks(tasks));
  const neverShorter = sql`case when ${tasks.leaseEndsAt} > ${given(tasks.leaseEndsAt, 'leaseEndsAt')}
    then ${tasks.leaseEndsAt} else ${given(tasks.leaseEndsAt, 'leaseEndsAt')} end`;
  return {
    grantTask: run(
      db
        .update(tasks)
        .set({
          status: 'doing',
          statusReason: null,
          statusSince: given(tasks.statusSince, 'wallNow'),
          holderAgent: given(tasks.holderAgent, 'agent'),
          holderSession: given(tasks.holderSession, 'session'),
          epoch: sql`${tasks.epoch} + 1`,
          version: sql`${tasks.version} + 1`,
          attempts: sql`${tasks.attempts} + 1`,
          claimedAt: given(tasks.claimedAt, 'now'),
          leaseEndsAt: given(tasks.leaseEndsAt, 'leaseEndsAt'),
          progressAt: given(tasks.progressAt, 'now'),
          heldFor: null,
          heldUntil: null,
          queueFor: sql`coalesce(${tasks.assignee}, '')`,
          updatedAt: given(tasks.updatedAt, 'wallNow'),
        })
        .where(
          and(
            byKey,
            eq(tasks.epoch, param('expectedEpoch')),
            eq(tasks.version, param('expectedVersion')),
            sql`${tasks.status} in ('todo', 'doing')`,
          ),
        ),
    ),
    renewLease: run(db.update(tasks).set({ leaseEndsAt: neverShorter }).where(stillHeld)),
    noteProgress: run(
      db
        .update(tasks)
        .set({
          leaseEndsAt: neverShorter,
          progressAt: given(tasks.progressAt, 'progressAt'),
          updatedAt: given(tasks.updatedAt, 'updatedAt'),
        })
        .where(stillHeld),
    ),
  };
}

function promoteWrites(db: QueryBuilder, { tasks }: Schema) {
  const ofProject = eq(tasks.project, param('project'));
  return {
    promoteScheduled: many(
      db
        .update(tasks)
        .set({ scheduledAt: null })
        .where(and(ofProject, lte(tasks.scheduledAt, param('wallNow')), partOf.scheduledTasks(tasks)))
        .returning({ number: tasks.number }),
    ),
    promoteHeld: many(
      db
        .update(tasks)
        .set({ heldFor: null, heldUntil: null, queueFor: sql`coalesce(${tasks.assignee}, '')` })
        .where(and(ofProject, lte(tasks.heldUntil, param('now')), partOf.heldBackTasks(tasks)))
        .returning({ number: tasks.number }),
    ),
  };
}
