import { join } from 'node:path';
import { type Config, ConfigError, readConfig } from './config.ts';
import { BatonError } from './contract/errors.ts';
import { DEFAULT_PROJECT } from './contract/projects.ts';
import { LINK_DEFAULT_SECONDS } from './contract/sign-in.ts';
import { keepAdminKey, prepareDataDir } from './data-dir.ts';
import { DEMO_PERSON, type DemoRun, demoFolder, removeDemoFolder, startDemo } from './demo-run.ts';
import { createServices, type Services } from './domain/services.ts';
import type { Storage } from './domain/store.ts';
import { systemClock } from './kernel/clock.ts';
import { systemIds } from './kernel/ids.ts';
import { createLog, type Log } from './kernel/log.ts';
import { packageRoot } from './kernel/package-root.ts';
import { packageVersion } from './kernel/package-version.ts';
import { openBrowser, ownScreen, wantsBrowser } from './open-browser.ts';
import { whoListens } from './port-holder.ts';
import { signInPath } from './sign-in-path.ts';
import { openStorage } from './storage/open-storage.ts';
import { type DashboardFiles, readDashboard } from './transports/dashboard/dashboard-files.ts';
import { createHttpDoor, type HttpDoor } from './transports/http/create-http-door.ts';

/** After a signal the program is gone within this time, whatever still hangs (SPEC DU6). */
const DRAIN_MAX_MS = 9_500;

interface Running {
  readonly storage: Storage;
  readonly services: Services;
  readonly door: HttpDoor;
  readonly log: Log;
  readonly demo: DemoRun | null;
}

/** A demo may run for days, and its log must not grow with it. */
const DEMO_EVENTS_KEPT = 5_000;

/** The composition root: configuration, wiring, start, drain. Ends the process itself when it cannot start. */
export async function serve(argv: readonly string[]): Promise<void> {
  try {
    const config = readConfig(argv, packageVersion());
    const running = config.demo ? await startInDemoFolder(config) : await start(config);
    drainOnSignal(running);
  } catch (error) {
    process.stderr.write(`${startFailure(error)}\n`);
    process.exit(1);
  }
}

async function startInDemoFolder(config: Config): Promise<Running> {
  const dataDir = await demoFolder();
  try {
    return await start({ ...config, dataDir, databaseUrl: null, eventsKept: DEMO_EVENTS_KEPT });
  } catch (error) {
    await removeDemoFolder(dataDir);
    throw error;
  }
}

async function start(config: Config): Promise<Running> {
  const log = createLog(config.logLevel);
  await prepareDataDir(config.dataDir, log);
  const { databaseUrl, dataDir } = config;
  const { storage, announce } = await openStorage({ databaseUrl, dataDir, clock: systemClock, log });
  try {
    const { eventsKept } = config;
    const about = { version: packageVersion(), demo: config.demo };
    const services = createServices({ storage, clock: systemClock, ids: systemIds, log, eventsKept, about });
    await services.projects.ensure(DEFAULT_PROJECT);
    const keyFile = await keepAdminKey(config.dataDir, services);
    const dashboard = await builtDashboard();
    const door = await openDoor(config, { storage, services, log, dashboard });
    const url = localUrl(config, door.address);
    announce(url);
    services.upkeep.start();
    const path = await signInPath(services, { keyFile, person: config.demo ? DEMO_PERSON : config.person });
    const signIn = dashboard === null ? null : url + path;
    process.stdout.write(greeting(config, { address: door.address, keyFile, signIn }));
    if (signIn !== null && wantsBrowser(config.open, ownScreen())) openBrowser(signIn);
    const demo = config.demo ? await startDemo({ url, keyFile, folder: config.dataDir }) : null;
    return { storage, services, log, door: door.door, demo };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** Where the build puts the pages for people. Above the sources there is a folder of that name too, which is not built. */
async function builtDashboard(): Promise<DashboardFiles | null> {
  const root = packageRoot();
  return root === null ? null : readDashboard(join(root, 'dist', 'web'));
}

async function openDoor(
  config: Config,
  parts: { storage: Storage; services: Services; log: Log; dashboard: DashboardFiles | null },
) {
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

function greeting(config: Config, told: { address: { port: number }; keyFile: string; signIn: string | null }): string {
  const { address, keyFile, signIn } = told;
  const url = localUrl(config, address);
  const key = quoted(keyFile);
  return [
    `Batonpass ${packageVersion()} is ready on ${url}`,
    config.databaseUrl === null
      ? `Data and the admin key are in ${config.dataDir}`
      : `The board is in the database of --database-url, this node's admin key in ${config.dataDir}`,
    ...(signIn === null
      ? []
      : [`Dashboard, signing in once and within ${LINK_DEFAULT_SECONDS / 60} minutes (later: ${laterLink(config)}): ${signIn}`]),
    '',
    'Make a first task:',
    `  curl -s ${url}/v1/tasks -H "Authorization: Bearer $(cat ${key})" -H 'Content-Type: application/json' -d '{"title":"Say hello"}'`,
    '',
  ].join('\n');
}

/** Where another link is to be had; the folder of a demo is not where `npm run link` looks, and the admin is nobody on its board. */
function laterLink({ demo }: Config): string {
  return demo ? 'Settings makes another' : 'npm run link';
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

async function stop({ door, services, storage, demo }: Running): Promise<void> {
  await door.drain();
  await services.upkeep.stop();
  await storage.close();
  await demo?.end();
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
