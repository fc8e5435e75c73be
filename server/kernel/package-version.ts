import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

let known: string | undefined;

/** The version in the package.json above this file, in the sources as in the built program. */
export function packageVersion(): string {
  known ??= findVersion(import.meta.dirname);
  return known;
}

function findVersion(dir: string): string {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
    if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) return String(parsed.version);
  } catch {
    // No package.json here: look further up.
  }
  const parent = dirname(dir);
  return parent === dir ? '0.0.0' : findVersion(parent);
}
