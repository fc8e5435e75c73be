import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

let known: string | undefined;

/** The version in our package.json. */
export function packageVersion(): string {
  known ??= findVersion(packageRoot());
  return known;
}

function findVersion(root: string | null): string {
  if (root === null) return '0.0.0';
  const parsed: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '0.0.0';
}
