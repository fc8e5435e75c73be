import { and, desc, eq, getTableColumns, isNull, lt } from 'drizzle-orm';
import type { Schema } from '../schema.ts';
import { givenAll, many, one, param, type QueryBuilder, run } from './query.ts';

/** Attempts, notes, comments and orphans: reading. Lists that know no cursor give the newest first. */
export function historyReads(db: QueryBuilder, { attempts, notes, comments, orphans }: Schema) {
  const attemptsOfTask = and(eq(attempts.project, param('project')), eq(attempts.task, param('number')));
  return {
    findAttempt: one(
      db
        .select()
        .from(attempts)
        .where(and(attemptsOfTask, eq(attempts.epoch, param('epoch')))),
    ),
    findAttemptBy: one(
      db
        .select({ epoch: attempts.epoch })
        .from(attempts)
        .where(and(attemptsOfTask, eq(attempts.generation, param('generation')), eq(attempts.agent, param('agent'))))
        .limit(1),
    ),
    listAttempts: many(db.select().from(attempts).where(attemptsOfTask).orderBy(desc(attempts.epoch)).limit(param('limit'))),
    listNotes: many(
      db
        .select()
        .from(notes)
        .where(and(eq(notes.project, param('project')), eq(notes.task, param('number'))))
        .orderBy(desc(notes.id))
        .limit(param('limit')),
    ),
    listComments: many(
      db
        .select()
        .from(comments)
        .where(and(eq(comments.project, param('project')), eq(comments.task, param('number'))))
        .orderBy(desc(comments.id))
        .limit(param('limit')),
    ),
    listOrphans: many(
      db
        .select()
        .from(orphans)
        .where(and(eq(orphans.project, param('project')), eq(orphans.task, param('number'))))
        .orderBy(desc(orphans.id))
        .limit(param('limit')),
    ),
  };
}

/** Attempts, notes, comments and orphans: writing. */
export function historyWrites(db: QueryBuilder, { attempts, notes, comments, orphans }: Schema) {
  const { endedAt, outcome, reason } = attempts;
  return {
    insertAttempt: run(db.insert(attempts).values(givenAll(getTableColumns(attempts)))),
    endAttempt: run(
      // The first ending stays: it is the one that others were told of.
      db
        .update(attempts)
        .set(givenAll({ endedAt, outcome, reason }))
        .where(
          and(
            eq(attempts.project, param('project')),
            eq(attempts.task, param('number')),
            eq(attempts.epoch, param('epoch')),
            isNull(attempts.endedAt),
          ),
        ),
    ),
    insertNote: run(db.insert(notes).values(givenAll(getTableColumns(notes)))),
    insertComment: run(db.insert(comments).values(givenAll(getTableColumns(comments)))),
    insertOrphan: run(db.insert(orphans).values(givenAll(getTableColumns(orphans)))),
    deleteOrphans: run(db.delete(orphans).where(lt(orphans.at, param('before')))),
  };
}
