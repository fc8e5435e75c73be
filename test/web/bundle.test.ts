import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { PAGES } from './support/pages.ts';

const WEB = join(import.meta.dirname, '..', '..', 'dist', 'web');
const BASE = '/dashboard/';
const FIRST_SCRIPT_MAX_BYTES = 180_000;
/** What a script loads before it runs: `import … from "./x.js"` and `export … from`, but no `import("./x.js")`. */
const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*["']\.\/([\w.-]+\.js)["']/g;

test('the first JavaScript of the dashboard is at most 180 kB, as it is sent', async () => {
  const html = await readFile(join(WEB, 'index.html'), 'utf8');
  const entries = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path = '']) => path.slice(`${BASE}assets/`.length));
  expect(entries.length).toBeGreaterThan(0);
  const scripts = await withImports(entries);
  const bytes = [...scripts.values()].map((text) => gzipSync(text).length).reduce((sum, one) => sum + one, 0);
  process.stdout.write(`first JavaScript: ${(bytes / 1_000).toFixed(1)} kB gzipped in ${scripts.size} files\n`);
  expect(bytes).toBeLessThanOrEqual(FIRST_SCRIPT_MAX_BYTES);
  // What is heavy and of one page only has a file of its own, which is not among it: every page, that of a task, and the Markdown.
  const own = (await readdir(join(WEB, 'assets'))).filter((name) => /^(\w+-page|markdown-rendered)-.*\.js$/.test(name));
  expect(own.length).toBe(PAGES.length + 2);
  expect(own.filter((name) => scripts.has(name))).toEqual([]);
});

async function withImports(entries: readonly string[]): Promise<Map<string, string>> {
  const scripts = new Map<string, string>();
  const open = [...entries];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (scripts.has(name)) continue;
    const text = await readFile(join(WEB, 'assets', name), 'utf8');
    scripts.set(name, text);
    for (const [, imported = ''] of text.matchAll(STATIC_IMPORT)) open.push(imported);
  }
  return scripts;
}
