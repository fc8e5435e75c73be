// Runs everything that says whether the project is sound, and ends in one line: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'batonpass-test-'));
let passed = 0;
let failed = 0;

check('types', 'tsc', ['--noEmit']);
check('lint', 'biome', ['ci', '--error-on-warnings', '.']);
check('unused code', 'knip', []);
tests('unit, storage, contract, transports, client', 'main');
tests('scenarios', 'scenarios');

rmSync(out, { recursive: true, force: true });
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** A check that is one thing: it passes or fails as a whole. */
function check(title, command, args) {
  process.stdout.write(`\n== ${title}\n`);
  if (run(command, args)) passed += 1;
  else failed += 1;
}

/** A project of vitest.config.ts; its own report says how many passed. */
function tests(title, project) {
  process.stdout.write(`\n== ${title}\n`);
  const report = join(out, `${project}.json`);
  const ok = run('vitest', ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  const counts = readCounts(report);
  passed += counts.passed;
  // A runner that failed without a failing test (a crash, an unhandled error, no test at all) counts as one failure.
  failed += counts.failed === 0 && (!ok || counts.passed === 0) ? 1 : counts.failed;
}

function readCounts(report) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

function run(command, args) {
  return spawnSync(join(root, 'node_modules', '.bin', command), args, { cwd: root, stdio: 'inherit' }).status === 0;
}
