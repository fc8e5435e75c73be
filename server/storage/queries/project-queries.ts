import { asc, eq, getTableColumns, gt, sql } from 'drizzle-orm';
import type { Schema } from '../schema.ts';
import { given, givenAll, many, one, param, type QueryBuilder, run } from './query.ts';

/** Projects: reading. */
export function projectReads(db: QueryBuilder, { projects }: Schema) {
  return {
    getProject: one(
      db
        .select()
        .from(projects)
        .where(eq(projects.name, param('name'))),
    ),
    listProjects: many(
      db
        .select()
        .from(projects)
        .where(gt(projects.name, param('after')))
        .orderBy(asc(projects.name))
        .limit(param('limit')),
    ),
  };
}

/** Projects: writing. */
export function projectWrites(db: QueryBuilder, { projects }: Schema) {
  const { pausedBy, pausedReason, pausedAt, drain } = projects;
  const named = eq(projects.name, param('name'));
  const first = given(projects.firstEventSeq, 'firstEventSeq');
  const neverBack = sql`case when ${projects.firstEventSeq} > ${first} then ${projects.firstEventSeq} else ${first} end`;
  return {
    insertProject: run(
      db
        .insert(projects)
        .values(givenAll(getTableColumns(projects)))
        .onConflictDoNothing(),
    ),
    pauseProject: run(db.update(projects).set(givenAll({ pausedBy, pausedReason, pausedAt, drain })).where(named)),
    takeTaskNumbers: one(
      db
        .update(projects)
        .set({ nextTask: sql`${projects.nextTask} + ${param('count')}` })
        .where(named)
        .returning({ nextTask: projects.nextTask }),
    ),
    setFirstEvent: run(
      db
        .update(projects)
        .set({ firstEventSeq: neverBack })
        .where(eq(projects.name, param('project'))),
    ),
  };
}
