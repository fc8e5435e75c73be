import { rmSync } from 'node:fs';
import Driver from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Storage } from '../../server/domain/store.ts';
import { migrate, readMigrations } from '../../server/storage/sqlite/migrations.ts';
import { seedProject, taskRow } from './sample-rows.ts';
import { freshFile, openTestSqlite } from './test-sqlite.ts';

const word = (text: string) => ({ all: [{ words: [text], prefix: false }], none: [] });
const found = (storage: Storage, text: string, project = 'p') =>
  storage.read(async ({ q }) =>
    (await q.listTasksByText({ project, match: word(text), after: 0, limit: 999 })).map(({ number }) => number),
  );

/** A file with tasks that no words are indexed of. */
async function oldFile(): Promise<string> {
  const { file, storage } = await openTestSqlite();
  await storage.write(async (tx) => {
    for (const project of ['p', 'other']) {
      await seedProject(tx, project);
      for (let number = 1; number <= 600; number += 1)
        await tx.q.insertTask(taskRow({ project, number, title: `Task nr${number}`, summary: number === 7 ? 'Fertig' : null }));
    }
    await tx.q.insertComment({ project: 'p', task: 600, id: 'com_1', author: 'ada', body: 'Spät, aber doch', at: 1 });
  });
  await storage.close();
  return file;
}

test('[QY3] a file without an index is indexed when it is opened, once', async () => {
  const file = await oldFile();
  const { storage } = await openTestSqlite({ file });
  expect(await found(storage, 'task')).toHaveLength(600);
  expect(await found(storage, 'nr600', 'other')).toEqual([600]);
  expect(await found(storage, 'fertig')).toEqual([7]);
  expect(await found(storage, 'spat')).toEqual([600]);
  await storage.write(({ q }) => q.setTaskText({ project: 'p', task: 7, words: ['anew'] }));
  await storage.close();
  const again = (await openTestSqlite({ file })).storage;
  expect([await found(again, 'fertig'), await found(again, 'anew')]).toEqual([[], [7]]);
  await again.close();
});

/** How many migrations the program had before there was a search. */
const MIGRATIONS_BEFORE = 2;

test('[QY3] a file of a program that knew no search is brought forward and indexed', async () => {
  const { file, storage } = await openTestSqlite();
  await storage.close();
  const empty = new Driver(file);
  const id = Number(empty.pragma('application_id', { simple: true }));
  const store = empty.prepare('select id, incarnation, lease_now from store').raw().get();
  empty.close();
  rmSync(file);
  const db = new Driver(file);
  db.pragma(`application_id = ${id}`);
  migrate(db, readMigrations().slice(0, MIGRATIONS_BEFORE));
  db.prepare('insert into store (id, incarnation, lease_now) values (?, ?, ?)').run(store);
  fill(db, 'projects', { name: 'p' });
  fill(db, 'tasks', { project: 'p', number: 4, title: 'An Olde Task', status: 'todo' });
  db.close();
  const forward = (await openTestSqlite({ file })).storage;
  expect(await found(forward, 'olde')).toEqual([4]);
  await forward.close();
});

/** Inserts a row, with something in every column that wants it. */
function fill(db: Driver.Database, table: string, row: Record<string, unknown>): void {
  const columns = db.pragma(`table_info(${table})`) as Array<{ name: string; type: string; notnull: number }>; // what SQLite says of a table
  const given = columns.filter(({ name, notnull }) => name in row || notnull === 1);
  const values = given.map(({ name, type }) => row[name] ?? (type.toLowerCase() === 'integer' ? 1 : '[]'));
  db.prepare(`insert into ${table} (${given.map(({ name }) => name).join()}) values (${given.map(() => '?').join()})`).run(
    values,
  );
}

test('[QY3] the index stays sound under many changes, and a backup of the file brings it along', async () => {
  const { file, storage } = await openTestSqlite();
  await storage.write((tx) => seedProject(tx));
  for (let round = 0; round < 5; round += 1)
    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        storage.write(({ q }) => q.setTaskText({ project: 'p', task: i + 1, words: [`round${round}`, 'same', `nr${i}`] })),
      ),
    );
  const numbers = Array.from({ length: 60 }, (_, i) => i + 1);
  await storage.write(async ({ q }) => {
    for (const number of numbers) await q.insertTask(taskRow({ number }));
  });
  expect([await found(storage, 'round3'), await found(storage, 'round4')]).toEqual([[], numbers]);
  await storage.close();
  const db = new Driver(file);
  db.exec("insert into task_texts(task_texts) values ('integrity-check')");
  const copy = freshFile();
  db.exec(`vacuum into '${copy}'`);
  db.close();
  const copied = (await openTestSqlite({ file: copy })).storage;
  expect([await found(copied, 'same'), await found(copied, 'nr59')]).toEqual([numbers, [60]]);
  await copied.close();
});
