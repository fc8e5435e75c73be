// A Postgres to throw away, for tests and benchmarks: `node scripts/postgres.mjs [--durable]`.
// Prints a line of JSON with its url once it accepts connections, and lives until its standard input ends or it is told to
// end; then nothing of it is left. Understands the lines `stop` (at once, as by a power cut), `kill` (the postmaster alone, by
// SIGKILL), `start` and `restart` (stop and start), and answers each with a line of JSON.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { findPostgres } from './postgres-binaries.mjs';

const READY_MAX_MS = 30_000;
const STOP_MAX_MS = 10_000;
const LOOK_MS = 10;
const PORT_TRIES = 5;
/** Below the ports that systems give to outgoing connections, so that none of those has ours when it is to start again. */
const PORTS = { first: 20_000, end: 32_000 };
const SUPERUSER = 'batonpass';
const ANSWERS = { stop: 'stopped', kill: 'killed', start: 'started', restart: 'restarted' };

const FOR_ALL = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  // In the folder rather than in the memory of the machine, where a kill would leave it.
  dynamic_shared_memory_type: process.platform === 'win32' ? 'windows' : 'mmap',
  lc_messages: 'C',
  log_line_prefix: '%m [%p] ',
};
/** Tests do not survive a power cut, and need not wait for a disk. */
const FOR_TESTS = { fsync: 'off', synchronous_commit: 'on', full_page_writes: 'off', shared_buffers: '128MB' };
/** As an operator would have it who means his data to stay. */
const DURABLE = { fsync: 'on', synchronous_commit: 'on', shared_buffers: '256MB', max_wal_size: '2GB' };

/**
 * Collations to try, the first that these binaries and this machine have: one that does not sort by bytes, as most
 * databases have, shows where we rely on the order of texts.
 */
const LOCALES = [
  ['--locale-provider=icu', '--icu-locale=en-US', '--locale=C.UTF-8'],
  ['--locale-provider=icu', '--icu-locale=en-US', '--locale=C'],
  ['--locale=en_US.UTF-8'],
  ['--locale=C.UTF-8'],
  ['--locale=C'],
];

const isDurable = process.argv.includes('--durable');
/** SCRAM makes each side work out 4,096 hashes to let one in, and tests go in many thousand times. */
const auth = isDurable ? 'scram-sha-256' : 'md5';
const settings = { ...FOR_ALL, ...(isDurable ? DURABLE : FOR_TESTS) };
const user = unprivilegedUser();
const dir = mkdtempSync(join(tmpdir(), 'baton-postgres-'));
const dataDir = join(dir, 'data');
const logFile = join(dir, 'postgres.log');
let guard = null;
/** The running postmaster; null between a stop and a start. */
let postgres = null;
let port = 0;
let ending = null;

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => void end(0));
// Nobody hears us any more.
process.stdout.on('error', () => void end(1));
try {
  guard = startGuard();
  await main();
} catch (error) {
  process.stderr.write(`${ending === null ? error.message : 'Ended while it was starting.'}\n`);
  await end(1);
}

async function main() {
  const { binDir, version } = findPostgres({ scratch: dir, user });
  const password = randomBytes(18).toString('base64url');
  const locale = makeCluster(binDir, password);
  await startOnFreePort(binDir);
  const url = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
  say({ url, pid: postgres.pid, dir, version, binDir, locale });
  await obey(binDir);
  await end(0);
}

/** One line after the other, until there are no more. */
async function obey(binDir) {
  const commands = {
    stop: () => stop('SIGQUIT'),
    kill: () => stop('SIGKILL'),
    start: () => start(binDir),
    restart: async () => {
      await stop('SIGQUIT');
      await start(binDir);
    },
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const name = line.trim();
    try {
      if (!Object.hasOwn(commands, name)) throw new Error(`It understands ${Object.keys(commands).join(', ')}, but not ${name}.`);
      await commands[name]();
      say({ [ANSWERS[name]]: true, pid: postgres?.pid ?? null });
    } catch (error) {
      say({ error: error.message });
    }
  }
}

/** Root may not run Postgres, so it lends it to a user who owns nothing. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return null;
  const idOf = (option, name) => Number.parseInt(spawnSync('id', [option, name], { encoding: 'utf8' }).stdout, 10);
  const name = ['nobody', 'postgres'].find((one) => Number.isInteger(idOf('-u', one)));
  if (name === undefined) throw new Error('Postgres does not run as root, and there is no user nobody or postgres to run it as.');
  return { uid: idOf('-u', name), gid: idOf('-g', name) };
}

/** Makes an empty cluster in the folder and says in which locale. */
function makeCluster(binDir, password) {
  // Only the way in is open to others, for the binaries that may have been copied here.
  chmodSync(dir, 0o711);
  const passwordFile = join(dir, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  writeFileSync(logFile, '', { mode: 0o600 });
  mkdirSync(dataDir, { mode: 0o700 });
  if (user !== null) for (const path of [passwordFile, logFile, dataDir]) chownSync(path, user.uid, user.gid);
  const options = [`--pgdata=${dataDir}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, `--auth=${auth}`];
  let failure = '';
  for (const locale of LOCALES) {
    const args = [...options, '--encoding=UTF8', '--no-sync', '--no-instructions', ...locale];
    const made = spawnSync(join(binDir, 'initdb'), args, { ...user, cwd: dir, encoding: 'utf8' });
    if (made.status === 0) {
      rmSync(passwordFile);
      return locale.join(' ');
    }
    failure = made.stderr || String(made.error);
  }
  throw new Error(`initdb of ${binDir} failed: ${failure}`);
}

async function startOnFreePort(binDir) {
  for (let i = 1; ; i += 1) {
    port = await freePort();
    try {
      return await start(binDir);
    } catch (error) {
      // Between our look and its start another program may have taken the port.
      if (i === PORT_TRIES || !/Address already in use/.test(error.message)) throw error;
    }
  }
}

async function freePort() {
  for (;;) {
    const wanted = randomInt(PORTS.first, PORTS.end);
    const server = createServer();
    const isFree = await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(wanted, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return wanted;
  }
}

/** Starts the server and waits until it accepts connections. */
async function start(binDir) {
  if (postgres !== null) throw new Error('It is running already.');
  const options = Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const giveUpAt = performance.now() + READY_MAX_MS;
  for (;;) {
    writeFileSync(logFile, '');
    launch(binDir, options);
    while (postgres !== null && !isReady() && performance.now() < giveUpAt) await delay(LOOK_MS);
    if (postgres !== null && isReady()) return;
    await stop('SIGQUIT');
    const log = readFileSync(logFile, 'utf8');
    // After a kill the processes that it had started need a moment to notice.
    const isMomentary = /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(log);
    if (ending !== null || !isMomentary || performance.now() > giveUpAt) throw new Error(`Postgres did not start: ${log}`);
    await delay(LOOK_MS);
  }
}

function launch(binDir, options) {
  // In a session of its own: a Ctrl-C in the terminal is for us, and we stop it.
  const stdio = ['ignore', 'pipe', 'pipe'];
  const child = spawn(join(binDir, 'postgres'), ['-D', dataDir, ...options], { ...user, cwd: dir, stdio, detached: true });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => writeFileSync(logFile, text, { flag: 'a' }));
  child.once('error', (error) => writeFileSync(logFile, String(error), { flag: 'a' }));
  child.gone = new Promise((resolve) => {
    child.once('close', () => {
      if (postgres === child) postgres = null;
      resolve();
    });
  });
  postgres = child;
}

/** What pg_ctl looks at: the server writes into its file of the process id how far it is. */
function isReady() {
  try {
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === postgres.pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

async function stop(signal) {
  const child = postgres;
  if (child === null) return;
  child.kill(signal);
  const gone = await Promise.race([child.gone.then(() => true), delay(STOP_MAX_MS, false, { ref: false })]);
  if (!gone) child.kill('SIGKILL');
  await child.gone;
}

/** One that was killed and not started again has left its file, and a little memory that no process has, named there. */
function clearMemory() {
  try {
    const [, id] = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[6].trim().split(/\s+/);
    spawnSync('ipcrm', ['-m', id]);
  } catch {
    // It ended in good order, or was never there.
  }
}

/**
 * A process that outlives us when we are killed, notices by the end of its standard input, and clears up. When we end in good
 * order it finds nothing to do.
 */
function startGuard() {
  if (process.platform === 'win32') return null;
  const script = `trap '' INT TERM HUP; cat; pid=$(head -n 1 "$1/data/postmaster.pid" 2>&-) && kill -QUIT "$pid" 2>&-
    for i in 1 2 3 4 5 6 7 8 9 10; do [ -n "$pid" ] && kill -0 "$pid" 2>&- && sleep 0.3; done; rm -rf "$1"`;
  const child = spawn('sh', ['-c', script, 'guard', dir], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  for (const emitter of [child, child.stdin]) emitter.on('error', () => undefined);
  child.unref();
  return child;
}

/** Stops the server, removes all that it wrote and ends the program; whoever comes second waits for the first. */
function end(code) {
  ending ??= (async () => {
    await stop('SIGQUIT');
    clearMemory();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    guard?.stdin.end();
    process.exit(code);
  })();
  return ending;
}

function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
