import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as client from '../../client/node/index.ts';
import { typescriptIndex } from '../../openapi/typescript-index.ts';

const COMMITTED = join(import.meta.dirname, '..', '..', 'docs', 'api-typescript.md');

test('[SDK] the index of the TypeScript client is what its declarations say now', async () => {
  const index = typescriptIndex();
  expect(index, 'run `npm run generate`').toBe(await readFile(COMMITTED, 'utf8'));
  for (const name of Object.keys(client)) expect(index).toContain(`\n### ${name}\n\n`);
});

test('[SDK] everything that the client exports says what it is', () => {
  const silent = typescriptIndex()
    .split('\n### ')
    .slice(1)
    .filter((entry) => !/^\S+\n\n[A-Z0-9]/.test(entry))
    .map((entry) => entry.split('\n')[0]);
  expect(silent).toEqual([]);
});
