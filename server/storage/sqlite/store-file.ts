import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { BatonError } from '../../contract/errors.ts';
import { openFile } from './connection.ts';
import { migrate, readMigrations, versionOf } from './migrations.ts';
import { store } from './schema.ts';
import { codeOf } from './sqlite-errors.ts';

/** Marks a file as a store of ours: "BATN". */
const APPLICATION_ID = 0x4241544e;
const SQLITE_MAGIC = 'SQLite format 3\u0000';
/** Beyond this the check of every page would make the start slow; what is broken then shows when it is read. */
const CHECKED_MAX_BYTES = 128 * 1_024 * 1_024;
const PRIVATE_MODE = 0o600;

/** Makes a new store, unless there is one, in which case it must be sound, ours and not newer than this program (SPEC DU4). */
export function prepareStoreFile(file: string, incarnation: () => string): void {
  if (existsSync(file)) refuseUnlessSound(file);
  else createStoreFile(file, incarnation());
}

// Made beside its place and then renamed: a file at its place is always whole, and an empty one is known as damaged.
function createStoreFile(file: string, incarnation: string): void {
  if (existsSync(`${file}-wal`)) throw damaged(file, 'is gone, but its log is still there');
  const draft = `${file}.new`;
  for (const path of [draft, `${draft}-journal`]) rmSync(path, { force: true });
  closeSync(openSync(draft, 'wx', PRIVATE_MODE));
  const db = openFile(draft);
  try {
    db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(db);
    drizzle(db, { casing: 'snake_case' }).insert(store).values({ id: 1, incarnation, leaseNow: 0 }).run();
  } finally {
    db.close();
  }
  renameSync(draft, file);
  syncFolder(dirname(file));
}

// Windows knows no sync of a folder, and needs none after a rename.
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function refuseUnlessSound(file: string): void {
  if (readMagic(file) !== SQLITE_MAGIC) throw damaged(file, 'does not begin like a SQLite database');
  // Read-only, so that a file which is refused stays as it was, byte for byte.
  const db = openFile(file, { readonly: true });
  try {
    refuseIfForeign(db, file);
    refuseIfNewer(db, file);
    refuseIfBroken(db, file);
  } catch (error) {
    if (!['SQLITE_CORRUPT', 'SQLITE_NOTADB'].some((code) => codeOf(error).startsWith(code))) throw error;
    throw damaged(file, `cannot be read (${codeOf(error)})`);
  } finally {
    db.close();
  }
}

function readMagic(file: string): string {
  const bytes = Buffer.alloc(SQLITE_MAGIC.length);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(handle);
  }
  return bytes.toString('latin1');
}

function refuseIfForeign(db: Database, file: string): void {
  if (db.pragma('application_id', { simple: true }) === APPLICATION_ID) return;
  throw new BatonError('unavailable', {
    detail: `${file} is a SQLite database of another program.`,
    hint: 'Nothing in it was changed. Name another file.',
  });
}

function refuseIfNewer(db: Database, file: string): void {
  const known = readMigrations().length;
  if (versionOf(db) <= known) return;
  throw new BatonError('unavailable', {
    detail: `${file} was written by a newer Batonpass: its schema is ${versionOf(db)}, this program knows ${known}.`,
    hint: 'Nothing in it was changed. Start the newer program, or restore a backup from before the upgrade.',
  });
}

function refuseIfBroken(db: Database, file: string): void {
  if (statSync(file).size > CHECKED_MAX_BYTES) return;
  const verdict = db.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw damaged(file, `is damaged: ${String(verdict)}`);
}

function damaged(file: string, how: string): BatonError {
  return new BatonError('unavailable', {
    detail: `${file} ${how}. Batonpass does not start, and makes no new one in its place.`,
    hint: 'Restore the last backup over it, or move it away to begin anew. Nothing in it was changed.',
  });
}
