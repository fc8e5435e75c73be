import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { firstRows } from '../../server/storage/postgres/migrations.ts';

export interface EmptyDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

let connecting: Promise<Client> | null = null;
/** Migrated databases that a test has done with. */
const free: string[] = [];

/** A fresh and empty database on the Postgres of this run, which postgres-once.ts has started. */
export async function createDatabase(): Promise<EmptyDatabase> {
  // template0: unlike template1 nobody has put anything into it, and others may copy it at the same time.
  const name = await copyOf('template0');
  return {
    url: urlOf(name),
    drop: async () => {
      await (await admin()).query(`drop database if exists ${name} with (force)`);
    },
  };
}

/**
 * A database with the tables of this program and nothing in them, whose log is no other's. To empty one that a test has done
 * with takes a fiftieth of what it takes the machine to make another, which is most of what a short test would do.
 */
export async function createMigratedDatabase(): Promise<EmptyDatabase> {
  const name = free.pop() ?? (await copyOf(inject('postgres').migrated));
  await makeEmpty(name);
  let isHeld = true;
  return {
    url: urlOf(name),
    // Closed twice it is free once: by the second time another board may have it.
    drop: async () => {
      if (!isHeld) return;
      isHeld = false;
      await (await admin()).query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
      free.push(name);
    },
  };
}

async function makeEmpty(name: string): Promise<void> {
  const client = await connect(urlOf(name));
  const { rows } = await client.query<{ table: string }>(
    "select format('%I.%I', schemaname, tablename) as table from pg_tables where schemaname not in ('pg_catalog', 'information_schema') and tablename <> 'schema_migrations'",
  );
  await client.query('set session_replication_role = replica'); // no triggers, which is what foreign keys are
  await client.query(rows.map(({ table }) => `delete from ${table}`).join(';'));
  await firstRows(client, `log_${randomBytes(8).toString('hex')}`);
  await client.end();
}

async function copyOf(template: string): Promise<string> {
  const name = `${inject('postgres').prefix}${randomBytes(6).toString('hex')}`;
  await (await admin()).query(`create database ${name} template ${template}`);
  return name;
}

function urlOf(name: string): string {
  const url = new URL(inject('postgres').url);
  url.pathname = `/${name}`;
  return url.href;
}

function admin(): Promise<Client> {
  connecting ??= connect(inject('postgres').url);
  return connecting;
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}
