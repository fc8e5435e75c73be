// Runs what says whether the Python SDK is sound: mypy, then pytest against the server as it is built.
// Its virtual environment is in node_modules/.cache, made anew when what it holds should change.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sdk = join(root, 'sdk-python');
const venv = join(root, 'node_modules', '.cache', 'batonpass-python');
const python = join(venv, 'bin', 'python');
const stamp = join(venv, '.batonpass-installed');
const APT_PACKAGE = 'python3-venv';

/** Runs everything; how many tests passed and failed. A runner that fails without a failing test counts as one failure. */
export function testPython() {
  if (!prepare()) return { passed: 0, failed: 1 };
  const typed = run(python, ['-m', 'mypy']);
  const out = mkdtempSync(join(tmpdir(), 'batonpass-python-'));
  const report = join(out, 'report.xml');
  const ok = run(python, ['-m', 'pytest', '-q', `--junit-xml=${report}`]);
  const counts = readCounts(report);
  rmSync(out, { recursive: true, force: true });
  const failed = counts.failed === 0 && (!ok || counts.passed === 0) ? 1 : counts.failed;
  return { passed: counts.passed + (typed ? 1 : 0), failed: failed + (typed ? 0 : 1) };
}

function prepare() {
  const state = digest(['pyproject.toml', 'requirements-test.txt']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return true;
  rmSync(venv, { recursive: true, force: true });
  if (!makeVenv()) {
    process.stdout.write(
      `FAILED: no virtual environment for Python 3.10 or later could be made; on Debian install ${APT_PACKAGE}.\n`,
    );
    return false;
  }
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', 'requirements-test.txt', '-e', '.'];
  if (!run(python, install)) return false;
  writeFileSync(stamp, state);
  return true;
}

/** Debian's Python has no ensurepip until its package is there; as root it can be fetched. */
function makeVenv() {
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

function run(command, args) {
  return spawnSync(command, args, { cwd: sdk, stdio: 'inherit' }).status === 0;
}
