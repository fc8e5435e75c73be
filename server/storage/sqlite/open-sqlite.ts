import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { ReadQueries, WriteQueries } from '../../domain/store.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Ids, systemIds } from '../../kernel/ids.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Log } from '../../kernel/log.ts';
import { doorQueries } from '../queries/event-queries.ts';
import type { QueryBuilder } from '../queries/query.ts';
import { readQuerySet, writeQuerySet } from '../queries/query-set.ts';
import { blobFolderOf, openBlobFiles } from './blob-files.ts';
import { compileStatements } from './compile-statement.ts';
import { assertSynchronous, openFile, openReader, type Synchronous, tuneWriter } from './connection.ts';
import { type FileLock, lockFile } from './file-lock.ts';
import { indexOldTasks } from './index-old-tasks.ts';
import { LeaseClock } from './lease-clock.ts';
import { migrate } from './migrations.ts';
import { sqliteSchema } from './schema.ts';
import { createSqliteStorage, type SqliteStorage } from './sqlite-storage.ts';
import { prepareStoreFile } from './store-file.ts';
import { textReads, textWrites } from './text-queries.ts';
import { bindQueries } from './tx-queries.ts';

export interface SqliteOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
  /** false: a commit for each work, to measure what sharing one is worth. */
  readonly groupCommit?: boolean;
  /** NORMAL may lose the last commits in a power cut: to measure what FULL costs. */
  readonly synchronous?: Synchronous;
  readonly ids?: Ids;
  /** Called with the writing connection before it is used, so that a test can set limits on it. */
  readonly onWriter?: (db: Database) => void;
}

/**
 * Opens the store in `file`, making it if there is none. Throws a BatonError `unavailable` when another process has it,
 * when it is damaged, another program's or a newer program's, or when this Node cannot run SQLite.
 */
export async function openSqlite(options: SqliteOptions): Promise<SqliteStorage> {
  const file = canonicalPath(options.file);
  const lock = lockFile(file);
  try {
    prepareStoreFile(file, () => (options.ids ?? systemIds).next('log'));
    return openPrepared(file, lock, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

// One name for one file, however it is written, so that two names cannot get round the lock.
function canonicalPath(file: string): string {
  const absolute = resolve(file);
  if (existsSync(absolute)) return realpathSync(absolute);
  mkdirSync(dirname(absolute), { recursive: true, mode: 0o700 });
  return join(realpathSync(dirname(absolute)), basename(absolute));
}

function openPrepared(file: string, lock: FileLock, options: SqliteOptions): SqliteStorage {
  const synchronous = options.synchronous ?? 'FULL';
  const writer = openFile(file);
  try {
    tuneWriter(writer, synchronous);
    migrate(writer);
    indexOldTasks(writer);
    return assemble({ file, lock, options, writer, synchronous });
  } catch (error) {
    writer.close();
    throw error;
  }
}

function readQueries(builder: QueryBuilder) {
  return { ...readQuerySet(builder, sqliteSchema), ...textReads(builder) };
}

interface Parts {
  readonly file: string;
  readonly lock: FileLock;
  readonly options: SqliteOptions;
  readonly writer: Database;
  readonly synchronous: Synchronous;
}

function assemble({ file, lock, options, writer, synchronous }: Parts): SqliteStorage {
  const { clock, log, groupCommit = true } = options;
  const builder = drizzle(writer, { casing: 'snake_case' });
  const statements = compileStatements(writer, doorQueries(builder, sqliteSchema));
  const stored = statements.findStore({});
  invariant(stored !== undefined, `${file} has no row that says which store it is`);
  statements.storeLeaseNow({ leaseNow: stored.leaseNow });
  assertSynchronous(writer, synchronous);

  const writes = { ...readQueries(builder), ...writeQuerySet(builder, sqliteSchema), ...textWrites(builder) };
  const newWriteHandle = bindQueries<ReadQueries & WriteQueries>(writer, writes);
  options.onWriter?.(writer);
  const reader = openReader(file);
  const newReadHandle = bindQueries<ReadQueries>(reader, readQueries(drizzle(reader, { casing: 'snake_case' })));
  const lease = new LeaseClock(clock, stored.leaseNow);
  const { incarnation } = stored;
  return createSqliteStorage({
    blobs: openBlobFiles(blobFolderOf(file), options.ids ?? systemIds),
    writer,
    reader,
    lock,
    log,
    lease,
    incarnation,
    statements,
    newWriteHandle,
    newReadHandle,
    groupCommit,
  });
}
