import Driver, { type Database } from 'better-sqlite3';
import { BatonError } from '../../contract/errors.ts';
import { invariant } from '../../kernel/invariant.ts';

export type Synchronous = 'FULL' | 'NORMAL';

const NODE_API_NEEDED = 10;
/** Only a backup or somebody's shell can hold the file for a moment; our own writes queue. */
const BUSY_TIMEOUT_MS = 5_000;
/** A checkpoint each 32 MB of log rather than each 4: what is written often is then copied once, and one sync serves more commits. */
const CHECKPOINT_PAGES = 8_192;
const WAL_MAX_BYTES = 64 * 1_024 * 1_024;
const WRITER_CACHE_KIB = 32_768;
const READER_CACHE_KIB = 16_384;
const SYNCHRONOUS_NAMES = ['OFF', 'NORMAL', 'FULL', 'EXTRA'];

/** Refuses a Node on which the driver's binary would end the process without a word. */
export function checkRuntime(versions: { readonly napi?: string | undefined; readonly node: string } = process.versions): void {
  if (Number(versions.napi ?? 0) >= NODE_API_NEEDED) return;
  throw new BatonError('unavailable', {
    detail: `SQLite needs Node-API ${NODE_API_NEEDED}; this is Node ${versions.node} with Node-API ${versions.napi ?? 'none'}.`,
    hint: 'Use Node 22.14 or later, best the long-term release 24.',
  });
}

/** Opens a file that exists, for whatever the caller then says. */
export function openFile(file: string, options: { readonly?: boolean } = {}): Database {
  checkRuntime();
  return new Driver(file, { ...options, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
}

/** Makes a connection the writing one. */
export function tuneWriter(db: Database, synchronous: Synchronous): void {
  const journal = db.pragma('journal_mode = wal', { simple: true });
  invariant(journal === 'wal', `SQLite keeps journal_mode ${String(journal)} rather than wal`);
  db.pragma('foreign_keys = on');
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.pragma(`journal_size_limit = ${WAL_MAX_BYTES}`);
  db.pragma(`cache_size = -${WRITER_CACHE_KIB}`);
  db.pragma('temp_store = memory');
  db.pragma(`synchronous = ${synchronous}`);
}

/** Opens the reading connection, which sees only what is committed and cannot write. */
export function openReader(file: string): Database {
  const db = openFile(file);
  db.pragma('query_only = on');
  db.pragma(`cache_size = -${READER_CACHE_KIB}`);
  db.pragma('temp_store = memory');
  return db;
}

/** Proves the durability asked for. To be called after a first write: the driver quietly falls back to NORMAL when it reopens a file (SPEC DU1). */
export function assertSynchronous(db: Database, wanted: Synchronous): void {
  db.pragma(`synchronous = ${wanted}`);
  const inForce = synchronousOf(db);
  invariant(inForce === wanted, `SQLite runs with synchronous=${inForce} rather than ${wanted}`);
}

/** What durability is in force, in words. */
export function synchronousOf(db: Database): string {
  return SYNCHRONOUS_NAMES[Number(db.pragma('synchronous', { simple: true }))] ?? 'unknown';
}

/** The journal in force. */
export function journalOf(db: Database): string {
  return String(db.pragma('journal_mode', { simple: true }));
}
