// Runs what says whether the Python SDK is sound: mypy and pyright, then pytest against the server as it is built; on Postgres,
// where there is one (BATON_TEST_DATABASE_URL), the scenarios that a database could spoil once more.
// Its virtual environments are in .venv, each made anew when what it holds should change. CrewAI has one of its own:
// it and the OpenAI Agents SDK want different major versions of the same package.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from './run-program.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const sdk = join(root, 'sdk-python');
const APT_PACKAGE = 'python3-venv';
const CREWAI_TESTS = 'tests/test_crewai.py';

/** Nothing of a test or an example leaves the machine. */
const NO_TELEMETRY = JSON.parse(readFileSync(new URL('no-telemetry.json', import.meta.url), 'utf8'));

const ENVIRONMENTS = {
  main: {
    requirements: 'requirements-test.txt',
    install: [],
    mypy: ['--exclude', '/crewai\\.py$'],
    pytest: [`--ignore=${CREWAI_TESTS}`],
  },
  crewai: {
    requirements: 'requirements-crewai.txt',
    // Some of what it needs is published as source that does not build everywhere, in versions later than the last wheel.
    install: ['--only-binary', ':all:'],
    mypy: ['-m', 'batonpass.crewai'],
    pytest: [CREWAI_TESTS],
  },
};

/** The scenarios of claims, workers and feeds: what rests on the database and its clock. */
const ON_POSTGRES = ['claims', 'async', 'scenarios', 'forks', 'workers', 'reviewers', 'feeds'].map(
  (name) => `tests/test_${name}.py`,
);
/** Most tests wait, for a lease or for a server to start, so more of them run at once than there are cores. */
const AT_ONCE = '4';

/**
 * Runs everything, and gives what it writes to `write`; how many tests passed and failed. A runner that fails without a failing test
 * counts as one failure.
 */
export async function testPython(write) {
  const all = [];
  for (const name of Object.keys(ENVIRONMENTS)) all.push(await testOne(name, write));
  return all.reduce(sum);
}

/** The interpreter of an environment, `main` or `crewai`, which is installed if it has to be; null: that failed, and why is written. */
export function preparePython(name = 'main') {
  const { requirements, install } = ENVIRONMENTS[name];
  const venv = join(root, '.venv', name);
  const python = join(venv, 'bin', 'python');
  const stamp = join(venv, '.batonpass-installed');
  const state = digest(['pyproject.toml', requirements]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return python;
  rmSync(venv, { recursive: true, force: true });
  if (!makeVenv(venv)) {
    process.stdout.write(
      `FAILED: no virtual environment for Python 3.10 or later could be made; on Debian install ${APT_PACKAGE}.\n`,
    );
    return null;
  }
  const pip = [python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']];
  if (!run(pip[0], [...pip[1], ...install, '-r', requirements])) return null;
  // Apart from the rest: only wheels are taken there, and this is made from its source.
  if (!run(pip[0], [...pip[1], '-e', '.'])) return null;
  writeFileSync(stamp, state);
  return python;
}

async function testOne(name, write) {
  const python = preparePython(name);
  if (python === null) {
    write(`FAILED: the environment ${name} could not be made; the reason is above.\n`);
    return { passed: 0, failed: 1 };
  }
  const { mypy, pytest: chosen } = ENVIRONMENTS[name];
  const checks = [await test(python, ['-m', 'mypy', ...mypy], { write })];
  if (name === 'main') checks.push(await test(process.execPath, [pyright(python), '--pythonpath', python], { write }));
  const counts = checks.map((ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 }));
  counts.push(await pytest(python, chosen, { write, engine: 'sqlite' }));
  if (name === 'main' && process.env.BATON_TEST_DATABASE_URL)
    counts.push(await pytest(python, ON_POSTGRES, { write, engine: 'postgres' }));
  return counts.reduce(sum);
}

function sum(one, other) {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed };
}

/** The program that the package brings, for the node that runs this one: the package's own starter may download another. */
function pyright(python) {
  const where = 'import pathlib, pyright; print(pathlib.Path(pyright.__file__).parent / "dist" / "index.js")';
  return spawnSync(python, ['-c', where], { cwd: sdk, encoding: 'utf8' }).stdout.trim();
}

async function pytest(python, args, { write, engine }) {
  const out = mkdtempSync(join(tmpdir(), 'batonpass-python-'));
  const report = join(out, 'report.xml');
  const env = { BATON_TEST_ENGINE: engine };
  const ok = await test(python, ['-m', 'pytest', '-q', '-n', AT_ONCE, `--junit-xml=${report}`, ...args], { write, env });
  const counts = readCounts(report);
  rmSync(out, { recursive: true, force: true });
  const failed = counts.failed === 0 && (!ok || counts.passed === 0) ? 1 : counts.failed;
  return { passed: counts.passed, failed };
}

/** Debian's Python has no ensurepip until its package is there; as root it can be fetched. */
function makeVenv(venv) {
  if (run('python3', ['-m', 'venv', venv])) return true;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  rmSync(venv, { recursive: true, force: true });
  run('apt-get', ['update', '-qq']);
  return run('apt-get', ['install', '-y', '-qq', APT_PACKAGE]) && run('python3', ['-m', 'venv', venv]);
}

function readCounts(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const [suite = ''] = /<testsuite [^>]*>/.exec(readFileSync(report, 'utf8')) ?? [];
  const count = (name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  return { passed: count('tests') - failed - count('skipped'), failed };
}

function digest(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(sdk, file))).update('\0');
  return hash.digest('hex');
}

function test(command, args, { write, env = {} }) {
  return runProgram(command, args, { cwd: sdk, write, env: { ...NO_TELEMETRY, ...env } });
}

function run(command, args) {
  return spawnSync(command, args, { cwd: sdk, stdio: 'inherit', env: { ...process.env, ...NO_TELEMETRY } }).status === 0;
}
