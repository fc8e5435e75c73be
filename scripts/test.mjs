// Runs everything that says whether the project is sound, and ends in one line: `N passed, N failed`.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { testPython } from './python.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'batonpass-test-'));
let passed = 0;
let failed = 0;
const ran = { SQLite: 0, Postgres: 0 };
let python = 0;

check('types', 'tsc', ['--noEmit']);
check('lint', 'biome', ['ci', '--error-on-warnings', '.']);
check('unused code', 'knip', []);
const postgres = await openPostgres();
tests('unit, storage, contract, transports, client', { project: 'main', engine: 'SQLite' });
tests('storage, domain, transports, client', { project: 'postgres', engine: 'Postgres' });
tests('scenarios', { project: 'scenarios', engine: 'SQLite' });
tests('scenarios', { project: 'scenarios-postgres', engine: 'Postgres' });
await postgres?.close();
pythonTests();

rmSync(out, { recursive: true, force: true });
process.stdout.write(
  `\nSQLite: ${ran.SQLite} tests, Postgres ${postgres?.version ?? 'not found'}: ${ran.Postgres} tests, Python: ${python}\n`,
);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** A check that is one thing: it passes or fails as a whole. */
function check(title, command, args) {
  process.stdout.write(`\n== ${title}\n`);
  if (run(command, args)) passed += 1;
  else failed += 1;
}

/** A project of vitest.config.ts; its own report says how many passed. */
function tests(title, { project, engine }) {
  process.stdout.write(`\n== ${title}, on ${engine === 'Postgres' ? `Postgres ${postgres?.version ?? ''}` : engine}\n`);
  if (engine === 'Postgres' && postgres === null) {
    // Half of what we promise was not looked at, which must not pass for a success.
    process.stdout.write('FAILED: there is no Postgres to run these on; the reason is above.\n');
    failed += 1;
    return;
  }
  const report = join(out, `${project}.json`);
  const ok = run('vitest', ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  const counts = readCounts(report);
  passed += counts.passed;
  ran[engine] += counts.passed + counts.failed;
  // A runner that failed without a failing test (a crash, an unhandled error, no test at all) counts as one failure.
  failed += counts.failed === 0 && (!ok || counts.passed === 0) ? 1 : counts.failed;
}

/** The Python SDK, with its own types and tests. */
function pythonTests() {
  process.stdout.write('\n== Python SDK\n');
  const counts = testPython();
  passed += counts.passed;
  failed += counts.failed;
  python = counts.passed + counts.failed;
}

function readCounts(report) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 0 };
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

function run(command, args) {
  return spawnSync(join(root, 'node_modules', '.bin', command), args, { cwd: root, stdio: 'inherit' }).status === 0;
}
