import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { projectRow } from './sample-rows.ts';
import { freshFile, openTestSqlite } from './test-sqlite.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function holdInAnotherProcess(file: string): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('./hold-store.ts', import.meta.url));
  const child = spawn(process.execPath, [program, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

test('[DU3] a second process is refused and told who has the store, by pid and address', {}, async () => {
  const file = freshFile();
  const holder = await holdInAnotherProcess(file);
  const second = openTestSqlite({ file });
  await expect(second).rejects.toMatchObject({ code: 'unavailable' });
  await expect(second).rejects.toThrow(`in use by process ${holder.pid} at http://127.0.0.1:7000`);
});

test('[DU3] another name of the same file does not get round the lock', async () => {
  const { file, storage } = await openTestSqlite();
  const link = join(dirname(file), 'link.db');
  symlinkSync(file, link);
  await expect(openTestSqlite({ file: link })).rejects.toThrow(`in use by process ${process.pid}`);
  await storage.close();
});

test('[DU3] a holder that was killed leaves nothing that stands in the way, and what it committed is there', {}, async () => {
  const file = freshFile();
  const before = await openTestSqlite({ file });
  await before.storage.write((tx) => tx.q.insertProject(projectRow()));
  await before.storage.close();
  const holder = await holdInAnotherProcess(file);
  const died = once(holder, 'exit');
  holder.kill('SIGKILL');
  await died;
  const { storage } = await openTestSqlite({ file });
  expect(await storage.read((tx) => tx.q.getProject({ name: 'p' }))).toEqual(projectRow());
  await storage.close();
});

test('[DU3] a pid that now belongs to somebody else does not stand in the way', async () => {
  const file = freshFile();
  // Our parent is alive and has nothing to do with the store: as if the number had been given out again.
  writeFileSync(`${file}.owner`, JSON.stringify({ pid: process.ppid, address: null }));
  const { storage } = await openTestSqlite({ file });
  await storage.close();
});

test('[DU3] after a close the next one opens', async () => {
  const { file, storage } = await openTestSqlite();
  await storage.close();
  const again = await openTestSqlite({ file });
  expect(again.storage.incarnation).toBe(storage.incarnation);
  await again.storage.close();
});
