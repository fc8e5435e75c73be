import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { BatonError } from '../../contract/errors.ts';

const FOLDER = new URL('../migrations/postgres/', import.meta.url);
const BREAKPOINT = '--> statement-breakpoint';
/** Held while a node migrates, so that of several that start at once the others wait (SPEC MN3). */
const MIGRATION_LOCK = 0x42415402;

interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

interface Journal {
  readonly entries: ReadonlyArray<{ readonly tag: string }>;
}

/** All migrations that this program knows, oldest first. */
export function readMigrations(): readonly Migration[] {
  const journal = JSON.parse(readFileSync(new URL('meta/_journal.json', FOLDER), 'utf8')) as Journal; // written by drizzle-kit
  return journal.entries.map(({ tag }) => ({
    name: tag,
    statements: readFileSync(new URL(`${tag}.sql`, FOLDER), 'utf8').split(BREAKPOINT),
  }));
}

/**
 * Brings a database forward to what this program knows; `incarnation` becomes the identity of a log that is new. Throws `unavailable`
 * for a database of a newer program. The lock is the connection's and goes with it.
 */
export async function migrate(client: pg.Client, incarnation: string, migrations = readMigrations()): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
  try {
    await client.query(
      'create table if not exists schema_migrations (version integer primary key, name text not null, at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ version: number }>(
      'select coalesce(max(version), 0) as version from schema_migrations',
    );
    const version = rows[0]?.version ?? 0;
    if (version > migrations.length) throw newer(version, migrations.length);
    for (const [index, migration] of migrations.entries()) {
      if (index >= version) await apply(client, migration, index + 1);
    }
    if (version === 0) await firstRows(client, incarnation);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  }
}

async function apply(client: pg.Client, migration: Migration, version: number): Promise<void> {
  await client.query('begin');
  try {
    for (const statement of migration.statements) await client.query(statement);
    await client.query('insert into schema_migrations (version, name) values ($1, $2)', [version, migration.name]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** The rows that a database without a board has. */
export async function firstRows(client: pg.Client, incarnation: string): Promise<void> {
  await client.query('insert into store (id, incarnation, lease_now) values (1, $1, 0) on conflict do nothing', [incarnation]);
  const clock =
    'insert into lease_clock (id, now, listening_since, looks, looked_at) values (1, 0, 0, 0, now()) on conflict do nothing';
  await client.query(clock);
}

function newer(version: number, known: number): BatonError {
  return new BatonError('unavailable', {
    detail: `The database was written by a newer Batonpass: its schema is ${version}, this program knows ${known}.`,
    hint: 'Nothing in it was changed. Start the newer program on every node.',
  });
}
