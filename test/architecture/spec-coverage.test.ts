import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './source-files.ts';

const TITLE = /\b(?:test|it)(?:\.[\w.]+)?(?:\([^)]*\))?\(\s*[`'"]((?:\[[A-Z0-9]+\]\s*)+)/g;

const spec = readFileSync(join(ROOT, 'SPEC.md'), 'utf8');
const rules = [...spec.matchAll(/^- \*\*([A-Z]+[0-9]+)\*\*/gm)].map((match) => match[1] ?? '');
const tests = readdirSync(join(ROOT, 'test'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  .join('\n');
const tested = new Set(
  [...tests.matchAll(TITLE)].flatMap((match) => [...(match[1] ?? '').matchAll(/\[([A-Z0-9]+)\]/g)].map((id) => id[1])),
);

test('[HOUSE] every rule of SPEC.md has a test whose title starts with its id', () => {
  expect(rules.length).toBeGreaterThan(40);
  expect(rules.filter((rule) => !tested.has(rule))).toEqual([]);
});

test('[HOUSE] no test names a rule that SPEC.md does not have', () => {
  const known = new Set([...rules, 'HOUSE', 'SDK', 'API']);
  expect([...tested].filter((id) => id !== undefined && !known.has(id))).toEqual([]);
});

test('[HOUSE] no rule has two texts', () => {
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
});
