import type { MessageRecord } from '../domain/inbox/inbox-records.ts';
import { partOf } from './schema-parts.ts';
import type { ColumnOf, Columns } from './sqlite/columns.ts';

interface ProjectsTable {
  readonly name: ColumnOf<'projects'>;
}

/** Messages, and the inboxes that they lie in. */
export function defineInboxTables(columns: Columns, projects: ProjectsTable) {
  const { table, text, integer, primaryKey, foreignKey, index } = columns;

  const messages = table(
    'messages',
    {
      id: text().primaryKey(),
      project: text().notNull(),
      sender: text().notNull(),
      toKind: text<MessageRecord['toKind']>().notNull(),
      toName: text(),
      subject: text(),
      body: text().notNull(),
      urgency: text<MessageRecord['urgency']>().notNull(),
      thread: text().notNull(),
      replyTo: text(),
      task: integer(),
      sentAt: integer().notNull(),
      expiresAt: integer().notNull(),
    },
    (t) => [
      foreignKey({ columns: [t.project], foreignColumns: [projects.name] }),
      index('messages_by_expiry').on(t.expiresAt),
      index('messages_by_sender').on(t.project, t.sender, t.id),
      index('messages_by_thread').on(t.thread, t.id),
    ],
  );
  const messageKeys = table(
    'message_keys',
    {
      project: text().notNull(),
      sender: text().notNull(),
      audience: text().notNull(),
      dedupeKey: text().notNull(),
      message: text().notNull(),
      expiresAt: integer().notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.sender, t.audience, t.dedupeKey] }),
      index('message_keys_by_expiry').on(t.expiresAt),
    ],
  );
  // Only the statement that gives out numbers changes this row, and only after the project's own row, which numbers the log. Whoever
  // changed it earlier in a transaction could wait for one that waits for it.
  const inboxes = table('inboxes', { project: text().notNull(), owner: text().notNull(), head: integer().notNull() }, (t) => [
    primaryKey({ columns: [t.project, t.owner] }),
  ]);
  const inboxEntries = table(
    'inbox_entries',
    {
      project: text().notNull(),
      owner: text().notNull(),
      seq: integer().notNull(),
      message: text().notNull(),
      expiresAt: integer().notNull(),
      deliveredAt: integer(),
      ackedAt: integer(),
      deadAt: integer(),
      taker: text(),
      takenUntil: integer(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.owner, t.seq] }),
      foreignKey({ columns: [t.message], foreignColumns: [messages.id] }),
      index('inbox_entries_by_message').on(t.message, t.owner),
      index('inbox_entries_waiting').on(t.project, t.owner, t.seq).where(partOf.waitingEntries(t)),
      index('inbox_entries_due').on(t.expiresAt, t.project, t.owner, t.seq).where(partOf.waitingEntries(t)),
      index('inbox_entries_by_expiry').on(t.expiresAt),
    ],
  );
  return { messages, messageKeys, inboxes, inboxEntries };
}
