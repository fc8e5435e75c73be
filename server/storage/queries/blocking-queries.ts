import { and, asc, desc, eq, getTableColumns, inArray, lte } from 'drizzle-orm';
import type { Schema } from '../schema.ts';
import { partOf } from '../schema-parts.ts';
import { givenAll, many, one, param, type QueryBuilder, run } from './query.ts';

/** Blocks, and what stands still: reading. */
export function blockingReads(db: QueryBuilder, { blocks, taskDeps, tasks }: Schema) {
  const { number, status, statusReason, blockedOn } = tasks;
  const ofProject = eq(tasks.project, param('project'));
  return {
    listBlocks: many(
      db
        .select()
        .from(blocks)
        .where(and(eq(blocks.project, param('project')), eq(blocks.task, param('number'))))
        .orderBy(desc(blocks.epoch))
        .limit(param('limit')),
    ),
    listBlockedOn: many(
      db
        .select({ number })
        .from(tasks)
        .where(and(ofProject, eq(blockedOn, param('number')), partOf.tasksBlockedOn(tasks)))
        .orderBy(asc(number)),
    ),
    findBlockedOn: one(
      db
        .select({ blockedOn })
        .from(tasks)
        .where(and(ofProject, eq(number, param('number')))),
    ),
    listDueBlocks: many(
      db
        .select()
        .from(tasks)
        .where(and(ofProject, lte(tasks.blockedUntil, param('wallNow')), partOf.tasksBlockedUntil(tasks)))
        .orderBy(asc(number))
        .limit(param('limit')),
    ),
    listBrokenDependencies: many(
      db
        .select({ number, status, statusReason })
        .from(taskDeps)
        .innerJoin(tasks, and(eq(tasks.project, taskDeps.project), eq(number, taskDeps.dependsOn)))
        .where(
          and(
            eq(taskDeps.project, param('project')),
            eq(taskDeps.task, param('number')),
            inArray(status, ['failed', 'cancelled']),
          ),
        )
        .orderBy(asc(taskDeps.dependsOn))
        .limit(param('limit')),
    ),
  };
}

/** Blocks, and what stands still: writing. */
export function blockingWrites(db: QueryBuilder, { blocks, tasks }: Schema) {
  const { endedAt, endedBy, ending, answer } = blocks;
  const { stuckBecause, stuckSince, stalledAt } = tasks;
  const byKey = and(eq(tasks.project, param('project')), eq(tasks.number, param('number')));
  return {
    insertBlock: run(db.insert(blocks).values(givenAll(getTableColumns(blocks)))),
    endBlock: run(
      db
        .update(blocks)
        .set(givenAll({ endedAt, endedBy, ending, answer }))
        .where(and(eq(blocks.project, param('project')), eq(blocks.task, param('task')), eq(blocks.epoch, param('epoch')))),
    ),
    setStuck: run(db.update(tasks).set(givenAll({ stuckBecause, stuckSince })).where(byKey)),
    noteStalled: run(
      db
        .update(tasks)
        .set(givenAll({ stalledAt }))
        .where(and(byKey, eq(tasks.epoch, param('epoch')), partOf.doingTasks(tasks))),
    ),
  };
}
