import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { Schema } from '../schema.ts';
import { given, givenAll, many, one, param, type QueryBuilder, run } from './query.ts';

/** Tasks and what is looked up by them: writing. */
export function taskWrites(db: QueryBuilder, schema: Schema) {
  return { ...rowWrites(db, schema), ...dependencyWrites(db, schema), ...labelWrites(db, schema) };
}

function rowWrites(db: QueryBuilder, { tasks }: Schema) {
  const { project, number, createdBy, createdAt, openDeps, brokenDeps, attached, ...mutable } = getTableColumns(tasks);
  const byKey = and(eq(project, param('project')), eq(number, param('number')));
  return {
    insertTask: run(db.insert(tasks).values(givenAll(getTableColumns(tasks)))),
    updateTask: run(
      db
        .update(tasks)
        .set(givenAll(mutable))
        .where(and(byKey, eq(tasks.version, param('expectedVersion')), eq(tasks.epoch, param('expectedEpoch')))),
    ),
    setDependencyCounts: run(db.update(tasks).set(givenAll({ openDeps, brokenDeps })).where(byKey)),
  };
}

function dependencyWrites(db: QueryBuilder, { projects, tasks, taskDeps }: Schema) {
  const waiting = db
    .select({ task: taskDeps.task })
    .from(taskDeps)
    .where(and(eq(taskDeps.project, param('project')), eq(taskDeps.dependsOn, param('number'))));
  return {
    shiftDependents: many(
      db
        .update(tasks)
        .set({ openDeps: sql`${tasks.openDeps} + ${param('open')}`, brokenDeps: sql`${tasks.brokenDeps} + ${param('broken')}` })
        .where(and(eq(tasks.project, param('project')), inArray(tasks.number, waiting)))
        .returning({ number: tasks.number }),
    ),
    // Where works run one after the other there is nothing to hold; another engine takes a lock here.
    holdDependencies: one(
      db
        .select({ name: projects.name })
        .from(projects)
        .where(eq(projects.name, param('project'))),
    ),
    insertDependency: run(
      db
        .insert(taskDeps)
        .values(givenAll(getTableColumns(taskDeps)))
        .onConflictDoNothing(),
    ),
    deleteDependencies: run(
      db.delete(taskDeps).where(and(eq(taskDeps.project, param('project')), eq(taskDeps.task, param('task')))),
    ),
  };
}

function labelWrites(db: QueryBuilder, { taskLabels, needs }: Schema) {
  const ofTask = and(eq(taskLabels.project, param('project')), eq(taskLabels.task, param('task')));
  return {
    insertLabel: run(
      db
        .insert(taskLabels)
        .values(givenAll(getTableColumns(taskLabels)))
        .onConflictDoNothing(),
    ),
    updateLabels: run(
      db
        .update(taskLabels)
        .set({
          needs: given(taskLabels.needs, 'needs'),
          queueFor: given(taskLabels.queueFor, 'queueFor'),
          priority: given(taskLabels.priority, 'priority'),
          ready: given(taskLabels.ready, 'ready'),
        })
        .where(ofTask),
    ),
    deleteLabels: run(db.delete(taskLabels).where(ofTask)),
    insertNeeds: run(
      db
        .insert(needs)
        .values(givenAll(getTableColumns(needs)))
        .onConflictDoNothing(),
    ),
  };
}
