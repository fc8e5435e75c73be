import { type AnyColumn, and, asc, between, eq, gt, lte, type SQL, sql } from 'drizzle-orm';
import { NO_DUE } from '../../domain/search/search-queries.ts';
import type { Schema } from '../schema.ts';
import { partOf } from '../schema-parts.ts';
import { many, one, param, type QueryBuilder } from './query.ts';

/** Searching tasks by what their columns say. */
export function searchReads(db: QueryBuilder, { tasks }: Schema) {
  const inStatus = statusAfter(tasks);
  // Cut off before the bounds are looked at, so that however few are within them no more rows are walked.
  const walked = db
    .select()
    .from(tasks)
    .where(inStatus)
    .orderBy(asc(tasks.status), asc(tasks.number))
    .limit(param('walk'))
    .as('walked');
  return {
    listTasksInBounds: many(
      db
        .select()
        .from(walked)
        .where(
          and(
            between(walked.priority, param('priorityFrom'), param('priorityTo')),
            between(walked.createdAt, param('createdFrom'), param('createdTo')),
            between(walked.updatedAt, param('updatedFrom'), param('updatedTo')),
            between(sql`coalesce(${walked.dueAt}, ${sql.raw(String(NO_DUE))})`, param('dueFrom'), param('dueTo')),
            sql`${walked.attempts} + ${walked.round} >= ${param('triesFrom')}`,
            isNamed(walked.createdBy, 'by'),
            isNamed(walked.assignee, 'assignee'),
            isNamed(walked.reviewer, 'reviewer'),
          ),
        )
        .orderBy(asc(walked.status), asc(walked.number))
        .limit(param('limit')),
    ),
    listBrokenTasks: many(
      db
        .select()
        .from(tasks)
        .where(and(eq(tasks.project, param('project')), gt(tasks.number, param('after')), partOf.brokenTasks(tasks)))
        .orderBy(asc(tasks.number))
        .limit(param('limit')),
    ),
    skipTasks: one(
      db
        .select({ number: tasks.number })
        .from(tasks)
        .where(inStatus)
        .orderBy(asc(tasks.status), asc(tasks.number))
        .limit(1)
        .offset(param('skip')),
    ),
  };
}

/**
 * The tasks of one status above a number, to be ordered by status and number. Said as a range, as a planner that believes that nearly all
 * tasks have this status would otherwise walk them all by number.
 */
export function statusAfter(tasks: Schema['tasks']): SQL | undefined {
  const after = sql`(${tasks.status}, ${tasks.number}) > (${param('status')}, ${param('after')})`;
  return and(eq(tasks.project, param('project')), after, lte(tasks.status, param('status')));
}

function isNamed(column: AnyColumn, name: string): SQL {
  return sql`(${param(name)} = '' or ${column} = ${param(name)})`;
}
