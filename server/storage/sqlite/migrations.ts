import { readFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { invariant } from '../../kernel/invariant.ts';

const FOLDER = new URL('../migrations/sqlite/', import.meta.url);
const BREAKPOINT = '--> statement-breakpoint';

interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

interface Journal {
  readonly entries: ReadonlyArray<{ readonly tag: string }>;
}

/** All migrations that this program knows, oldest first. A file's `user_version` says how many of them it has had. */
export function readMigrations(): readonly Migration[] {
  const journal = JSON.parse(readFileSync(new URL('meta/_journal.json', FOLDER), 'utf8')) as Journal; // written by drizzle-kit
  return journal.entries.map(({ tag }) => ({
    name: tag,
    statements: readFileSync(new URL(`${tag}.sql`, FOLDER), 'utf8').split(BREAKPOINT),
  }));
}

/** How many migrations a file has had. */
export function versionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Brings a file forward to what this program knows. Each migration is kept whole or not at all. */
export function migrate(db: Database, migrations = readMigrations()): void {
  // A migration may rebuild a table that others point at; what they point at is checked before each commit instead.
  db.pragma('foreign_keys = off');
  for (const [index, migration] of migrations.entries()) {
    if (index >= versionOf(db)) db.transaction(() => apply(db, migration, index + 1)).immediate();
  }
  db.pragma('foreign_keys = on');
}

function apply(db: Database, migration: Migration, version: number): void {
  for (const statement of migration.statements) db.exec(statement);
  const orphans = db.pragma('foreign_key_check') as unknown[];
  invariant(orphans.length === 0, `migration ${migration.name} leaves ${orphans.length} rows that point at nothing`);
  db.pragma(`user_version = ${version}`);
}
