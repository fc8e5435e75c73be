import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { wordsOf } from '../../server/contract/query/words.ts';
import { ADMIN_KEY_FILE } from '../../server/data-dir.ts';
import { copyBoard } from '../../server/storage/copy/copy-board.ts';
import { openPostgres } from '../../server/storage/postgres/open-postgres.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { RawClient } from '../support/raw-client.ts';
import { readAdminKey, SpawnedServer } from '../support/spawn-server.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { createDatabase } from '../support/test-postgres.ts';
import { makeOldBoard, type OldBoard } from './old-board.ts';
import { silentLog } from './test-sqlite.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'server', 'main.js');
/** Held by a test to stop a copy in the middle: the trigger of `waitAtEvents` waits for it. */
const GATE = 4_711;

let old: OldBoard;
beforeAll(async () => {
  old = await makeOldBoard();
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the program that is shipped. Its database is that of the environment, as an operator would have it. */
function start(args: readonly string[], databaseUrl = ''): { child: ChildProcess; ended: Promise<Ended> } {
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const child = spawn(process.execPath, [MAIN, 'migrate', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  return { child, ended: once(child, 'close').then(([code]) => ({ code, ...said })) };
}

const migrate = (args: readonly string[], databaseUrl?: string) => start(args, databaseUrl).ended;

async function emptyDatabase(): Promise<string> {
  const { url, drop } = await createDatabase();
  onTestFinished(drop);
  return url;
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // the database goes with its test
  await client.connect();
  return client;
}

/** A database whose next copy stops at its events until the connection that comes back lets go of the gate. */
async function waitAtEvents(url: string): Promise<Client> {
  await (await openPostgres({ url, clock: createFakeClock(), log: silentLog })).close();
  const client = await connect(url);
  await client.query(`create function wait() returns trigger language plpgsql as
    $$ begin perform pg_advisory_xact_lock(${GATE}); return null; end $$`);
  await client.query('create trigger wait before insert on events execute function wait()');
  await client.query('select pg_advisory_lock($1)', [GATE]);
  return client;
}

async function someoneWaits(client: Client): Promise<void> {
  const waiting = 'select count(*)::int as count from pg_locks where not granted and locktype = $1 and objid = $2';
  await vi.waitFor(async () => expect((await client.query(waiting, ['advisory', GATE])).rows[0].count).toBe(1));
}

test('[MN1] the program copies a board and says what to do next, and a server on the copy takes the old key', async () => {
  const url = await emptyDatabase();
  const { code, stdout, stderr } = await migrate(['--from', old.file], url);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`Copied ${old.file} to the database baton_test_`);
  expect(stdout).toMatch(/^ {2}events +\d\d$/m);
  expect(stdout).toMatch(/^ {2}together +\d+ rows in \d+\.\d s$/m);
  for (const word of ['DATABASE_URL', 'admin.key', 'as a backup']) expect(stdout).toContain(word);
  expect(stdout).not.toContain(new URL(url).password);

  const dataDir = mkdtempSync(join(tmpdir(), 'batonpass-moved-'));
  writeFileSync(join(dataDir, ADMIN_KEY_FILE), old.admin);
  const database = { ...(await createTestDatabase(dataDir)), env: { DATABASE_URL: url } };
  const server = new SpawnedServer({ dataDir, database });
  onTestFinished(() => server.dispose());
  await server.start();
  expect(await readAdminKey(dataDir)).toBe(old.admin);
  const client = new RawClient({ origin: server.origin });
  const headers = { authorization: `Bearer ${old.admin}` };
  const reply = await client.send({ method: 'GET', path: `/v1/tasks/${old.held.id}`, headers });
  client.close();
  expect(reply).toMatchObject({ status: 200, body: { title: 'held', epoch: old.held.epoch, holder: { agent: 'scout' } } });
});

test('[MN1] the exit code tells a refusal from a misuse, and no message repeats a password', async () => {
  const url = await emptyDatabase();
  await copyBoard({ from: old.file, to: url });
  const { password } = new URL(url);
  const from = ['--from', old.file];
  const cases: ReadonlyArray<{ args: string[]; databaseUrl?: string; code: number; says: string }> = [
    { args: [...from, '--to', url], code: 1, says: 'has a board already' },
    { args: from, databaseUrl: url, code: 1, says: 'has a board already' },
    { args: ['--from', join(old.dir, 'other.db'), '--to', url], code: 1, says: 'There is no file' },
    { args: from, code: 2, says: 'postgres://user:password@host:port/name' },
    { args: [...from, '--to', `mysql://me:${password}@there/board`], code: 2, says: 'postgres://user:password@host:port/name' },
    { args: [...from, `--too=${url}`], code: 2, says: 'unknown option' },
    { args: ['--from', url, '--to', url], code: 2, says: '--from is a file' },
    { args: [], databaseUrl: url, code: 2, says: '--from' },
  ];
  for (const { args, databaseUrl, code, says } of cases) {
    const ended = await migrate(args, databaseUrl);
    expect([ended.code, ended.stdout], says).toEqual([code, '']);
    expect(ended.stderr).toContain(says);
    expect(ended.stderr).not.toContain(password);
  }
  const help = await migrate(['--help'], url);
  expect([help.code, help.stdout.includes('--from <file>'), help.stdout.includes(password)]).toEqual([0, true, false]);
});

test('[MN1] while a server runs on the file the program names it and copies nothing', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'batonpass-running-'));
  const database = { ...(await createTestDatabase(dataDir)), env: {} };
  const server = new SpawnedServer({ dataDir, database });
  onTestFinished(() => server.dispose());
  await server.start();
  const url = await emptyDatabase();
  const { code, stderr } = await migrate(['--from', join(dataDir, 'baton.db'), '--to', url]);
  expect(code).toBe(1);
  expect(stderr).toContain(`in use by process ${server.pid} at http://localhost:${server.port}`);
});

test('[MN1] a copy that is killed in the middle leaves a database that is empty, and a file that is free, for the next', async () => {
  const url = await emptyDatabase();
  const gate = await waitAtEvents(url);
  const { child, ended } = start(['--from', old.file, '--to', url]);
  await someoneWaits(gate);
  child.kill('SIGKILL');
  await ended;
  await gate.query('select pg_advisory_unlock($1)', [GATE]);
  const { code, stdout, stderr } = await migrate(['--from', old.file, '--to', url]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^ {2}events +\d\d$/m);
  await gate.end();
});

test('[MN1] a server that starts while a board is copied waits for it and serves that board', async () => {
  const url = await emptyDatabase();
  const gate = await waitAtEvents(url);
  const { ended } = start(['--from', old.file, '--to', url]);
  await someoneWaits(gate);
  const opening = openPostgres({ url, clock: createFakeClock(), log: silentLog });
  const waiting =
    "select count(*)::int as count from pg_locks where not granted and locktype = 'relation' and database = (select oid from pg_database where datname = current_database())";
  await vi.waitFor(async () => expect((await gate.query(waiting)).rows[0].count).toBe(1));
  await gate.query('select pg_advisory_unlock($1)', [GATE]);
  const storage = await opening;
  onTestFinished(() => storage.close());
  expect((await ended).code).toBe(0);
  expect(storage.incarnation).toBe(old.incarnation);
  expect(await storage.read(({ q }) => q.getProject({ name: 'main' }))).toMatchObject({ nextTask: old.lastTask + 1 });
  const [task] = await storage.read(({ q }) => q.listTasks({ project: 'main', after: 0, limit: 1 }));
  const match = { all: [{ words: wordsOf(task?.title ?? '').slice(0, 1), prefix: false }], none: [] };
  expect(await storage.read(({ q }) => q.findTextMatch({ project: 'main', number: task?.number ?? 0, match }))).toEqual({
    number: task?.number,
  });
  await gate.end();
});
