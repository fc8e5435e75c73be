import Driver from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate, readMigrations } from '../../server/storage/sqlite/migrations.ts';

/** How many migrations a board of the first releases has had. */
const RELEASED = 2;
const INSERT_TASK = `insert into tasks (project, number, title, brief, status, status_since, priority, labels, requires, needs, depends_on, open_deps,
  broken_deps, paths, acceptance, reviewer, reviews_required, lease_ttl_ms, max_attempts, attempts, generation, epoch, version, revision, round, queue_for,
  created_by, created_at, updated_at)
  values ('p', ?, 't', '', 'todo', 0, 2, '[]', '[]', ?, '[]', 0, 0, ?, '[]', 'any', 1, 60000, 5, 0, 1, 0, 1, 0, 0, '', 'lead', 0, 0)`;

test('[CL4] [RS1] tasks of an older board that touch paths are found in the queues of such tasks', () => {
  const db = new Driver(':memory:');
  const migrations = readMigrations();
  migrate(db, migrations.slice(0, RELEASED));
  db.exec("insert into projects values ('p', 0, null, null, null, 0, 3, 0, 1, 0)");
  db.prepare(INSERT_TASK).run(1, 'go', '["src/**"]');
  db.prepare(INSERT_TASK).run(2, 'go', '[]');
  for (const task of [1, 2]) db.prepare("insert into task_labels values ('p', 'l', ?, 'go', '', 2, 1)").run(task);
  db.exec("insert into needs values ('p', 'go')");
  migrate(db, migrations);
  const all = (table: string) => db.prepare(`select needs from ${table} where project = 'p' order by 1`).pluck().all();
  expect(all('tasks')).toEqual(['/go', 'go']);
  expect(all('task_labels')).toEqual(['/go', 'go']);
  expect(all('needs')).toEqual(['/go', 'go']);
  expect(db.prepare('select needs from tasks where number = 1').pluck().get()).toBe('/go');
});
