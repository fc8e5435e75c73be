import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Driver from 'better-sqlite3';
import { Client, types } from 'pg';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { type CopyReport, copyBoard } from '../../server/storage/copy/copy-board.ts';
import { openPostgres } from '../../server/storage/postgres/open-postgres.ts';
import { readMigrations } from '../../server/storage/sqlite/migrations.ts';
import { openSqlite } from '../../server/storage/sqlite/open-sqlite.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createDatabase } from '../support/test-postgres.ts';
import { makeOldBoard, type OldBoard, serve } from './old-board.ts';
import { portraitOf } from './portrait.ts';
import { freshFile, openTestSqlite, silentLog } from './test-sqlite.ts';

type Row = Record<string, unknown>;

let old: OldBoard;
beforeAll(async () => {
  old = await makeOldBoard();
});

async function emptyDatabase(): Promise<string> {
  const { url, drop } = await createDatabase();
  onTestFinished(drop);
  return url;
}

/** The board in a file of the test's own, which it may change. */
function copyOfFile(change?: string): string {
  const file = freshFile();
  copyFileSync(old.file, file);
  cpSync(join(old.dir, 'artifacts'), join(dirname(file), 'artifacts'), { recursive: true });
  if (change === undefined) return file;
  const db = new Driver(file);
  db.pragma('foreign_keys = off');
  db.exec(change);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return file;
}

async function ask(url: string, sql: string): Promise<Row[]> {
  // JSON as it is stored, and numbers as numbers.
  const parsers: Record<number, (text: string) => unknown> = { [types.builtins.INT8]: Number, [types.builtins.JSON]: String };
  const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
    parsers[oid] ?? types.getTypeParser(oid, format);
  const client = new Client({ connectionString: url, types: { getTypeParser } });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The names of the tables that have rows, but for what a database has from the start. */
async function tablesInUse(url: string): Promise<string[]> {
  const tables = await ask(url, "select tablename as name from pg_tables where schemaname = 'public' order by 1");
  const names = tables
    .map(({ name }) => String(name))
    .filter((name) => !['schema_migrations', 'store', 'lease_clock'].includes(name));
  const counts = await Promise.all(
    names.map(async (name) => [name, (await ask(url, `select from ${name} limit 1`)).length] as const),
  );
  return counts.flatMap(([name, count]) => (count > 0 ? [name] : []));
}

const openCopy = async (url: string, clock = createFakeClock()) => {
  const storage = await openPostgres({ url, clock, log: silentLog });
  onTestFinished(() => storage.close());
  return storage;
};

const rowsOf = (report: CopyReport, name: string) => report.tables.find((table) => table.name === name)?.rows;

test('[MN1] a copied board has every row of the file, value by value, and its identity', async () => {
  const url = await emptyDatabase();
  const before = readFileSync(old.file);
  const seen = new Set<string>();
  const report = await copyBoard({ from: old.file, to: url, onProgress: ({ table, step }) => seen.add(`${step} ${table}`) });
  const db = new Driver(old.file, { readonly: true });
  onTestFinished(() => void db.close());
  for (const { name, rows } of report.tables) {
    const columns = db.prepare<[], { name: string; type: string }>(`select name, type from pragma_table_info('${name}')`).all();
    const key = columns.map((column) => `"${column.name}"`).join(', ');
    const kept = db.prepare<[], Row>(`select * from ${name} order by ${key}`).all();
    expect(rows, name).toBe(kept.length);
    expect(rows, name).toBeGreaterThan(0);
    const copied = await ask(url, `select * from ${name}`);
    const plain = (row: Row) =>
      JSON.stringify(
        columns.map((column) => (typeof row[column.name] === 'boolean' ? Number(row[column.name]) : row[column.name])),
      );
    expect(copied.map(plain).sort(), name).toEqual(kept.map(plain).sort());
    expect([...seen]).toEqual(expect.arrayContaining([`copy ${name}`, `check ${name}`]));
  }
  expect(report).toMatchObject({ isAnalyzed: true, file: old.file });
  expect(report.place).toMatch(/^baton_test_\w+ on 127\.0\.0\.1:\d+$/);
  expect(readFileSync(old.file).equals(before)).toBe(true);
  expect(await ask(url, 'select from projects where first_event_seq > 1')).toHaveLength(1);
  const [clock] = await ask(url, 'select now, listening_since, looks, lease_now from lease_clock, store');
  const leaseNow = clock?.['lease_now'];
  expect(leaseNow).toBeGreaterThan(100_000);
  expect(clock).toMatchObject({ now: leaseNow, listening_since: leaseNow, looks: 0 });
});

test('[MN1] both stores answer every query of the port alike', async () => {
  const url = await emptyDatabase();
  await copyBoard({ from: old.file, to: url });
  const [kept, copied] = [
    await openSqlite({ file: copyOfFile(), clock: createFakeClock(), log: silentLog }),
    await openCopy(url),
  ];
  onTestFinished(() => kept.close());
  const [before, after] = [await portraitOf(kept), await portraitOf(copied)];
  for (const name of Object.keys(before) as Array<keyof typeof before>) expect(after[name], name).toEqual(before[name]);
  // A list that is empty on both would prove nothing.
  const states = new Set((before.findTask as Array<{ status: string }>).map(({ status }) => status));
  expect([...states].sort()).toEqual(['blocked', 'cancelled', 'doing', 'done', 'failed', 'todo', 'validating']);
  for (const name of Object.keys(before) as Array<keyof typeof before>) {
    if (name !== 'findReply')
      expect(
        before[name].flat().filter((answer) => answer != null),
        name,
      ).not.toEqual([]);
  }
});

test('[MN1] a server on the copy takes the old tokens, cursors, keys and leases, and counts on', async () => {
  const url = await emptyDatabase();
  await copyBoard({ from: old.file, to: url });
  const storage = await openCopy(url, old.clock);
  const { services, as } = serve(storage, old.clock);
  expect(storage.incarnation).toBe(old.incarnation);
  expect(await services.tokens.keepAdminKey(old.admin)).toBeNull();
  const { items } = await as(old.admin).events.list({ after: old.cursor });
  expect(items).toHaveLength(old.newer);
  const again = await as(old.admin, { idempotencyKey: old.repeat.key }).tokens.create({
    agent: 'scout',
    label: old.repeat.label,
  });
  expect(again.token).toBe(old.repeat.token);

  const { id, epoch, session, leaseRemainingMs } = old.held;
  const scout = as(old.scout, { session });
  expect(leaseRemainingMs).toBe(40_000);
  expect(await as(old.admin).tasks.get({ id })).toMatchObject({ epoch, holder: { agent: 'scout', session, leaseRemainingMs } });
  const beat = await scout.sessions.heartbeat({ id: session, leases: [{ taskId: id, epoch }] });
  expect(beat.leases[0]).toMatchObject({ state: 'ok' });
  expect((await scout.tasks.submit({ id, epoch, summary: 'done after the move' })).status).toBe('validating');
  expect((await scout.tasks.create({ title: 'the next one' })).id).toBe(`T-${old.lastTask + 1}`);
  const { items: more } = await as(old.admin).events.list({ after: old.cursor });
  expect(more.slice(0, old.newer)).toEqual(items);
  expect(more.map(({ seq }) => seq)).toEqual(more.map((_, i) => (items[0]?.seq ?? 0) + i));
});

test('[MN1] what a killed server left in the log beside its file is copied too, and the log stays as it is', async () => {
  const { file, storage } = await openTestSqlite();
  const { services } = serve(storage, createFakeClock());
  await services.projects.ensure('main');
  await services.tokens.keepAdminKey('');
  const left = freshFile();
  for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, `${left}${end}`);
  await storage.close();
  const before = readFileSync(`${left}-wal`);
  expect(before.length).toBeGreaterThan(0);
  const main = readFileSync(left);
  const url = await emptyDatabase();
  const report = await copyBoard({ from: left, to: url });
  expect([rowsOf(report, 'projects'), rowsOf(report, 'tokens')]).toEqual([1, 1]);
  expect([readFileSync(left).equals(main), readFileSync(`${left}-wal`).equals(before)]).toEqual([true, true]);
});

test('[MN1] a database that has a board or a server is refused, and stays as it is', async () => {
  const url = await emptyDatabase();
  await copyBoard({ from: old.file, to: url });
  const again = copyBoard({ from: old.file, to: url });
  await expect(again).rejects.toThrow('has a board already: there are rows in projects, agents, tokens');
  await expect(again).rejects.toMatchObject({ details: { hint: expect.stringContaining('empty database') } });

  const other = await emptyDatabase();
  const storage = await openPostgres({ url: other, clock: createFakeClock(), log: silentLog });
  await expect(copyBoard({ from: old.file, to: other })).rejects.toThrow('A server has the database');
  await storage.close();
  expect(await tablesInUse(other)).toEqual([]);
  await copyBoard({ from: old.file, to: other });
});

test('[MN1] a database of another program, one that is missing and a wrong password are refused without the password', async () => {
  const url = await emptyDatabase();
  await ask(url, 'create table tasks (theirs text)');
  await expect(copyBoard({ from: old.file, to: url })).rejects.toThrow('does not take the tables of Batonpass');
  const missing = new URL(url);
  missing.pathname = '/nowhere';
  await expect(copyBoard({ from: old.file, to: missing.href })).rejects.toThrow('There is no database nowhere');
  const wrong = new URL(url);
  wrong.password = 'very-secret';
  const refused = await copyBoard({ from: old.file, to: wrong.href }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ details: { hint: expect.stringContaining('--to (or DATABASE_URL)') } });
  expect(JSON.stringify([String(refused), refused])).not.toContain('very-secret');
});

const NO_BOARD: Record<string, { file: () => string; why: string }> = {
  missing: { file: freshFile, why: 'There is no file' },
  damaged: {
    file: () => {
      const file = copyOfFile();
      writeFileSync(file, readFileSync(file).fill(0xa5, 8_192, 40_960));
      return file;
    },
    why: 'damaged',
  },
  foreign: {
    file: () => {
      const file = freshFile();
      new Driver(file).exec('create table theirs (x)').close();
      return file;
    },
    why: 'of another program',
  },
  'led astray by an index': {
    file: () => {
      const file = copyOfFile();
      const db = new Driver(file).unsafeMode();
      db.pragma('writable_schema = on');
      // As many entries as there are rows, but other ones: what a start looks at does not show it.
      db.exec(
        "update sqlite_schema set sql = 'CREATE INDEX tasks_by_status ON tasks (project, title, number)' where name = 'tasks_by_status'",
      );
      db.close();
      return file;
    },
    why: 'missing from index tasks_by_status',
  },
  'not to be locked': {
    file: () => {
      const file = copyOfFile();
      mkdirSync(`${file}.lock`);
      return file;
    },
    why: '.lock cannot be written',
  },
  newer: { file: () => copyOfFile(`pragma user_version = ${readMigrations().length + 1}`), why: 'by a newer Batonpass' },
  older: { file: () => copyOfFile(`pragma user_version = ${readMigrations().length - 1}`), why: 'by an older Batonpass' },
};

test.each(Object.entries(NO_BOARD))(
  '[MN1] a file that is %s is refused before the database is touched',
  async (_, { file, why }) => {
    const url = await emptyDatabase();
    const from = file();
    const before = why.startsWith('There is') ? null : readFileSync(from);
    await expect(copyBoard({ from, to: url })).rejects.toThrow(why);
    expect(await ask(url, "select 1 from pg_tables where schemaname = 'public'")).toEqual([]);
    if (before !== null) expect(readFileSync(from).equals(before)).toBe(true);
  },
);

test('[MN1] a file whose server runs is refused and the server named; one that is being copied lets no server start', async () => {
  const { file, storage } = await openTestSqlite();
  storage.announce('http://localhost:4445');
  const url = await emptyDatabase();
  await expect(copyBoard({ from: file, to: url })).rejects.toThrow(`in use by process ${process.pid} at http://localhost:4445`);
  await storage.close();

  const meanwhile: Array<Promise<unknown>> = [];
  const onProgress = () => {
    if (meanwhile.length === 0) meanwhile.push(openTestSqlite({ file: old.file }).catch((error: unknown) => error));
  };
  await copyBoard({ from: old.file, to: url, onProgress });
  expect(String(await meanwhile[0])).toContain('in use by process');
});

const FAULTS: Record<string, { change: string; why: string }> = {
  'a number that the database does not take': {
    change: "update tasks set priority = 1.5 where title = 'newest'",
    why: 'the rows (main, 1) to (solo, 1) of tasks',
  },
  'a row that points at nothing': {
    change: 'update notes set task = 999 where rowid = 1',
    why: 'is not present in table "tasks"',
  },
  'a text with a NUL': {
    change: "update comments set body = 'a' || char(0) || 'b' where rowid = 1",
    why: 'of comments has in body a character',
  },
  'JSON that is none': {
    change: "update events set data = '{' where project = 'main' and seq = (select max(seq) from events where project = 'main')",
    why: 'of events holds something that is no JSON',
  },
  'a log with a hole': {
    change: "delete from events where project = 'main' and seq = (select max(seq) - 1 from events where project = 'main')",
    why: 'The table events has',
  },
  'events of no project': {
    change:
      "update events set project = 'gone' where project = 'solo'; update projects set event_seq = first_event_seq - 1 where name = 'solo'",
    why: 'rows of the project gone',
  },
  'a number that would come again': {
    change: "update projects set next_task = 1 where name = 'solo'",
    why: 'would give out T-1 of solo next',
  },
  'no identity': { change: 'delete from store', why: 'does not have its one row' },
};

test.each(Object.entries(FAULTS))(
  '[MN1] %s in the file is named, and the database stays empty and can be used again',
  async (_, { change, why }) => {
    const url = await emptyDatabase();
    const refused = await copyBoard({ from: copyOfFile(change), to: url }).catch((error: unknown) => error);
    expect(String(refused)).toContain(why);
    expect(refused).toMatchObject({ code: 'unavailable', details: { hint: expect.stringContaining('Nothing was copied') } });
    // It may yet become another board, which needs an identity of its own.
    expect(await ask(url, 'select incarnation from store')).toEqual([{ incarnation: expect.stringMatching(/^log_\w{26}$/) }]);
    expect(await tablesInUse(url)).toEqual([]);
    await copyBoard({ from: old.file, to: url });
  },
);

const ALTERED: Record<string, { table: string; act: string; why: string }> = {
  loses: { table: 'notes', act: 'return null', why: 'The copy of notes has other rows' },
  changes: { table: 'comments', act: "new.body = new.body || ' '; return new", why: 'The rows of comments say something else' },
};

test.each(Object.entries(ALTERED))('[MN1] a database that %s a row on its way is found out', async (_, { table, act, why }) => {
  const url = await emptyDatabase();
  await (await openPostgres({ url, clock: createFakeClock(), log: silentLog })).close();
  await ask(url, `create function meddle() returns trigger language plpgsql as $$ begin ${act}; end $$`);
  await ask(url, `create trigger meddle before insert on ${table} for each row execute function meddle()`);
  await expect(copyBoard({ from: old.file, to: url })).rejects.toThrow(why);
  expect(await tablesInUse(url)).toEqual([]);
  await ask(url, `drop trigger meddle on ${table}`);
  await copyBoard({ from: old.file, to: url });
});

test('[MN1] JSON that is a text, a number or nothing stays what it is', async () => {
  const url = await emptyDatabase();
  const texts = ['"12"', '"null"', 'null', '3', '{"b":1,"a":"\\u0000\\ud800"}'];
  const rows = texts.map((text, i) => `('main', 1, 'orphan_${i}', 1, 'ada', 'tasks.submit', '${text}', 0)`);
  await copyBoard({ from: copyOfFile(`insert into orphans values ${rows.join(', ')}`), to: url });
  const kept = await ask(url, 'select payload from orphans where at = 0 order by id');
  expect(kept.map((row) => row['payload'])).toEqual(texts);
});

test('[MN1] many rows and long ones travel in several portions, and all arrive', async () => {
  const url = await emptyDatabase();
  const counting = (count: number) => `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;
  const from = copyOfFile(`
    insert into comments ${counting(4_001)} select 'main', 1, printf('com_%08d', i * 7919 % 4001), 'ada', 'short', i from n;
    insert into notes ${counting(60)} select 'main', 1, printf('note_%08d', i), 'progress', 1, 'ada', printf('%.60000c', 'ä'), null, i from n`);
  const portions: string[] = [];
  const report = await copyBoard({ from, to: url, onProgress: ({ step, table }) => portions.push(`${step} ${table}`) });
  expect([rowsOf(report, 'comments'), rowsOf(report, 'notes')]).toEqual([4_003, 62]);
  expect(portions.filter((one) => one === 'copy comments')).toHaveLength(3);
  expect(portions.filter((one) => one === 'copy notes')).toHaveLength(2);
  const [sum] = await ask(url, 'select (select count(*)::int from comments), (select sum(length(text))::int from notes)');
  expect(sum).toMatchObject({ count: 4_003 });
  expect(sum?.['sum']).toBeGreaterThan(60 * 60_000);
});

test('[MN1] the file lies beside its lock and nothing else that was not there', async () => {
  const url = await emptyDatabase();
  const from = copyOfFile();
  await copyBoard({ from, to: url });
  const names = readdirSync(join(from, '..'));
  expect(names.sort()).toEqual(['artifacts', basename(from), `${basename(from)}.lock`]);
});
