import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { DEFAULT_PROJECT } from '../../server/contract/projects.ts';
import { createServices, type Services } from '../../server/domain/services.ts';
import type { Storage } from '../../server/domain/store.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { systemIds } from '../../server/kernel/ids.ts';
import { createLog } from '../../server/kernel/log.ts';
import { openPostgres } from '../../server/storage/postgres/open-postgres.ts';
import { openSqlite, type SqliteOptions } from '../../server/storage/sqlite/open-sqlite.ts';
import type { StorePlace } from './server-spec.ts';
import { postgresKeeper, type StoreKeeper, sqliteKeeper } from './store-keeper.ts';

export const PROJECT = DEFAULT_PROJECT;

/** What a server is made of up to its door, as the composition root makes it. */
export interface OpenStore {
  readonly storage: Storage;
  readonly services: Services;
  readonly keeper: StoreKeeper;
  readonly base: typeof BASE;
}

const BASE = { clock: systemClock, ids: systemIds, log: createLog('warn') };

type SqliteSettings = Pick<SqliteOptions, 'groupCommit' | 'synchronous'>;

/** The settings are for SQLite; Postgres has none to compare. */
export async function openStore(place: StorePlace, settings: SqliteSettings): Promise<OpenStore> {
  const { storage, keeper } = await openEngine(place, settings);
  const services = createServices({ ...BASE, storage });
  await services.projects.ensure(PROJECT);
  return { storage, services, keeper, base: BASE };
}

async function openEngine({ dir, databaseUrl }: StorePlace, settings: SqliteSettings) {
  const { clock, log } = BASE;
  if (databaseUrl !== null) {
    const storage = await openPostgres({ url: databaseUrl, clock, log });
    return { storage, keeper: await postgresKeeper(databaseUrl) };
  }
  let writer: Database | null = null;
  const onWriter = (db: Database) => {
    writer = db;
  };
  const storage = await openSqlite({ ...settings, file: join(dir, 'baton.db'), clock, log, onWriter });
  if (writer === null) throw new Error('the storage shows its writer');
  return { storage, keeper: sqliteKeeper(writer) };
}
