import { partOf } from './schema-parts.ts';
import type { ColumnOf, Columns } from './sqlite/columns.ts';

interface ProjectsTable {
  readonly name: ColumnOf<'projects'>;
}
interface TasksTable {
  readonly project: ColumnOf<'tasks'>;
  readonly number: ColumnOf<'tasks'>;
}

/** What is attached to tasks, and which bytes are kept for it. The bytes themselves each engine has in its own way. */
export function defineArtifactTables(columns: Columns, { projects, tasks }: { projects: ProjectsTable; tasks: TasksTable }) {
  const { table, text, integer, flag, primaryKey, foreignKey, index } = columns;

  const blobs = table(
    'blobs',
    { sha256: text().primaryKey(), size: integer().notNull(), idleSince: integer(), doomed: flag().notNull() },
    (t) => [index('blobs_idle').on(t.idleSince).where(partOf.idleBlobs(t))],
  );
  // The reference to its blob is what makes sure that no bytes go which an artifact is made of, whoever removes them.
  const artifacts = table(
    'artifacts',
    {
      project: text().notNull(),
      task: integer().notNull(),
      name: text().notNull(),
      sha256: text().notNull(),
      size: integer().notNull(),
      mediaType: text().notNull(),
      by: text().notNull(),
      epoch: integer(),
      at: integer().notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.task, t.name] }),
      foreignKey({ columns: [t.project, t.task], foreignColumns: [tasks.project, tasks.number] }),
      foreignKey({ columns: [t.sha256], foreignColumns: [blobs.sha256] }),
      index('artifacts_by_blob').on(t.sha256),
    ],
  );
  const artifactTotals = table('artifact_totals', { project: text().primaryKey(), bytes: integer().notNull() }, (t) => [
    foreignKey({ columns: [t.project], foreignColumns: [projects.name] }),
  ]);
  return { blobs, artifacts, artifactTotals };
}
