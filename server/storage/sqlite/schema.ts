import { defineSchema } from '../schema.ts';
import { sqliteColumns } from './columns.ts';

/** The schema as SQLite has it. */
export const sqliteSchema = defineSchema(sqliteColumns);

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
} = sqliteSchema;
