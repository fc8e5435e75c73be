import { join } from 'node:path';
import { DEFAULT_PROJECT } from '../../server/contract/projects.ts';
import { createServices, type Services } from '../../server/domain/services.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { systemIds } from '../../server/kernel/ids.ts';
import { createLog } from '../../server/kernel/log.ts';
import { openSqlite, type SqliteOptions } from '../../server/storage/sqlite/open-sqlite.ts';
import type { SqliteStorage } from '../../server/storage/sqlite/sqlite-storage.ts';

export const PROJECT = DEFAULT_PROJECT;

/** What a server is made of up to its door, as the composition root makes it. */
export interface OpenStore {
  readonly storage: SqliteStorage;
  readonly services: Services;
  readonly base: {
    readonly clock: typeof systemClock;
    readonly ids: typeof systemIds;
    readonly log: ReturnType<typeof createLog>;
  };
}

export async function openStore(
  dir: string,
  options: Pick<SqliteOptions, 'groupCommit' | 'synchronous' | 'onWriter'>,
): Promise<OpenStore> {
  const base = { clock: systemClock, ids: systemIds, log: createLog('warn') };
  const storage = await openSqlite({ ...options, file: join(dir, 'baton.db'), clock: base.clock, log: base.log });
  const services = createServices({ ...base, storage });
  await services.projects.ensure(PROJECT);
  return { storage, services, base };
}
