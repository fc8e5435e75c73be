import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const FINDER = join(import.meta.dirname, '..', '..', '..', 'scripts', 'browser.mjs');

/** Where the Chromium is; what looked once leaves it in the environment for the processes below it. */
export function findChromium(): string {
  const { status, stdout } = spawnSync(process.execPath, [FINDER], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error('There is no Chromium to look at the dashboard in; the reason is above.');
  return stdout.trim();
}
