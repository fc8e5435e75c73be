import { and, asc, desc, eq, getTableColumns, gt, gte, inArray, type SQL, sql } from 'drizzle-orm';
import type { Schema } from '../schema.ts';
import { partOf } from '../schema-parts.ts';
import { many, one, param, type QueryBuilder } from './query.ts';
import { statusAfter } from './search-queries.ts';

/** Tasks: finding and listing. */
export function taskReads(db: QueryBuilder, schema: Schema) {
  return { ...taskLookups(db, schema), ...taskLists(db, schema), ...heldTaskLists(db, schema), ...dependencyReads(db, schema) };
}

function taskLookups(db: QueryBuilder, { tasks }: Schema) {
  const { project, number, status, epoch, holderAgent, holderSession, leaseEndsAt, leaseTtlMs, claimedAt } = tasks;
  const byKey = and(eq(tasks.project, param('project')), eq(tasks.number, param('number')));
  return {
    findTask: one(db.select().from(tasks).where(byKey)),
    findLease: one(
      db
        .select({ project, number, status, epoch, holderAgent, holderSession, leaseEndsAt, leaseTtlMs, claimedAt })
        .from(tasks)
        .where(byKey),
    ),
  };
}

function taskLists(db: QueryBuilder, { tasks, taskLabels }: Schema) {
  const page = (where: SQL | undefined) =>
    many(
      db
        .select()
        .from(tasks)
        .where(and(eq(tasks.project, param('project')), gt(tasks.number, param('after')), where))
        .orderBy(asc(tasks.number))
        .limit(param('limit')),
    );
  return {
    listTasks: page(undefined),
    listTasksByStatus: many(
      db.select().from(tasks).where(statusAfter(tasks)).orderBy(asc(tasks.status), asc(tasks.number)).limit(param('limit')),
    ),
    listTasksByLabel: many(
      db
        .select(getTableColumns(tasks))
        .from(taskLabels)
        .innerJoin(tasks, and(eq(tasks.project, taskLabels.project), eq(tasks.number, taskLabels.task)))
        .where(
          and(
            eq(taskLabels.project, param('project')),
            eq(taskLabels.label, param('label')),
            gt(taskLabels.task, param('after')),
          ),
        )
        .orderBy(asc(taskLabels.task))
        .limit(param('limit')),
    ),
    listEndedTasks: many(
      db
        .select()
        .from(tasks)
        .where(and(eq(tasks.project, param('project')), gte(tasks.statusSince, param('since')), partOf.endedTasks(tasks)))
        .orderBy(desc(tasks.statusSince))
        .limit(param('limit')),
    ),
  };
}

function heldTaskLists(db: QueryBuilder, { tasks }: Schema) {
  const held = (where: SQL) =>
    many(
      db
        .select()
        .from(tasks)
        .where(and(where, partOf.doingTasks(tasks))),
    );
  return {
    listTasksHeldBy: held(sql`${tasks.project} = ${param('project')} and ${tasks.holderAgent} = ${param('agent')}`),
    listHeldTasks: held(eq(tasks.project, param('project'))),
  };
}

function dependencyReads(db: QueryBuilder, { tasks, taskDeps }: Schema) {
  const waiting = db
    .select({ task: taskDeps.task })
    .from(taskDeps)
    .where(and(eq(taskDeps.project, param('project')), eq(taskDeps.dependsOn, param('number'))));
  return {
    listDependents: many(
      db
        .select()
        .from(tasks)
        .where(and(eq(tasks.project, param('project')), inArray(tasks.number, waiting)))
        .orderBy(asc(tasks.number)),
    ),
    listDependencies: many(
      db
        .select({ dependsOn: taskDeps.dependsOn })
        .from(taskDeps)
        .where(and(eq(taskDeps.project, param('project')), eq(taskDeps.task, param('number')))),
    ),
  };
}
