import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { copyBoard } from '../../server/storage/copy/copy-board.ts';
import { openPostgres } from '../../server/storage/postgres/open-postgres.ts';
import { openSqlite } from '../../server/storage/sqlite/open-sqlite.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createDatabase } from '../support/test-postgres.ts';
import { makeOldBoard, type OldBoard, serve } from './old-board.ts';
import { freshFile, silentLog } from './test-sqlite.ts';

/** More than the board's own, and of more than one piece. */
const LARGE = Buffer.alloc(2_621_440, 'a large one. ');

let old: OldBoard;
beforeAll(async () => {
  old = await makeOldBoard();
  const storage = await openSqlite({ file: old.file, clock: old.clock, log: silentLog });
  const { services } = serve(storage, old.clock);
  const received = async function* () {
    for (let at = 0; at < LARGE.length; at += 65_536) yield LARGE.subarray(at, at + 65_536);
  };
  const principal = { tokenId: 'tok', name: 'admin', role: 'admin', project: null, agent: null } as const;
  const ctx = { principal, project: 'main', session: null, requestId: 'x', idempotencyKey: null, sealingSecret: '' };
  const input = { id: 'T-1', name: 'large.bin', mediaType: 'application/octet-stream' };
  await services.artifacts.attach({ ...ctx, reply: { replayed: false } }, input, received());
  await storage.close();
});

async function emptyDatabase(): Promise<string> {
  const { url, drop } = await createDatabase();
  onTestFinished(drop);
  return url;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The board with its files in a folder of the test's own, which it may change. */
function copyOfBoard(): { from: string; folder: string } {
  const from = freshFile();
  const folder = join(dirname(from), 'artifacts');
  copyFileSync(old.file, from);
  cpSync(join(old.dir, 'artifacts'), folder, { recursive: true });
  return { from, folder };
}

/** The file of the large content. */
function largest(folder: string): string {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const found = files.map(({ name }) => join(folder, name)).find((path) => statSync(path).size === LARGE.length);
  if (found === undefined) throw new Error('the large content is a file');
  return found;
}

test('[MN1] [AR2] a copied board has its artifacts, byte for byte, and what no artifact has any more is left behind', async () => {
  const url = await emptyDatabase();
  const { from } = copyOfBoard();
  const report = await copyBoard({ from, to: url });
  // notes.txt and same.txt are equal; one is empty, one of the other project, one large.
  expect(report.contents).toBe(4);
  const read = async (open: Awaited<ReturnType<typeof openPostgres>>, project: string) => {
    const caller = serve(open, old.clock).as(old.admin, { project });
    const { artifacts } = await caller.tasks.get({ id: 'T-1' });
    const small = artifacts.filter(({ name }) => name !== 'large.bin');
    return Promise.all(small.map(({ name }) => caller.tasks.artifact({ id: 'T-1', name })));
  };
  const copied = await openPostgres({ url, clock: createFakeClock(), log: silentLog });
  onTestFinished(() => copied.close());
  const kept = await openSqlite({ file: from, clock: createFakeClock(), log: silentLog });
  onTestFinished(() => kept.close());
  for (const project of ['main', 'solo']) {
    const before = await read(kept, project);
    expect(before.length).toBe(project === 'main' ? 3 : 1);
    expect(await read(copied, project)).toEqual(before);
  }
  const large = await copied.read(({ q }) => q.findArtifact({ project: 'main', number: 1, name: 'large.bin' }));
  const pieces: Uint8Array[] = [];
  for await (const piece of (large && (await copied.blobs.open(large))) ?? []) pieces.push(piece);
  expect(Buffer.concat(pieces).equals(LARGE)).toBe(true);
  expect(await ask(url, 'select count(distinct sha256)::int as contents from blob_chunks')).toEqual([{ contents: 3 }]);

  // What was replaced long ago can be attached anew, although only its row came along.
  const admin = serve(copied, old.clock).as(old.admin);
  await admin.tasks.attach({ id: 'T-1', name: 'again', base64: Buffer.from('a first thought').toString('base64') });
  const { base64 } = await admin.tasks.artifact({ id: 'T-1', name: 'again' });
  expect(Buffer.from(base64, 'base64').toString()).toBe('a first thought');
});

test.each<[string, (path: string) => void, string]>([
  ['gone', (path) => rmSync(path), 'There is no file'],
  ['cut short', (path) => truncateSync(path, LARGE.length - 1), 'is damaged'],
  ['longer than it was', (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from('x')])), 'is damaged'],
  ['changed in one byte', (path) => writeFileSync(path, Buffer.concat([LARGE.subarray(1), Buffer.from('x')])), 'is damaged'],
])('[MN1] content that is %s stops the copy with the name of its artifact, and nothing is kept', async (_, harm, why) => {
  const url = await emptyDatabase();
  const { from, folder } = copyOfBoard();
  harm(largest(folder));
  const refused = await copyBoard({ from, to: url }).catch((error: unknown) => error);
  expect(String(refused)).toContain(why);
  expect(String(refused)).toContain('T-1/large.bin of main');
  expect(refused).toMatchObject({ code: 'unavailable', details: { hint: expect.stringContaining('Nothing was copied') } });
  expect(await ask(url, 'select from blob_chunks union all select from blobs union all select from artifacts')).toEqual([]);
  await copyBoard({ from: copyOfBoard().from, to: url });
});

test('[MN1] content that the database changes on its way is found out', async () => {
  const url = await emptyDatabase();
  await (await openPostgres({ url, clock: createFakeClock(), log: silentLog })).close();
  const body = 'begin new.bytes = set_byte(new.bytes, 0, 7); return new; end';
  await ask(url, `create function meddle() returns trigger language plpgsql as $$ ${body} $$`);
  await ask(url, 'create trigger meddle before insert on blob_chunks for each row execute function meddle()');
  await expect(copyBoard({ from: copyOfBoard().from, to: url })).rejects.toThrow('is another one');
  expect(await ask(url, 'select from blob_chunks union all select from tasks')).toEqual([]);
});
