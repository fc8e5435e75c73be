import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../server/kernel/log.ts';
import { openSqlite, type SqliteOptions } from '../../server/storage/sqlite/open-sqlite.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const nothing = () => undefined;
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A path in a folder of its own. */
export function freshFile(): string {
  return join(mkdtempSync(join(tmpdir(), 'batonpass-storage-')), 'store.db');
}

/** A store in a real file; in a fresh one unless told otherwise. */
export async function openTestSqlite(over: Partial<SqliteOptions> = {}) {
  const file = over.file ?? freshFile();
  const storage = await openSqlite({ clock: createFakeClock(), log: silentLog, ...over, file });
  return { file, storage };
}
