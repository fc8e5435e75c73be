import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { PostgresServer } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: {
      /** Of a server on which we may make databases. */
      readonly url: string;
      /** How the names of all databases of this run begin. */
      readonly prefix: string;
    };
  }
}

/** One Postgres for a run: the one that was named, or one to throw away. No database of the run is left on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const named = process.env['BATON_TEST_DATABASE_URL'];
  const server = named ? null : await PostgresServer.open();
  const url = named || server?.started.url || '';
  const prefix = `baton_test_${randomBytes(4).toString('hex')}_`;
  project.provide('postgres', { url, prefix });
  return async () => {
    if (server === null) await dropAll(url, prefix);
    await server?.close();
  };
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
