import {
  type AnyPgColumn,
  bigint,
  customType,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  timestamp,
} from 'drizzle-orm/pg-core';
import { defineSchema, type Schema } from '../schema.ts';
import type { Columns } from '../sqlite/columns.ts';
import { binaryText, postgresColumns } from './columns.ts';

/** The schema as Postgres has it. It is typed as the one that the queries are written against: same tables, same columns, same rows. */
export const postgresSchema: Schema = defineSchema(postgresColumns as unknown as Columns);

// drizzle-kit looks for tables among the exports, so they stand here one by one.
export const {
  store,
  projects,
  agents,
  tokens,
  sessions,
  tasks,
  taskDeps,
  taskLabels,
  needs,
  attempts,
  notes,
  comments,
  orphans,
  blocks,
  reviews,
  approvals,
  messages,
  messageKeys,
  inboxes,
  inboxEntries,
  reservations,
  blobs,
  artifacts,
  artifactTotals,
  events,
  replies,
} = postgresSchema;

/**
 * One row: the lease clock, which the nodes share. `store.lease_now` is of no use where there are several.
 * @public drizzle-kit looks for it.
 */
export const leaseClock = pgTable('lease_clock', {
  id: integer().primaryKey(),
  now: bigint({ mode: 'number' }).notNull(),
  listeningSince: bigint({ mode: 'number' }).notNull(),
  /** How often it was moved: a node that knows the count knows for how long it has been so. */
  looks: bigint({ mode: 'number' }).notNull(),
  lookedAt: timestamp({ withTimezone: true }).notNull(),
});

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/**
 * The bytes of artifacts in pieces, so that nobody has all of them in memory. They go with the row of their blob.
 * @public drizzle-kit looks for it.
 */
export const blobChunks = pgTable(
  'blob_chunks',
  { sha256: postgresColumns.text().notNull(), place: integer().notNull(), bytes: bytea().notNull() },
  (t) => [
    primaryKey({ columns: [t.sha256, t.place] }),
    // The blobs of Postgres, which are typed as those that the queries are written against.
    foreignKey({ columns: [t.sha256], foreignColumns: [(blobs as unknown as { sha256: AnyPgColumn }).sha256] }).onDelete(
      'cascade',
    ),
  ],
);

const tsvector = customType<{ data: string; driverData: string }>({ dataType: () => 'tsvector' });

/** The words by which each task is found. Its own, since the other engine has another kind of index; made anew from the tasks where it is missing. */
export const taskTexts = pgTable(
  'task_texts',
  { project: binaryText().notNull(), task: bigint({ mode: 'number' }).notNull(), words: tsvector().notNull() },
  (t) => [primaryKey({ columns: [t.project, t.task] }), index('task_texts_words').using('gin', t.words)],
);
