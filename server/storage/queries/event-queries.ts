import { and, asc, eq, getTableColumns, gt, lt, lte } from 'drizzle-orm';
import type { Schema } from '../schema.ts';
import { partOf } from '../schema-parts.ts';
import { inboxDoorQueries } from './inbox-queries.ts';
import { givenAll, many, one, param, type QueryBuilder, run } from './query.ts';

/** The log and the stored replies: reading. */
export function eventReads(db: QueryBuilder, { events, replies }: Schema) {
  return {
    listEvents: many(
      db
        .select()
        .from(events)
        .where(and(eq(events.project, param('project')), gt(events.seq, param('after'))))
        .orderBy(asc(events.seq))
        .limit(param('limit')),
    ),
    listTaskEvents: many(
      db
        .select()
        .from(events)
        .where(
          and(
            eq(events.project, param('project')),
            eq(events.task, param('task')),
            gt(events.seq, param('after')),
            partOf.taskEvents(events),
          ),
        )
        .orderBy(asc(events.seq))
        .limit(param('limit')),
    ),
    findReply: one(
      db
        .select()
        .from(replies)
        .where(eq(replies.scope, param('scope'))),
    ),
  };
}

/** The log and the stored replies: writing. */
export function eventWrites(db: QueryBuilder, { events, replies }: Schema) {
  return {
    deleteEvents: run(db.delete(events).where(and(eq(events.project, param('project')), lte(events.seq, param('upTo'))))),
    insertReply: run(
      db
        .insert(replies)
        .values(givenAll(getTableColumns(replies)))
        .onConflictDoNothing(),
    ),
    deleteReplies: run(db.delete(replies).where(lt(replies.createdAt, param('before')))),
  };
}

/** What the doors themselves ask, beside the port. */
export function doorQueries(db: QueryBuilder, schema: Schema) {
  const { events, projects, reviews, store, tasks } = schema;
  return {
    ...inboxDoorQueries(db, schema),
    insertEvent: run(db.insert(events).values(givenAll(getTableColumns(events)))),
    findEventSeq: one(
      db
        .select({ eventSeq: projects.eventSeq })
        .from(projects)
        .where(eq(projects.name, param('project'))),
    ),
    storeEventSeq: run(
      db
        .update(projects)
        .set(givenAll({ eventSeq: projects.eventSeq }))
        .where(eq(projects.name, param('project'))),
    ),
    findStore: one(db.select().from(store)),
    insertStore: run(db.insert(store).values(givenAll(getTableColumns(store)))),
    storeLeaseNow: run(db.update(store).set(givenAll({ leaseNow: store.leaseNow }))),
    // The order makes it look at one entry of an index that holds only such tasks.
    findAnyHeldTask: one(db.select({ agent: tasks.holderAgent }).from(tasks).where(partOf.doingTasks(tasks)).limit(1)),
    findAnyHeldReview: one(
      db.select({ agent: reviews.holderAgent }).from(reviews).where(partOf.claimedReviews(reviews)).limit(1),
    ),
  };
}
