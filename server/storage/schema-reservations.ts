import type { ReservationRecord } from '../domain/reservations/reservation-records.ts';
import type { ColumnOf, Columns } from './sqlite/columns.ts';

interface TasksTable {
  readonly project: ColumnOf<'tasks'>;
  readonly number: ColumnOf<'tasks'>;
}

/** Holds on paths, each under a claim of a task. */
export function defineReservationTables(columns: Columns, tasks: TasksTable) {
  const { table, text, integer, flag, json, primaryKey, foreignKey, index } = columns;
  const reservations = table(
    'reservations',
    {
      project: text().notNull(),
      id: text().notNull(),
      task: integer().notNull(),
      epoch: integer().notNull(),
      agent: text().notNull(),
      mode: text<ReservationRecord['mode']>().notNull(),
      paths: json<string[]>().notNull(),
      declared: flag().notNull(),
      createdAt: integer().notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.id] }),
      foreignKey({ columns: [t.project, t.task], foreignColumns: [tasks.project, tasks.number] }),
      index('reservations_by_task').on(t.project, t.task, t.id),
    ],
  );
  return { reservations };
}
