import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

export interface EmptyDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

let connecting: Promise<Client> | null = null;

/** A fresh and empty database on the Postgres of this run, which postgres-once.ts has started. */
export async function createDatabase(): Promise<EmptyDatabase> {
  const { url, prefix } = inject('postgres');
  const name = `${prefix}${randomBytes(6).toString('hex')}`;
  connecting ??= connect(url);
  const admin = await connecting;
  // template0: unlike template1 nobody has put anything into it, and others may copy it at the same time.
  await admin.query(`create database ${name} template template0`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return {
    url: own.href,
    async drop() {
      await admin.query(`drop database if exists ${name} with (force)`);
    },
  };
}

async function connect(url: string): Promise<Client> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  return admin;
}
