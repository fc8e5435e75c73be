import Driver from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { expect, test } from 'vitest';
import { doorQueries } from '../../server/storage/queries/event-queries.ts';
import type { Query } from '../../server/storage/queries/query.ts';
import { readQuerySet, writeQuerySet } from '../../server/storage/queries/query-set.ts';
import { migrate } from '../../server/storage/sqlite/migrations.ts';
import { sqliteSchema } from '../../server/storage/sqlite/schema.ts';
import { textReads, textWrites } from '../../server/storage/sqlite/text-queries.ts';

// The row of the store is one; the indexes of tasks in `doing` and of claimed reviews are left at their first row; `walked` has as many
// rows as it is told; SCAN is said of every virtual table, also of one that is asked for words, by rows from one number to another, in order.
const ALLOWED = [
  /^SCAN store$/,
  /^SCAN tasks USING COVERING INDEX tasks_doing_by_agent$/,
  /^SCAN reviews USING COVERING INDEX reviews_claimed$/,
  /^SCAN task_texts VIRTUAL TABLE INDEX [0-9]+:(M1><|=M1|M1=)$/,
  /^SCAN (CONSTANT ROW|here|walked)$/,
];

function plans(): Array<[string, string[]]> {
  const db = new Driver(':memory:');
  migrate(db);
  const builder = drizzle(db, { casing: 'snake_case' });
  const set = {
    ...readQuerySet(builder, sqliteSchema),
    ...writeQuerySet(builder, sqliteSchema),
    ...doorQueries(builder, sqliteSchema),
    ...textReads(builder),
    ...textWrites(builder),
  };
  return Object.entries<Query>(set).map(([name, { builder: query }]) => {
    const { query: written } = query.prepare() as { query: { sql: string; params: unknown[] } }; // what Drizzle has written
    const rows = db.prepare(`explain query plan ${written.sql}`).all(...written.params.map(() => null)) as Array<{
      detail: string;
    }>;
    return [name, rows.map((row) => row.detail)];
  });
}

test('[CL4] no query of the port walks a table', () => {
  const scans = plans().filter(([, steps]) =>
    steps.some((step) => step.startsWith('SCAN') && !ALLOWED.some((allowed) => allowed.test(step))),
  );
  expect(scans).toEqual([]);
});

test.each([
  'headOfQueue',
  'headOfLabelQueue',
  'listTasks',
  'listEvents',
  'listOpenReviews',
  'listHolds',
  'listQueue',
  'listLabelQueue',
  'listBrokenTasks',
  'skipTasks',
])('[CL4] %s finds its order in an index', (name) => {
  const steps = plans().find(([query]) => query === name)?.[1] ?? ['not found'];
  expect(steps.filter((step) => !step.startsWith('SEARCH'))).toEqual([]);
});

test('[QY4] what is walked within bounds is neither sorted nor gathered first', () => {
  const steps = plans().find(([query]) => query === 'listTasksInBounds')?.[1] ?? ['not found'];
  expect(steps.filter((step) => !/^(SEARCH tasks USING INDEX tasks_by_status|CO-ROUTINE walked|SCAN walked)/.test(step))).toEqual(
    [],
  );
});
