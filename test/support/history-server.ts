import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepAdminKey } from '../../server/data-dir.ts';
import { createServices, type Services } from '../../server/domain/services.ts';
import type { Storage } from '../../server/domain/store.ts';
import { type Clock, systemClock } from '../../server/kernel/clock.ts';
import { systemIds } from '../../server/kernel/ids.ts';
import { createLog } from '../../server/kernel/log.ts';
import { createHttpDoor } from '../../server/transports/http/create-http-door.ts';
import { readAdminKey } from './spawn-server.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export interface HistoryServer {
  readonly origin: string;
  readonly adminToken: string;
  readonly database: TestDatabase;
  /** Lets the server see the time, as any request would. */
  look(): Promise<void>;
  /** Writes down what is held in memory; from then on nothing happens that nobody asks for. */
  settle(): Promise<void>;
  /** Stops one that has settled; the database stays until `remove`. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}

export interface HistoryServerOptions {
  readonly clock?: Clock;
  /** Where a test puts a fault between the domain and its storage. */
  readonly wrapStorage?: (storage: Storage) => Storage;
  readonly wrapServices?: (services: Services) => Services;
}

/** The whole server within this process, behind a real socket, with a clock or a storage of the test's own. */
export async function startHistoryServer(options: HistoryServerOptions = {}): Promise<HistoryServer> {
  const { clock = systemClock, wrapStorage = (storage) => storage, wrapServices = (services) => services } = options;
  const dir = await mkdtemp(join(tmpdir(), 'baton-history-'));
  const log = createLog('silent');
  const database = await createTestDatabase(dir);
  const inner = await database.open({ clock, log });
  const storage = wrapStorage(inner);
  const services = wrapServices(createServices({ storage, clock, ids: systemIds, log }));
  await services.projects.ensure('main');
  await keepAdminKey(dir, services);
  const config = { version: '0.0.0-test', extraHosts: [], behindProxy: false };
  const door = createHttpDoor({ services, storage, clock, ids: systemIds, log, config });
  const { port } = await door.listen({ host: '127.0.0.1', port: 0 });
  services.upkeep.start();
  return {
    origin: `http://127.0.0.1:${port}`,
    adminToken: await readAdminKey(dir),
    database,
    look: () => inner.read(async () => undefined),
    settle: () => services.upkeep.stop(),
    async stop() {
      await door.drain();
      await inner.close();
    },
    async remove() {
      await database.drop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
