import { type AnyColumn, and, asc, between, eq, gt, lte, type SQL, sql } from 'drizzle-orm';
import { NO_DUE } from '../../domain/search/search-queries.ts';
import type { Schema } from '../schema.ts';
import { partOf } from '../schema-parts.ts';
import { many, one, param, type QueryBuilder } from './query.ts';

/** Searching tasks by what their columns say. */
export function searchReads(db: QueryBuilder, { tasks }: Schema) {
  const ofStatus = and(eq(tasks.project, param('project')), eq(tasks.status, param('status')), gt(tasks.number, param('after')));
  return {
    listTasksInBounds: many(
      db
        .select()
        .from(tasks)
        .where(
          and(
            ofStatus,
            lte(tasks.number, param('upTo')),
            between(tasks.priority, param('priorityFrom'), param('priorityTo')),
            between(tasks.createdAt, param('createdFrom'), param('createdTo')),
            between(tasks.updatedAt, param('updatedFrom'), param('updatedTo')),
            between(sql`coalesce(${tasks.dueAt}, ${sql.raw(String(NO_DUE))})`, param('dueFrom'), param('dueTo')),
            sql`${tasks.attempts} + ${tasks.round} >= ${param('triesFrom')}`,
            isNamed(tasks.createdBy, 'by'),
            isNamed(tasks.assignee, 'assignee'),
            isNamed(tasks.reviewer, 'reviewer'),
          ),
        )
        .orderBy(asc(tasks.number))
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
      db.select({ number: tasks.number }).from(tasks).where(ofStatus).orderBy(asc(tasks.number)).limit(1).offset(param('skip')),
    ),
  };
}

function isNamed(column: AnyColumn, name: string): SQL {
  return sql`(${param(name)} = '' or ${column} = ${param(name)})`;
}
