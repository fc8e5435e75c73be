import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Whole programs are tested as they are shipped, so what is shipped is made anew first. Quick when nothing has changed. */
export default function setup(): void {
  execFileSync(process.execPath, [join(import.meta.dirname, '..', '..', 'scripts', 'ensure.mjs'), 'build'], { stdio: 'inherit' });
}
