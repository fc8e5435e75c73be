import type { AttemptRecord, NoteRecord, TaskRecord } from '../domain/records.ts';
import { defineBlockTable, standstillColumns } from './schema-blocking.ts';
import { partOf } from './schema-parts.ts';
import type { ColumnOf, Columns } from './sqlite/columns.ts';

interface ProjectsTable {
  readonly name: ColumnOf<'projects'>;
}
interface TasksTable {
  readonly project: ColumnOf<'tasks'>;
  readonly number: ColumnOf<'tasks'>;
}

/** The task and all that hangs on it. */
export function defineTaskTables(columns: Columns, projects: ProjectsTable) {
  const tasks = defineTaskTable(columns, projects);
  return {
    tasks,
    ...defineLookupTables(columns, tasks),
    ...defineHistoryTables(columns, tasks),
    ...defineRemarkTables(columns, tasks),
    blocks: defineBlockTable(columns, tasks),
  };
}

function defineTaskTable(columns: Columns, projects: ProjectsTable) {
  const { table, text, integer, json, primaryKey, foreignKey, index } = columns;
  return table(
    'tasks',
    {
      project: text().notNull(),
      number: integer().notNull(),
      title: text().notNull(),
      brief: text().notNull(),
      status: text<TaskRecord['status']>().notNull(),
      statusReason: text(),
      statusSince: integer().notNull(),
      priority: integer().notNull(),
      labels: json<string[]>().notNull(),
      requires: json<string[]>().notNull(),
      needs: text().notNull(),
      dependsOn: json<number[]>().notNull(),
      openDeps: integer().notNull(),
      brokenDeps: integer().notNull(),
      paths: json<string[]>().notNull(),
      acceptance: json<string[]>().notNull(),
      assignee: text(),
      reviewer: text().notNull(),
      reviewsRequired: integer().notNull(),
      leaseTtlMs: integer().notNull(),
      maxAttempts: integer().notNull(),
      attempts: integer().notNull(),
      generation: integer().notNull(),
      epoch: integer().notNull(),
      version: integer().notNull(),
      revision: integer().notNull(),
      round: integer().notNull(),
      summary: text(),
      holderAgent: text(),
      holderSession: text(),
      claimedAt: integer(),
      leaseEndsAt: integer(),
      progressAt: integer(),
      heldFor: text(),
      heldUntil: integer(),
      queueFor: text().notNull(),
      notBefore: integer(),
      scheduledAt: integer(),
      dueAt: integer(),
      attached: integer().notNull().default(0),
      createdBy: text().notNull(),
      createdAt: integer().notNull(),
      updatedAt: integer().notNull(),
      ...standstillColumns(columns),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.number] }),
      foreignKey({ columns: [t.project], foreignColumns: [projects.name] }),
      index('tasks_ready').on(t.project, t.needs, t.queueFor, t.priority, t.number).where(partOf.readyTasks(t)),
      index('tasks_scheduled').on(t.project, t.scheduledAt).where(partOf.scheduledTasks(t)),
      index('tasks_held_back').on(t.project, t.heldUntil).where(partOf.heldBackTasks(t)),
      index('tasks_leased').on(t.project, t.leaseEndsAt).where(partOf.leasedTasks(t)),
      // Holds all that counting an agent's claims needs, so that a claim does not read each row the agent holds.
      index('tasks_doing_by_agent').on(t.project, t.holderAgent, t.leaseEndsAt, t.leaseTtlMs).where(partOf.doingTasks(t)),
      index('tasks_by_status').on(t.project, t.status, t.number),
      index('tasks_blocked_until').on(t.project, t.blockedUntil).where(partOf.tasksBlockedUntil(t)),
      index('tasks_blocked_on').on(t.project, t.blockedOn, t.number).where(partOf.tasksBlockedOn(t)),
      index('tasks_broken').on(t.project, t.number).where(partOf.brokenTasks(t)),
      index('tasks_ended').on(t.project, t.statusSince).where(partOf.endedTasks(t)),
    ],
  );
}

function defineLookupTables(columns: Columns, tasks: TasksTable) {
  const { table, text, integer, flag, primaryKey, foreignKey, index } = columns;

  const taskDeps = table(
    'task_deps',
    { project: text().notNull(), task: integer().notNull(), dependsOn: integer().notNull() },
    (t) => [
      primaryKey({ columns: [t.project, t.task, t.dependsOn] }),
      foreignKey({ columns: [t.project, t.task], foreignColumns: [tasks.project, tasks.number] }),
      foreignKey({ columns: [t.project, t.dependsOn], foreignColumns: [tasks.project, tasks.number] }),
      index('task_deps_reverse').on(t.project, t.dependsOn, t.task),
    ],
  );
  // Repeats of its task what claim-next sorts by, so that a rare label is found without walking the common ones.
  const taskLabels = table(
    'task_labels',
    {
      project: text().notNull(),
      label: text().notNull(),
      task: integer().notNull(),
      needs: text().notNull(),
      queueFor: text().notNull(),
      priority: integer().notNull(),
      ready: flag().notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.label, t.task] }),
      foreignKey({ columns: [t.project, t.task], foreignColumns: [tasks.project, tasks.number] }),
      index('task_labels_ready').on(t.project, t.label, t.needs, t.queueFor, t.priority, t.task).where(partOf.readyLabels(t)),
      index('task_labels_by_task').on(t.project, t.task),
    ],
  );
  const needs = table('needs', { project: text().notNull(), needs: text().notNull() }, (t) => [
    primaryKey({ columns: [t.project, t.needs] }),
  ]);
  return { taskDeps, taskLabels, needs };
}

function defineHistoryTables(columns: Columns, tasks: TasksTable) {
  const { table, text, integer, json, primaryKey, foreignKey, index } = columns;

  const attempts = table(
    'attempts',
    {
      project: text().notNull(),
      task: integer().notNull(),
      epoch: integer().notNull(),
      generation: integer().notNull(),
      agent: text().notNull(),
      session: text().notNull(),
      startedAt: integer().notNull(),
      endedAt: integer(),
      outcome: text<NonNullable<AttemptRecord['outcome']>>(),
      reason: text(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.task, t.epoch] }),
      foreignKey({ columns: [t.project, t.task], foreignColumns: [tasks.project, tasks.number] }),
      index('attempts_by_agent').on(t.project, t.task, t.generation, t.agent),
    ],
  );
  const orphans = table(
    'orphans',
    {
      project: text().notNull(),
      task: integer().notNull(),
      id: text().notNull(),
      epoch: integer().notNull(),
      agent: text().notNull(),
      operation: text().notNull(),
      payload: json<unknown>().notNull(),
      at: integer().notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.task, t.id] }),
      foreignKey({ columns: [t.project, t.task], foreignColumns: [tasks.project, tasks.number] }),
      index('orphans_by_age').on(t.at),
    ],
  );
  return { attempts, orphans };
}

function defineRemarkTables(columns: Columns, tasks: TasksTable) {
  const { table, text, integer, primaryKey, foreignKey } = columns;

  const notes = table(
    'notes',
    {
      project: text().notNull(),
      task: integer().notNull(),
      id: text().notNull(),
      kind: text<NoteRecord['kind']>().notNull(),
      epoch: integer().notNull(),
      author: text().notNull(),
      text: text().notNull(),
      percent: integer(),
      at: integer().notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.task, t.id] }),
      foreignKey({ columns: [t.project, t.task], foreignColumns: [tasks.project, tasks.number] }),
    ],
  );
  const comments = table(
    'comments',
    {
      project: text().notNull(),
      task: integer().notNull(),
      id: text().notNull(),
      author: text().notNull(),
      body: text().notNull(),
      at: integer().notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.task, t.id] }),
      foreignKey({ columns: [t.project, t.task], foreignColumns: [tasks.project, tasks.number] }),
    ],
  );
  return { notes, comments };
}
