import { join } from 'node:path';
import type { Storage } from '../domain/store.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';

export interface StorageOptions {
  /** Where the database is; null: a SQLite file in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
}

export interface OpenStorage {
  readonly storage: Storage;
  /** Tells a second program that wants the same store where this one can be reached, if only one can have it (SPEC DU3). */
  announce(address: string): void;
}

/** Opens the store that the program was told to use. An engine is loaded only where it is wanted. Throws a BatonError `unavailable`. */
export async function openStorage({ databaseUrl, dataDir, clock, log }: StorageOptions): Promise<OpenStorage> {
  if (databaseUrl !== null) {
    const { openPostgres } = await import('./postgres/open-postgres.ts');
    return {
      storage: await openPostgres({ url: databaseUrl, clock, log, incoming: join(dataDir, 'incoming') }),
      announce: () => undefined,
    };
  }
  const { openSqlite } = await import('./sqlite/open-sqlite.ts');
  const storage = await openSqlite({ file: join(dataDir, 'baton.db'), clock, log });
  return { storage, announce: (address) => storage.announce(address) };
}
