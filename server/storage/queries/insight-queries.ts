import { and, asc, desc, eq, gt, isNotNull, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { TaskRecord } from '../../domain/records.ts';
import type { Schema } from '../schema.ts';
import { partOf } from '../schema-parts.ts';
import { many, one, param, type QueryBuilder } from './query.ts';

/** What is asked to say how a board does: counts, and what stands still. */
export function insightReads(db: QueryBuilder, schema: Schema) {
  return {
    ...boardCounts(db, schema),
    ...vitals(db, schema),
    ...stuckTasks(db, schema),
    ...timedTasks(db, schema),
    ...logSteps(db, schema),
  };
}

function boardCounts(db: QueryBuilder, { projects, tasks, reviews }: Schema) {
  const ofProject = eq(tasks.project, param('project'));
  const count = sql<number>`count(*)`.mapWith(Number);
  const tasksThat = (part: SQL | undefined) =>
    sql<number>`(select count(*) from ${tasks} where ${and(ofProject, part)})`.mapWith(Number);
  const open = and(eq(reviews.project, param('project')), partOf.openReviews(reviews));
  const oldest = sql<number | null>`(select ${reviews.createdAt} from ${reviews} where ${open} order by ${reviews.id} limit 1)`;
  const overBlocks = and(partOf.tasksBlockedUntil(tasks), lte(tasks.blockedUntil, param('wallNow')));
  const startable = or(isNull(tasks.notBefore), lte(tasks.notBefore, param('wallNow')));
  return {
    countTasks: many(db.select({ status: tasks.status, count }).from(tasks).where(ofProject).groupBy(tasks.status)),
    boardCounts: one(
      db
        .select({
          ready: tasksThat(partOf.readyTasks(tasks)),
          scheduled: tasksThat(waitsForTimeAlone(tasks, partOf.scheduledTasks(tasks))),
          due: tasksThat(and(waitsForTimeAlone(tasks, partOf.scheduledTasks(tasks)), lte(tasks.scheduledAt, param('wallNow')))),
          broken: tasksThat(and(partOf.brokenTasks(tasks), eq(tasks.status, sql`'todo'`))),
          overBlocks: tasksThat(overBlocks),
          unblocked: tasksThat(and(overBlocks, eq(tasks.openDeps, 0), startable)),
          openReviews: sql<number>`(select count(*) from ${reviews} where ${open})`.mapWith(Number),
          oldestReviewAt: oldest.mapWith(reviews.createdAt),
        })
        .from(projects)
        .where(eq(projects.name, param('project'))),
    ),
    listReadyGroups: many(
      db
        .select({
          needs: tasks.needs,
          queueFor: tasks.queueFor,
          count,
          first: sql<number>`min(${tasks.number})`.mapWith(Number),
        })
        .from(tasks)
        .where(and(ofProject, partOf.readyTasks(tasks)))
        .groupBy(tasks.needs, tasks.queueFor),
    ),
  };
}

function waitsForTimeAlone(tasks: Schema['tasks'], part: SQL): SQL | undefined {
  return and(part, eq(tasks.openDeps, 0), sql`${tasks.status} = 'todo'`);
}

function vitals(db: QueryBuilder, { tasks }: Schema) {
  const { blocked, blockedUntil, stuckBecause, stuckSince } = tasks;
  const { project, number, status, statusReason, statusSince, openDeps, brokenDeps, notBefore, attempts, maxAttempts } = tasks;
  const { epoch, holderAgent, holderSession, claimedAt, leaseEndsAt, leaseTtlMs, progressAt, round, updatedAt } = tasks;
  const still = { blocked, blockedUntil, stuckBecause, stuckSince };
  const counted = { openDeps, brokenDeps, notBefore, attempts, maxAttempts, round };
  const held = { epoch, holderAgent, holderSession, claimedAt, leaseEndsAt, leaseTtlMs, progressAt };
  return {
    listLeases: many(
      db
        .select({ project, number, status, statusReason, statusSince, updatedAt, ...still, ...counted, ...held })
        .from(tasks)
        .where(and(eq(project, param('project')), partOf.leasedTasks(tasks)))
        .orderBy(asc(number)),
    ),
  };
}

function stuckTasks(db: QueryBuilder, { tasks }: Schema) {
  return {
    listNewestByStatus: many(
      db
        .select()
        .from(tasks)
        .where(and(eq(tasks.project, param('project')), eq(tasks.status, param('status'))))
        .orderBy(desc(tasks.number))
        .limit(param('limit')),
    ),
  };
}

function logSteps(db: QueryBuilder, { events }: Schema) {
  const { seq, type, at, task, data } = events;
  // Both engines read JSON with these.
  const status = sql<TaskRecord['status'] | null>`(${data} -> 'set' ->> 'status')`;
  const step = { seq, type, at, task, status };
  const earlier = and(eq(events.project, param('project')), lt(seq, param('before')));
  return {
    listLogSteps: many(db.select(step).from(events).where(earlier).orderBy(desc(seq)).limit(param('limit'))),
    findLogStepBefore: one(
      db
        .select(step)
        .from(events)
        .where(and(earlier, eq(task, param('task')), partOf.taskEvents(events), isNotNull(status)))
        .orderBy(desc(seq))
        .limit(1),
    ),
  };
}

type TimeColumn = Schema['tasks']['scheduledAt' | 'blockedUntil' | 'heldUntil'];

function timedTasks(db: QueryBuilder, { tasks }: Schema) {
  const within = (time: TimeColumn, part: SQL | undefined) =>
    many(
      db
        .select()
        .from(tasks)
        .where(and(eq(tasks.project, param('project')), part, gt(time, param('after')), lte(time, param('upTo'))))
        .orderBy(asc(time))
        .limit(param('limit')),
    );
  return {
    listDueTasks: within(tasks.scheduledAt, waitsForTimeAlone(tasks, partOf.scheduledTasks(tasks))),
    listFreedTasks: within(tasks.heldUntil, waitsForTimeAlone(tasks, partOf.heldBackTasks(tasks))),
    listUnblockedTasks: within(tasks.blockedUntil, partOf.tasksBlockedUntil(tasks)),
  };
}
