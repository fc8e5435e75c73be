import { BatonError } from '../../contract/errors.ts';
import { Overtaken } from '../../domain/store.ts';

/** The caller's view of an error of SQLite: a full disk is a state it must know of, the rest stays ours (SPEC DU4). */
export function fromSqliteError(error: unknown): unknown {
  // Works run one after the other here, so a second run would find the same.
  if (error instanceof Overtaken) return error.reason;
  if (!isDiskFull(error)) return error;
  return new BatonError('storage_full', {
    detail: 'The disk of the server is full; nothing was stored.',
    hint: 'Reads go on. Try again when whoever runs the server has made room; it recovers by itself.',
  });
}

/** Whether the disk refused to take more. */
export function isDiskFull(error: unknown): boolean {
  return codeOf(error) === 'SQLITE_FULL';
}

/** The code of an error that SQLite threw; an empty text for anything else. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return String(error.code);
}
