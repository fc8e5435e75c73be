import { type Config, ConfigError, readConfig } from './config.ts';
import { BatonError } from './contract/errors.ts';
import { DEFAULT_PROJECT } from './contract/projects.ts';
import { keepAdminKey, prepareDataDir } from './data-dir.ts';
import { createServices, type Services } from './domain/services.ts';
import type { Storage } from './domain/store.ts';
import { systemClock } from './kernel/clock.ts';
import { systemIds } from './kernel/ids.ts';
import { createLog, type Log } from './kernel/log.ts';
import { packageVersion } from './kernel/package-version.ts';
import { whoListens } from './port-holder.ts';
import { openStorage } from './storage/open-storage.ts';
import { createHttpDoor, type HttpDoor } from './transports/http/create-http-door.ts';

/** After a signal the program is gone within this time, whatever still hangs (SPEC DU6). */
const DRAIN_MAX_MS = 9_500;

interface Running {
  readonly storage: Storage;
  readonly services: Services;
  readonly door: HttpDoor;
  readonly log: Log;
}

/** The composition root: configuration, wiring, start, drain. Ends the process itself when it cannot start. */
export async function serve(argv: readonly string[]): Promise<void> {
  try {
    const config = readConfig(argv, packageVersion());
    const running = await start(config);
    drainOnSignal(running);
  } catch (error) {
    process.stderr.write(`${startFailure(error)}\n`);
    process.exit(1);
  }
}

async function start(config: Config): Promise<Running> {
  const log = createLog(config.logLevel);
  await prepareDataDir(config.dataDir, log);
  const { databaseUrl, dataDir } = config;
  const { storage, announce } = await openStorage({ databaseUrl, dataDir, clock: systemClock, log });
  try {
    const services = createServices({ storage, clock: systemClock, ids: systemIds, log, eventsKept: config.eventsKept });
    await services.projects.ensure(DEFAULT_PROJECT);
    const keyFile = await keepAdminKey(config.dataDir, services);
    const door = await openDoor(config, { storage, services, log });
    announce(localUrl(config, door.address));
    services.upkeep.start();
    process.stdout.write(greeting(config, door.address, keyFile));
    return { storage, services, log, door: door.door };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function openDoor(config: Config, parts: { storage: Storage; services: Services; log: Log }) {
  const { port: wanted, host } = config;
  const door = createHttpDoor({
    ...parts,
    clock: systemClock,
    ids: systemIds,
    config: { version: packageVersion(), extraHosts: config.allowedHosts, behindProxy: config.exposure === 'behind-proxy' },
  });
  try {
    return { door, address: await door.listen({ host, port: wanted }) };
  } catch (error) {
    if (!isAddressInUse(error)) throw error;
    throw new ConfigError(
      `Port ${wanted} on ${host} is taken by ${await whoListens(host, wanted)}. Stop it, or choose another with --port.`,
    );
  }
}

function greeting(config: Config, address: { port: number }, keyFile: string): string {
  const url = localUrl(config, address);
  const key = quoted(keyFile);
  return [
    `Batonpass ${packageVersion()} is ready on ${url}`,
    config.databaseUrl === null
      ? `Data and the admin key are in ${config.dataDir}`
      : `The board is in the database of --database-url, this node's admin key in ${config.dataDir}`,
    '',
    'Make a first task:',
    `  curl -s ${url}/v1/tasks -H "Authorization: Bearer $(cat ${key})" -H 'Content-Type: application/json' -d '{"title":"Say hello"}'`,
    '',
  ].join('\n');
}

function localUrl({ host }: Config, { port }: { port: number }): string {
  const name = host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** For a POSIX shell, within the double quotes of the line above. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

function drainOnSignal(running: Running): void {
  let draining = false;
  const drain = (signal: NodeJS.Signals) => {
    if (draining) process.exit(130);
    draining = true;
    running.log.info({ signal }, 'draining');
    setTimeout(() => process.exit(1), DRAIN_MAX_MS).unref();
    void stop(running).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`The shutdown failed: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', drain);
  process.on('SIGINT', drain);
}

async function stop({ door, services, storage }: Running): Promise<void> {
  await door.drain();
  await services.upkeep.stop();
  await storage.close();
}

function isAddressInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

/** People read this: for what they can mend the sentence alone, for what is ours the stack as well. */
function startFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof BatonError) return `batonpass: ${error.message}\n${error.details.hint}`;
  const known = error instanceof ConfigError || 'syscall' in error;
  return known ? `batonpass: ${error.message}` : `batonpass: ${error.stack ?? error.message}`;
}
