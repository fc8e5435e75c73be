import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of our package.json, above the sources as above the built program; null where the program was taken out of its package. */
export function packageRoot(): string | null {
  for (let dir = import.meta.dirname; ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return dir;
    if (dir === dirname(dir)) return null;
  }
}
