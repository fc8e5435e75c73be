import type { BlockRecord } from '../domain/blocking/blocking-records.ts';
import type { ColumnOf, Columns } from './sqlite/columns.ts';

interface TasksTable {
  readonly project: ColumnOf<'tasks'>;
  readonly number: ColumnOf<'tasks'>;
}

/** What a task knows of its standing still. */
export function standstillColumns({ text, integer, json }: Columns) {
  return {
    blocked: json<BlockRecord['blocked']>(),
    blockedUntil: integer(),
    blockedOn: integer(),
    stuckBecause: text(),
    stuckSince: integer(),
    stalledAt: integer(),
  };
}

/** Each time that a task was blocked, by the epoch that ended with it. */
export function defineBlockTable(columns: Columns, tasks: TasksTable) {
  const { table, text, integer, json, primaryKey, foreignKey } = columns;
  return table(
    'blocks',
    {
      project: text().notNull(),
      task: integer().notNull(),
      epoch: integer().notNull(),
      blocked: json<BlockRecord['blocked']>().notNull(),
      at: integer().notNull(),
      endedAt: integer(),
      endedBy: text(),
      ending: text<NonNullable<BlockRecord['ending']>>(),
      answer: text(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.task, t.epoch] }),
      foreignKey({ columns: [t.project, t.task], foreignColumns: [tasks.project, tasks.number] }),
    ],
  );
}
