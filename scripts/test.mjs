// Runs everything that says whether the project is sound, and ends in one line: `N passed, N failed`, with what failed above it.
// Most tests wait a good deal, so that two lanes run side by side; what each step writes is shown when it is over.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { testPython } from './python.mjs';
import { runProgram } from './run-program.mjs';

const LANES = 2;
/** Of a failure at the end: enough to know what it was. */
const FAILURE_LINES = 12;
const LAST_LINES = 40;

const root = fileURLToPath(new URL('..', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'batonpass-test-'));
process.on('exit', () => rmSync(out, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
keepTemporaryFilesTogether();
const total = { passed: 0, failed: 0 };
const ran = { SQLite: 0, Postgres: 0, browser: 0, Python: 0 };
const failures = [];

await inLanes([
  check('types', 'tsc', ['--noEmit']),
  check('types of the dashboard', 'tsc', ['--noEmit', '-p', 'web']),
  check('lint', 'biome', ['ci', '--error-on-warnings', '.']),
  check('unused code', 'knip', []),
]);
// These may have to be fetched, by a package manager that does one thing at a time.
const postgres = await openPostgres();
spawnSync(process.execPath, [join(root, 'scripts', 'browser.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
const environments = new Promise((resolve) => {
  spawn(process.execPath, [join(root, 'scripts', 'ensure-python.mjs'), 'main', 'crewai'], { stdio: 'inherit' }).once(
    'close',
    resolve,
  );
});
// Short tests, which keep the processors busy by themselves.
await perform(tests('unit, storage, contract, transports, client', { project: 'main', engine: 'SQLite' }));
await perform(tests('storage, domain, transports, client', { project: 'postgres', engine: 'Postgres' }));
await environments;
// The longest first, so that neither lane is left with them.
await inLanes([
  tests('dashboard in a browser, a half', { project: 'web', engine: 'SQLite', counted: 'browser', part: '1/2' }),
  python(),
  tests('scenarios, a half', { project: 'scenarios-postgres', engine: 'Postgres', part: '2/2' }),
  tests('dashboard in a browser, the other half', { project: 'web', engine: 'SQLite', counted: 'browser', part: '2/2' }),
  tests('scenarios, the other half', { project: 'scenarios-postgres', engine: 'Postgres', part: '1/2' }),
  tests('scenarios, a half', { project: 'scenarios', engine: 'SQLite', part: '2/2' }),
  tests('scenarios, the other half', { project: 'scenarios', engine: 'SQLite', part: '1/2' }),
]);
// What says how fast the dashboard is, by itself.
await perform(tests('dashboard under load', { project: 'web-load', engine: 'SQLite', counted: 'browser' }));
await postgres?.close();

if (failures.length > 0) process.stdout.write(`\n== What failed\n${failures.join('\n')}\n`);
process.stdout.write(
  `\nSQLite: ${ran.SQLite} tests, Postgres ${postgres?.version ?? 'not found'}: ${ran.Postgres} tests, browser: ${ran.browser}, Python: ${ran.Python}\n`,
);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/** What tests leave in the temporary folder, also when they are cut off, goes with the folder of this run. */
function keepTemporaryFilesTogether() {
  const folder = join(out, 'tmp');
  mkdirSync(folder);
  // A database that may not run as root makes its way through it to its own.
  chmodSync(out, 0o711);
  chmodSync(folder, 0o1777);
  process.env.TMPDIR = folder;
}

/** Several at once, in this order. */
async function inLanes(steps) {
  const left = [...steps];
  const lane = async () => {
    for (let step = left.shift(); step !== undefined; step = left.shift()) await perform(step);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** A step runs with a `write` of its own and says how many passed, how many failed, and which. */
async function perform({ title, counted, run }) {
  let text = '';
  const beganAt = performance.now();
  const { passed, failed, named } = await run((some) => {
    text += some;
  });
  const seconds = Math.round((performance.now() - beganAt) / 1_000);
  process.stdout.write(`\n== ${title} (${seconds} s)\n${text}`);
  total.passed += passed;
  total.failed += failed;
  if (counted !== null) ran[counted] += passed + failed;
  if (failed === 0) return;
  failures.push(named.length > 0 ? named.join('\n') : `${title}:\n${text.split('\n').slice(-LAST_LINES).join('\n')}`);
}

/** A check that is one thing: it passes or fails as a whole. */
function check(title, command, args) {
  const run = async (write) => {
    const ok = await runProgram(bin(command), args, { cwd: root, write });
    return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, named: [] };
  };
  return { title, counted: null, run };
}

/** A project of vitest.config.ts, or a part of it; its own report says how many passed. */
function tests(what, { project, engine, counted = engine, part = null }) {
  const title = `${what}, on ${engine === 'Postgres' ? `Postgres ${postgres?.version ?? ''}` : engine}`;
  const run = async (write) => {
    if (engine === 'Postgres' && postgres === null) {
      // Half of what we promise was not looked at, which must not pass for a success.
      write('FAILED: there is no Postgres to run these on; the reason is above.\n');
      return { passed: 0, failed: 1, named: [] };
    }
    const report = join(out, `${project}-${(part ?? 'whole').replace('/', '-')}.json`);
    const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const ok = await runProgram(bin('vitest'), [...args, ...(part === null ? [] : [`--shard=${part}`])], { cwd: root, write });
    const { passed, failed, named } = readReport(report);
    // A runner that failed without a failing test (a crash, an unhandled error, no test at all) counts as one failure.
    return { passed, named, failed: failed === 0 && (!ok || passed === 0) ? 1 : failed };
  };
  return { title, counted, run };
}

/** The Python SDK, with its own types and tests. */
function python() {
  const run = async (write) => ({ ...(await testPython(write)), named: [] });
  return { title: 'Python SDK', counted: 'Python', run };
}

function readReport(report) {
  try {
    const { numPassedTests: passed, numFailedTests: failed, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const named = testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'failed')
        .map(({ fullName, failureMessages }) => {
          const why = failureMessages.join('\n').split('\n').slice(0, FAILURE_LINES).join('\n  ');
          return `${name.slice(root.length)}: ${fullName}\n  ${why}`;
        }),
    );
    return { passed, failed, named };
  } catch {
    return { passed: 0, failed: 0, named: [] };
  }
}

/** The Postgres of all projects: the one that BATON_TEST_DATABASE_URL names, or one to throw away. Null when there is none. */
async function openPostgres() {
  process.stdout.write('\n== Postgres\n');
  try {
    const named = process.env.BATON_TEST_DATABASE_URL;
    const server = named ? { url: named, close: async () => undefined } : await startPostgres();
    process.env.BATON_TEST_DATABASE_URL = server.url;
    const version = await versionOf(server.url);
    process.stdout.write(`Postgres ${version}, ${server.binDir ?? 'named by BATON_TEST_DATABASE_URL'}\n`);
    return { version, close: server.close };
  } catch (error) {
    process.stdout.write(`${error.message}\n`);
    return null;
  }
}

async function startPostgres() {
  const child = spawn(process.execPath, [join(root, 'scripts', 'postgres.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const line = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (line.done) throw new Error('No Postgres could be started.');
  const close = async () => {
    child.stdin.end();
    await gone;
  };
  return { ...JSON.parse(line.value), close };
}

async function versionOf(url) {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('show server_version');
  await client.end();
  return rows[0].server_version.split(' ')[0];
}

function bin(command) {
  return join(root, 'node_modules', '.bin', command);
}
