import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { Client, types } from 'pg';
import type { Storage } from '../../server/domain/store.ts';
import type { Clock } from '../../server/kernel/clock.ts';
import type { Log } from '../../server/kernel/log.ts';
import { openSqlite } from '../../server/storage/sqlite/open-sqlite.ts';
import { createMigratedDatabase } from './test-postgres.ts';

/** The engine that the tests of this process run on; the project of vitest.config.ts says which. */
export const ENGINE = process.env['BATON_TEST_ENGINE'] === 'postgres' ? 'postgres' : 'sqlite';

export type Row = Readonly<Record<string, unknown>>;

/** A place for one store, on whichever engine, that outlives the servers that open it. */
export interface TestDatabase {
  /** What a server that is a process of its own finds it by. */
  readonly env: Readonly<Record<string, string>>;
  open(parts: { clock: Clock; log: Log }): Promise<Storage>;
  /** Rows as they are stored, past the server and its queries: numbers are numbers, JSON is text. */
  rows(sql: string): Promise<Row[]>;
  /** Changes rows behind the server's back, whatever refers to them, and gives how many. */
  tamper(sql: string): Promise<number>;
  /** All that is stored, as text. */
  text(): Promise<string>;
  /** What it holds is gone; the folder is its maker's. */
  drop(): Promise<void>;
}

/** A fresh database on the engine of this process: baton.db in `dir`, where the server looks for it, or one on Postgres. */
export async function createTestDatabase(dir: string): Promise<TestDatabase> {
  return ENGINE === 'postgres' ? createPostgres() : createSqlite(dir);
}

function createSqlite(dir: string): TestDatabase {
  const file = join(dir, 'baton.db');
  const using = <T>(readonly: boolean, use: (db: Driver.Database) => T): T => {
    const db = new Driver(file, { readonly, fileMustExist: true });
    try {
      return use(db);
    } finally {
      db.close();
    }
  };
  return {
    env: {},
    open: (parts) => openSqlite({ ...parts, file }),
    rows: async (sql) => using(true, (db) => db.prepare<unknown[], Row>(sql).all()),
    tamper: async (sql) =>
      using(false, (db) => {
        db.pragma('foreign_keys = OFF');
        return db.prepare(sql).run().changes;
      }),
    text: async () => (await Promise.all([file, `${file}-wal`].map((part) => readFile(part, 'latin1')))).join(''),
    drop: async () => undefined,
  };
}

async function createPostgres(): Promise<TestDatabase> {
  const { url, drop } = await createMigratedDatabase();
  return postgresAt(url, drop);
}

/** The database that `url` names, on whatever Postgres. */
export function postgresAt(url: string, drop: () => Promise<void> = async () => undefined): TestDatabase {
  const using = async <T>(use: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ connectionString: url, types: { getTypeParser: plainTypeParser } });
    await client.connect();
    try {
      return await use(client);
    } finally {
      await client.end();
    }
  };
  return {
    env: { DATABASE_URL: url },
    async open(parts) {
      const { openPostgres } = await import('../../server/storage/postgres/open-postgres.ts');
      return openPostgres({ ...parts, url });
    },
    rows: (sql) => using(async (client) => (await client.query<Row>(sql)).rows),
    tamper: (sql) =>
      using(async (client) => {
        await client.query('set session_replication_role = replica'); // no triggers, which is what foreign keys are
        return (await client.query(sql)).rowCount ?? 0;
      }),
    text: () => using(allText),
    drop,
  };
}

const plainTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (oid === types.builtins.INT8) return Number;
  if (oid === types.builtins.JSON || oid === types.builtins.JSONB) return String;
  return types.getTypeParser(oid, format);
};

async function allText(client: Client): Promise<string> {
  const tables = await client.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  );
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}
