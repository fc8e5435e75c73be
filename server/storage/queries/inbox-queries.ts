import { and, asc, desc, eq, getTableColumns, gt, isNull, lt, lte, ne, notExists, or, sql } from 'drizzle-orm';
import type { Schema } from '../schema.ts';
import { partOf } from '../schema-parts.ts';
import { given, givenAll, many, one, param, type QueryBuilder, run } from './query.ts';

/** Messages and inboxes: reading. */
export function inboxReads(db: QueryBuilder, schema: Schema) {
  const { messages, messageKeys, inboxes, inboxEntries, agents } = schema;
  const recipient = { name: agents.name, role: agents.role, status: agents.status };
  return {
    findMessage: one(
      db
        .select()
        .from(messages)
        .where(and(eq(messages.id, param('id')), eq(messages.project, param('project')))),
    ),
    ...sentReads(db, schema),
    findMessageKey: one(
      db
        .select({ message: messageKeys.message })
        .from(messageKeys)
        .where(
          and(
            eq(messageKeys.project, param('project')),
            eq(messageKeys.sender, param('sender')),
            eq(messageKeys.audience, param('audience')),
            eq(messageKeys.dedupeKey, param('dedupeKey')),
          ),
        ),
    ),
    findInbox: one(
      db
        .select({ head: inboxes.head })
        .from(inboxes)
        .where(and(eq(inboxes.project, param('project')), eq(inboxes.owner, param('owner')))),
    ),
    ...letterReads(db, schema),
    listReceipts: many(
      db
        .select()
        .from(inboxEntries)
        .where(eq(inboxEntries.message, param('message')))
        .orderBy(asc(inboxEntries.owner))
        .limit(param('limit')),
    ),
    findRecipient: one(
      db
        .select(recipient)
        .from(agents)
        .where(and(eq(agents.project, param('project')), eq(agents.name, param('name')))),
    ),
    listRecipients: many(
      db
        .select(recipient)
        .from(agents)
        .where(and(eq(agents.project, param('project')), ne(agents.status, 'retired')))
        .orderBy(asc(agents.name))
        .limit(param('limit')),
    ),
  };
}

function sentReads(db: QueryBuilder, { messages }: Schema) {
  const bySender = and(eq(messages.project, param('project')), eq(messages.sender, param('sender')));
  const before = lt(messages.id, param('before'));
  const sent = () => db.select().from(messages);
  const inThread = eq(messages.thread, param('thread'));
  return {
    listSent: many(sent().where(and(bySender, before)).orderBy(desc(messages.id)).limit(param('limit'))),
    listSentInThread: many(
      sent()
        .where(and(bySender, inThread, before))
        .orderBy(desc(messages.id))
        .limit(param('limit')),
    ),
  };
}

function letterReads(db: QueryBuilder, { messages, inboxEntries }: Schema) {
  const { message: _, ...place } = getTableColumns(inboxEntries);
  const letter = { ...getTableColumns(messages), ...place };
  const ofInbox = and(eq(inboxEntries.project, param('project')), eq(inboxEntries.owner, param('owner')));
  const after = gt(inboxEntries.seq, param('after'));
  const waits = and(partOf.waitingEntries(inboxEntries), gt(inboxEntries.expiresAt, param('at')));
  const { taker, takenUntil } = inboxEntries;
  const urgent = and(eq(messages.urgency, 'now'), ne(messages.sender, param('server')));
  const ofServer = and(eq(messages.sender, param('server')), eq(messages.subject, param('subject')));
  const letters = () => db.select(letter).from(inboxEntries).innerJoin(messages, eq(messages.id, inboxEntries.message));
  return {
    countWaiting: one(
      db
        .select({ count: sql<number>`count(*)`.mapWith(Number) })
        .from(inboxEntries)
        .where(and(ofInbox, waits)),
    ),
    listWaitingCounts: many(
      db
        .select({ owner: inboxEntries.owner, count: sql<number>`count(*)`.mapWith(Number) })
        .from(inboxEntries)
        .where(and(eq(inboxEntries.project, param('project')), waits))
        .groupBy(inboxEntries.owner),
    ),
    listWaiting: many(
      letters()
        .where(and(ofInbox, after, waits))
        .orderBy(asc(inboxEntries.seq))
        .limit(param('limit')),
    ),
    listOffers: many(
      letters()
        .where(
          and(
            ofInbox,
            waits,
            ne(messages.sender, param('reader')),
            or(isNull(taker), eq(taker, param('reader')), lte(takenUntil, param('lapsedBy'))),
          ),
        )
        .orderBy(asc(inboxEntries.seq))
        .limit(param('limit')),
    ),
    listPressingLetters: many(
      letters()
        .where(and(ofInbox, waits, or(urgent, ofServer)))
        .orderBy(asc(inboxEntries.seq))
        .limit(param('limit')),
    ),
    listLetters: many(letters().where(and(ofInbox, after)).orderBy(asc(inboxEntries.seq)).limit(param('limit'))),
    listOverdueLetters: many(
      letters()
        .where(and(partOf.waitingEntries(inboxEntries), lte(inboxEntries.expiresAt, param('at'))))
        .orderBy(asc(inboxEntries.expiresAt), asc(inboxEntries.project), asc(inboxEntries.owner), asc(inboxEntries.seq))
        .limit(param('limit')),
    ),
  };
}

/** Messages and inboxes: writing. */
export function inboxWrites(db: QueryBuilder, schema: Schema) {
  const { messages, messageKeys } = schema;
  return {
    insertMessage: run(
      db
        .insert(messages)
        .values(givenAll(getTableColumns(messages)))
        .onConflictDoNothing(),
    ),
    insertMessageKey: run(
      db
        .insert(messageKeys)
        .values(givenAll(getTableColumns(messageKeys)))
        .onConflictDoNothing(),
    ),
    ...entryWrites(db, schema),
    ...forgettingWrites(db, schema),
  };
}

function entryWrites(db: QueryBuilder, { inboxEntries: entries }: Schema) {
  const { taker, takenUntil } = entries;
  const ofInbox = and(eq(entries.project, param('project')), eq(entries.owner, param('owner')));
  const entry = and(ofInbox, eq(entries.seq, param('seq')), partOf.waitingEntries(entries));
  const inTime = gt(entries.expiresAt, param('at'));
  const now = given(entries.ackedAt, 'at');
  // What was acknowledged has arrived.
  const acked = { ackedAt: now, deliveredAt: sql`coalesce(${entries.deliveredAt}, ${now})` };
  const mayTake = or(isNull(taker), eq(taker, param('taker')), lte(takenUntil, param('lapsedBy')));
  return {
    markDelivered: run(
      db
        .update(entries)
        .set({ deliveredAt: now })
        .where(and(ofInbox, lte(entries.seq, param('upTo')), isNull(entries.deliveredAt), partOf.waitingEntries(entries))),
    ),
    ackEntry: run(db.update(entries).set(acked).where(and(entry, inTime))),
    ackEntriesUpTo: many(
      db
        .update(entries)
        .set(acked)
        .where(and(ofInbox, lte(entries.seq, param('upTo')), partOf.waitingEntries(entries), inTime))
        .returning({ seq: entries.seq }),
    ),
    ackTaken: run(
      db
        .update(entries)
        .set(acked)
        .where(and(entry, inTime, eq(taker, param('taker')))),
    ),
    takeEntry: run(
      db
        .update(entries)
        .set({ ...givenAll({ taker, takenUntil }), deliveredAt: sql`coalesce(${entries.deliveredAt}, ${now})` })
        .where(and(entry, inTime, mayTake)),
    ),
    buryEntry: run(
      db
        .update(entries)
        .set({ deadAt: now })
        .where(and(entry, lte(entries.expiresAt, param('at')))),
    ),
  };
}

function forgettingWrites(db: QueryBuilder, { messages, messageKeys, inboxEntries }: Schema) {
  const lying = db.select({ seq: inboxEntries.seq }).from(inboxEntries).where(eq(inboxEntries.message, messages.id));
  return {
    deleteEntries: run(db.delete(inboxEntries).where(lt(inboxEntries.expiresAt, param('before')))),
    deleteMessageKeys: run(db.delete(messageKeys).where(lt(messageKeys.expiresAt, param('before')))),
    deleteMessages: run(db.delete(messages).where(and(lt(messages.expiresAt, param('before')), notExists(lying)))),
  };
}

/** How a door puts messages into inboxes. */
export function inboxDoorQueries(db: QueryBuilder, { inboxes, inboxEntries }: Schema) {
  const { project, owner, seq, message, expiresAt, deadAt } = inboxEntries;
  return {
    takeInboxNumber: one(
      db
        .insert(inboxes)
        .values({ ...givenAll({ project: inboxes.project, owner: inboxes.owner }), head: 1 })
        .onConflictDoUpdate({ target: [inboxes.project, inboxes.owner], set: { head: sql`${inboxes.head} + 1` } })
        .returning({ head: inboxes.head }),
    ),
    insertEntry: run(db.insert(inboxEntries).values(givenAll({ project, owner, seq, message, expiresAt, deadAt }))),
  };
}
