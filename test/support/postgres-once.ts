import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../server/storage/postgres/migrations.ts';
import { PostgresServer } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: {
      /** Of a server on which we may make databases. */
      readonly url: string;
      /** How the names of all databases of this run begin. */
      readonly prefix: string;
      /** One that has its tables and nothing else, to copy. */
      readonly migrated: string;
    };
  }
}

/** One Postgres for a run: the one that was named, or one to throw away. No database of the run is left on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const named = process.env['BATON_TEST_DATABASE_URL'];
  const server = named ? null : await PostgresServer.open();
  const url = named || server?.started.url || '';
  const prefix = `baton_test_${randomBytes(4).toString('hex')}_`;
  const migrated = `${prefix}migrated`;
  await makeMigrated(url, migrated);
  project.provide('postgres', { url, prefix, migrated });
  return async () => {
    if (server === null) await dropAll(url, prefix);
    await server?.close();
  };
}

/** Most tests want a board and not the way to it; to copy one takes a tenth of what it takes to make one. */
async function makeMigrated(url: string, name: string): Promise<void> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${name} template template0`);
  await admin.end();
  const own = new URL(url);
  own.pathname = `/${name}`;
  const client = new Client({ connectionString: own.href });
  await client.connect();
  await migrate(client, 'log_of_a_test');
  await client.end();
}

/** What a test that was cut off has left on a server that stays. */
async function dropAll(url: string, prefix: string): Promise<void> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  try {
    const { rows } = await admin.query('select datname from pg_database where starts_with(datname, $1)', [prefix]);
    for (const { datname } of rows) await admin.query(`drop database if exists ${datname} with (force)`);
  } finally {
    await admin.end();
  }
}
