import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly gypfile?: boolean }>>;
}

test('[HOUSE] no package that brings its binaries is compiled when the lock file is installed', () => {
  const require = createRequire(import.meta.url);
  const lock: Lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));
  // `npm ci` reads this from the lock file alone, and npm leaves it out whenever it writes one: put it back by hand.
  expect(require('better-sqlite3/package.json').gypfile).toBe(false);
  expect(lock.packages['node_modules/better-sqlite3']?.gypfile).toBe(false);
});
