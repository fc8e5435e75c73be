import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import Driver, { type Database } from 'better-sqlite3';
import { BatonError } from '../../contract/errors.ts';
import { checkRuntime } from './connection.ts';
import { codeOf } from './sqlite-errors.ts';

const PRIVATE_MODE = 0o600;

/** Held for as long as this process has the store open (SPEC DU3). */
export interface FileLock {
  /** Where this process can be reached, for the message to whoever comes second. */
  announce(address: string): void;
  release(): void;
}

interface Owner {
  readonly pid: number;
  readonly address: string | null;
}

/**
 * Takes the store for this process, or refuses and names who has it. The lock is SQLite's own on a file beside the
 * store: the system drops it however the holder dies, so nothing stale can stand in the way of a restart. The name of
 * the holder stands in a file of its own and is only for the message.
 */
export function lockFile(file: string): FileLock {
  checkRuntime();
  const ownerFile = `${file}.owner`;
  const db = new Driver(`${file}.lock`, { timeout: 0 });
  try {
    takeExclusively(db);
  } catch (error) {
    db.close();
    if (!codeOf(error).startsWith('SQLITE_BUSY')) throw error;
    throw held(file, readOwner(ownerFile));
  }
  chmodSync(`${file}.lock`, PRIVATE_MODE);
  writeOwner(ownerFile, { pid: process.pid, address: null });
  return {
    announce: (address) => writeOwner(ownerFile, { pid: process.pid, address }),
    release: () => {
      rmSync(ownerFile, { force: true });
      // The lock's file stays: were it removed, one process could lock the old and another the new.
      db.close();
    },
  };
}

function takeExclusively(db: Database): void {
  db.pragma('journal_mode = memory');
  db.exec('begin exclusive');
}

// Renamed into place, so that nobody reads half of it.
function writeOwner(ownerFile: string, owner: Owner): void {
  writeFileSync(`${ownerFile}.new`, JSON.stringify(owner), { mode: PRIVATE_MODE });
  renameSync(`${ownerFile}.new`, ownerFile);
}

function readOwner(ownerFile: string): Owner | null {
  try {
    const owner: unknown = JSON.parse(readFileSync(ownerFile, 'utf8'));
    if (typeof owner !== 'object' || owner === null || !('pid' in owner) || typeof owner.pid !== 'number') return null;
    const address = 'address' in owner && typeof owner.address === 'string' ? owner.address : null;
    return isAlive(owner.pid) ? { pid: owner.pid, address } : null;
  } catch {
    // Without the name the refusal is as true, only less helpful.
    return null;
  }
}

// A dead holder's name may still stand there while a new one has just taken the lock.
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function held(file: string, owner: Owner | null): BatonError {
  const where = owner?.address === null || owner === null ? '' : ` at ${owner.address}`;
  const who = owner === null ? 'another process' : `process ${owner.pid}${where}`;
  return new BatonError('unavailable', {
    detail: `${file} is in use by ${who}; one process serves a SQLite file.`,
    hint: `Use the server that runs${where}, stop it first, or name another file.`,
  });
}
