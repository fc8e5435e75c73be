import { and, asc, eq, getTableColumns, gt, sql } from 'drizzle-orm';
import type { Schema } from '../schema.ts';
import { partOf } from '../schema-parts.ts';
import { givenAll, many, one, param, type QueryBuilder, run } from './query.ts';

/** Reservations, and the queues of tasks that touch paths: reading. */
export function reservationReads(db: QueryBuilder, schema: Schema) {
  return { ...reservationLists(db, schema), ...queueLists(db, schema) };
}

function reservationLists(db: QueryBuilder, { reservations, tasks }: Schema) {
  const { number, status, leaseEndsAt, leaseTtlMs, claimedAt } = tasks;
  const sameEpoch = and(
    eq(tasks.project, reservations.project),
    eq(tasks.number, reservations.task),
    eq(tasks.epoch, reservations.epoch),
    partOf.doingTasks(tasks),
  );
  return {
    findReservation: one(
      db
        .select()
        .from(reservations)
        .where(and(eq(reservations.project, param('project')), eq(reservations.id, param('id')))),
    ),
    listTaskReservations: many(
      db
        .select()
        .from(reservations)
        .where(and(eq(reservations.project, param('project')), eq(reservations.task, param('number'))))
        .orderBy(asc(reservations.id)),
    ),
    listHolds: many(
      db
        .select({ ...getTableColumns(reservations), number, status, leaseEndsAt, leaseTtlMs, claimedAt })
        .from(reservations)
        .innerJoin(tasks, sameEpoch)
        .where(and(eq(reservations.project, param('project')), gt(reservations.id, param('after'))))
        .orderBy(asc(reservations.id))
        .limit(param('limit')),
    ),
  };
}

function queueLists(db: QueryBuilder, { tasks, taskLabels }: Schema) {
  const { number, priority, paths } = tasks;
  const behind = sql`(${param('afterPriority')}, ${param('afterNumber')})`;
  return {
    listQueue: many(
      db
        .select({ number, priority, paths })
        .from(tasks)
        .where(
          and(
            eq(tasks.project, param('project')),
            eq(tasks.needs, param('needs')),
            eq(tasks.queueFor, param('queueFor')),
            partOf.readyTasks(tasks),
            sql`(${tasks.priority}, ${tasks.number}) > ${behind}`,
          ),
        )
        .orderBy(asc(tasks.priority), asc(tasks.number))
        .limit(param('limit')),
    ),
    listLabelQueue: many(
      db
        .select({ number, priority: taskLabels.priority, paths })
        .from(taskLabels)
        .innerJoin(tasks, and(eq(tasks.project, taskLabels.project), eq(tasks.number, taskLabels.task)))
        .where(
          and(
            eq(taskLabels.project, param('project')),
            eq(taskLabels.label, param('label')),
            eq(taskLabels.needs, param('needs')),
            eq(taskLabels.queueFor, param('queueFor')),
            partOf.readyLabels(taskLabels),
            sql`(${taskLabels.priority}, ${taskLabels.task}) > ${behind}`,
          ),
        )
        .orderBy(asc(taskLabels.priority), asc(taskLabels.task))
        .limit(param('limit')),
    ),
  };
}

/** Reservations: writing. */
export function reservationWrites(db: QueryBuilder, { projects, reservations }: Schema) {
  return {
    // Where works run one after the other there is nothing to hold; another engine takes a lock here.
    holdPaths: one(
      db
        .select({ name: projects.name })
        .from(projects)
        .where(eq(projects.name, param('project'))),
    ),
    insertReservation: run(db.insert(reservations).values(givenAll(getTableColumns(reservations)))),
    deleteReservation: run(
      db.delete(reservations).where(and(eq(reservations.project, param('project')), eq(reservations.id, param('id')))),
    ),
  };
}
