import { readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import Driver from 'better-sqlite3';
import { expect, test } from 'vitest';
import { checkRuntime, openReader } from '../../server/storage/sqlite/connection.ts';
import { migrate, readMigrations } from '../../server/storage/sqlite/migrations.ts';
import { eventRow, projectRow, seedProject, taskRow } from './sample-rows.ts';
import { freshFile, openTestSqlite } from './test-sqlite.ts';

async function closedStore(): Promise<string> {
  const { file, storage } = await openTestSqlite();
  await storage.write(async (tx) => {
    await seedProject(tx);
    for (let number = 1; number <= 200; number += 1) await tx.q.insertTask(taskRow({ number, brief: 'x'.repeat(500) }));
  });
  await storage.close();
  return file;
}

const DAMAGES: Record<string, (file: string) => void> = {
  'is no database': (file) => writeFileSync(file, 'hello, this is not a database at all'),
  'is empty': (file) => truncateSync(file, 0),
  'is cut in half': (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2)),
  'has pages full of noise': (file) => writeFileSync(file, readFileSync(file).fill(0xa5, 8_192, 40_960)),
  'has a broken schema': (file) => writeFileSync(file, readFileSync(file).fill(0xff, 100, 2_000)),
};

test.each(Object.entries(DAMAGES))('[DU4] a file that %s is refused and stays as it is, byte for byte', async (_, damage) => {
  const file = await closedStore();
  damage(file);
  const before = readFileSync(file);
  const opening = openTestSqlite({ file });
  await expect(opening).rejects.toMatchObject({ code: 'unavailable', details: { hint: expect.stringContaining('backup') } });
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('[DU4] where the log is still there but the file is gone, no new one is made in its place', async () => {
  const file = await closedStore();
  writeFileSync(`${file}-wal`, 'what was not yet moved over');
  rmSync(file);
  await expect(openTestSqlite({ file })).rejects.toThrow('its log is still there');
});

test("[DU4] another program's database and a newer program's store are refused and stay as they are", async () => {
  const foreign = freshFile();
  new Driver(foreign).exec('create table theirs (x)').close();
  const newer = await closedStore();
  const db = new Driver(newer);
  db.pragma(`user_version = ${readMigrations().length + 1}`);
  db.close();
  for (const [file, why] of [
    [foreign, 'of another program'],
    [newer, 'by a newer Batonpass'],
  ] as const) {
    const before = readFileSync(file);
    await expect(openTestSqlite({ file })).rejects.toThrow(why);
    expect(readFileSync(file).equals(before)).toBe(true);
  }
});

test('[DU4] making a store that fails half-way leaves nothing at its place', async () => {
  const file = freshFile();
  writeFileSync(`${file}.new`, 'left by a program that was killed while it made the store');
  const { storage } = await openTestSqlite({ file });
  await storage.write((tx) => tx.q.insertProject(projectRow()));
  await storage.close();
});

test('[DU4] a full disk fails the work with storage_full, reads go on, and room is enough to recover', async () => {
  const setLimit: Array<(pages: number) => void> = [];
  const { storage } = await openTestSqlite({
    onWriter: (db) => void setLimit.push((pages) => db.pragma(`max_page_count = ${pages}`)),
  });
  await storage.write((tx) => seedProject(tx));
  const insert = (number: number) =>
    storage.write(async (tx) => {
      await tx.q.insertTask(taskRow({ number, brief: 'x'.repeat(20_000) }));
      await tx.append(eventRow({ task: number }));
    });
  setLimit[0]?.(1); // SQLite makes it the number of pages in use
  const settled = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => insert(i + 1)));
  const refused = settled.filter((one) => one.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  for (const one of refused) expect(one.reason).toMatchObject({ code: 'storage_full' });
  const kept = await storage.read((tx) => tx.q.listTasks({ project: 'p', after: 0, limit: 99 }));
  expect(kept).toHaveLength(settled.length - refused.length);

  setLimit[0]?.(1_000_000);
  await insert(100);
  const events = await storage.read((tx) => tx.q.listEvents({ project: 'p', after: 0, limit: 99 }));
  expect(events.map((event) => event.seq)).toEqual(Array.from({ length: kept.length + 1 }, (_, i) => i + 1));
  await storage.close();
});

test('[DU1] WAL and synchronous=FULL are in force, after a reopening and writes too', async () => {
  const file = await closedStore();
  const { storage } = await openTestSqlite({ file });
  await storage.write((tx) => tx.append(eventRow()));
  expect(await storage.durability()).toEqual({ engine: 'sqlite', journal: 'wal', synchronous: 'FULL' });
  await storage.close();
});

test('[LAW4] the reading connection refuses to write', async () => {
  const { file, storage } = await openTestSqlite();
  const reader = openReader(file);
  expect(() => reader.exec('delete from store')).toThrow('readonly');
  reader.close();
  await storage.close();
});

test('[DU6] closing moves the log into the file, which is then whole by itself', async () => {
  const file = await closedStore();
  const moved = freshFile();
  renameSync(file, moved);
  const { storage } = await openTestSqlite({ file: moved });
  expect(await storage.read((tx) => tx.q.listTasks({ project: 'p', after: 199, limit: 9 }))).toHaveLength(1);
  await storage.close();
});

test('[DU4] a migration that fails is not kept, and leaves the version where it was', () => {
  const db = new Driver(':memory:');
  migrate(db);
  const broken = { name: 'broken', statements: ['create table half (x)', 'no such statement'] };
  expect(() => migrate(db, [...readMigrations(), broken])).toThrow('syntax error');
  expect(db.pragma('user_version', { simple: true })).toBe(readMigrations().length);
  expect(db.prepare("select 1 from sqlite_schema where name = 'half'").get()).toBeUndefined();
});

test('[DU1] a Node below Node-API 10 is refused with the Node that is needed', () => {
  expect(() => checkRuntime({ napi: '9', node: '20.20.2' })).toThrow('this is Node 20.20.2 with Node-API 9');
  expect(() => checkRuntime({ napi: '10', node: '22.14.0' })).not.toThrow();
});
