import { existsSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { BatonError } from '../../contract/errors.ts';
import { openFile } from '../sqlite/connection.ts';
import { type FileLock, lockFile } from '../sqlite/file-lock.ts';
import { readMigrations, versionOf } from '../sqlite/migrations.ts';
import { codeOf } from '../sqlite/sqlite-errors.ts';
import { prepareStoreFile } from '../sqlite/store-file.ts';
import type { CopiedTable, Values } from './copied-tables.ts';
import type { UsedBlob } from './copy-blobs.ts';
import { refusal, undone } from './copy-refusals.ts';

/** How many rows travel together at most. */
const PORTION_MAX_ROWS = 2_000;
/** And how many characters, so that long briefs do not fill the memory. */
const PORTION_MAX_CHARS = 2_000_000;
/** What a value that is no text counts for. */
const NUMBER_CHARS = 8;
const DAMAGED: readonly string[] = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];
const MEND = 'Batonpass never writes this, so something else did: mend that row in a copy of the file, and copy from there.';
// Of several with the same content any one will do to name it.
const USED_BLOBS = `select b.sha256, b.size, 'T-' || a.task || '/' || a.name || ' of ' || a.project as named
  from artifacts a join blobs b on b.sha256 = a.sha256 group by b.sha256`;
const RESTORE = 'Restore the last backup over it, and run this again.';

/** The board in a SQLite file, which is only read and which nobody else has open meanwhile. */
export class SourceBoard {
  /** The one name of the file, whichever was given. */
  readonly file: string;
  readonly #lock: FileLock;
  readonly #db: Database;

  private constructor(parts: { file: string; lock: FileLock; db: Database }) {
    this.file = parts.file;
    this.#lock = parts.lock;
    this.#db = parts.db;
  }

  /**
   * Locks the file as a server does. Throws `unavailable` when a server runs on it, and when it is missing, damaged, another
   * program's, or of an older or a newer Batonpass; it then stays as it is.
   */
  static open(path: string): SourceBoard {
    const file = existingFile(path);
    const lock = locked(file);
    try {
      prepareStoreFile(file, () => {
        throw missing(file);
      });
      const db = openFile(file, { readonly: true });
      try {
        refuseIfOlder(db, file);
        refuseIfBroken(db, file);
        // One snapshot for all tables: the lock keeps servers out, but not somebody's shell.
        db.exec('begin');
        return new SourceBoard({ file, lock, db });
      } catch (error) {
        db.close();
        throw readable(error, file);
      }
    } catch (error) {
      letGo(file, lock);
      throw error;
    }
  }

  /** All rows of a table in the order of its primary key, some at a time. */
  *portions(table: CopiedTable): Generator<readonly Values[]> {
    let rows: Values[] = [];
    let chars = 0;
    try {
      for (const row of this.#db.prepare<[], unknown[]>(table.select.source).raw().iterate()) {
        rows.push(decoded(table, row));
        chars += charsOf(row);
        if (rows.length < PORTION_MAX_ROWS && chars < PORTION_MAX_CHARS) continue;
        yield rows;
        rows = [];
        chars = 0;
      }
    } catch (error) {
      throw readable(error, this.file);
    }
    if (rows.length > 0) yield rows;
  }

  /** What artifacts are made of, each content once. */
  usedBlobs(): readonly UsedBlob[] {
    return this.#db.prepare<[], UsedBlob>(USED_BLOBS).all();
  }

  close(): void {
    this.#db.close();
    letGo(this.file, this.#lock);
  }
}

function letGo(file: string, lock: FileLock): void {
  clearEmptyLog(file);
  lock.release();
}

// Who only reads leaves an empty log behind, and once the file is moved away as a backup a server would ask what became of it.
// SQLite itself removes it when one who might have written closes, unless somebody else is there; the file stays as it is.
function clearEmptyLog(file: string): void {
  if (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size !== 0) return;
  try {
    const db = openFile(file);
    try {
      versionOf(db);
    } finally {
      db.close();
    }
  } catch {
    // What cannot be opened for writing, or read at all, keeps its empty log; a server that starts on it clears up.
  }
}

// One name for one file, however it is written, so that two names cannot get round the lock.
function existingFile(path: string): string {
  const absolute = resolve(path);
  if (!existsSync(absolute) || !statSync(absolute).isFile()) throw missing(absolute);
  return realpathSync(absolute);
}

function locked(file: string): FileLock {
  try {
    return lockFile(file);
  } catch (error) {
    if (!['SQLITE_CANTOPEN', 'SQLITE_READONLY'].some((code) => codeOf(error).startsWith(code))) throw error;
    throw refusal(
      `${file}.lock cannot be written, which keeps servers away from the file.`,
      'Run this as the user of the server.',
    );
  }
}

function missing(file: string): BatonError {
  return refusal(`There is no file ${file}.`, 'Name the file of the board: baton.db in the data directory of the server.');
}

// The migrations would change the file, which is to stay as it is: it becomes the backup.
function refuseIfOlder(db: Database, file: string): void {
  const known = readMigrations().length;
  if (versionOf(db) >= known) return;
  throw refusal(
    `${file} was written by an older Batonpass: its schema is ${versionOf(db)}, this program knows ${known}.`,
    'Start the server once on it to bring it forward, stop it, and run this again. Nothing in it was changed.',
  );
}

// Beyond what a start looks at: rows that an index has lost would be left behind without a word.
function refuseIfBroken(db: Database, file: string): void {
  const verdict = db.pragma('integrity_check(1)', { simple: true });
  if (verdict !== 'ok') throw refusal(`${file} is damaged: ${String(verdict)}.`, RESTORE);
}

function readable(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (!DAMAGED.some((known) => code.startsWith(known))) return error;
  return undone(`${file} is damaged and cannot be read (${code}).`, RESTORE);
}

function decoded(table: CopiedTable, row: Values): Values {
  let values: Values;
  try {
    values = table.decode('source', row);
  } catch {
    throw undone(`The row ${table.keyOf(row)} of ${table.name} holds something that is no JSON.`, MEND);
  }
  const column = table.findUnstorable(values);
  if (column === null) return values;
  throw undone(`The row ${table.keyOf(row)} of ${table.name} has in ${column} a character that Postgres cannot keep: NUL.`, MEND);
}

function charsOf(row: Values): number {
  return row.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : NUMBER_CHARS), 0);
}
