import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mistakesOf, programsFolder, runProgram, withoutTypes } from '../support/guide-programs.ts';
import { startHttp } from '../support/start-http.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SNIPPETS_MIN = 15;

interface Snippet {
  readonly title: string;
  readonly where: 'node' | 'browser';
  readonly code: string;
  readonly prints: string;
}

const snippets = readSnippets(await readFile(join(ROOT, 'docs', 'typescript.md'), 'utf8'));
let folder = '';

beforeAll(async () => {
  folder = await programsFolder();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('[SDK] the programs of the guide to the TypeScript client have no mistake of types', async () => {
  expect(snippets.length).toBeGreaterThanOrEqual(SNIPPETS_MIN);
  expect(
    await mistakesOf(
      snippets.map(({ code }) => code),
      folder,
    ),
  ).toEqual([]);
});

test.each(snippets)('[SDK] the guide does what it says: $title', async ({ code, where, prints }) => {
  const server = await startHttp();
  try {
    const program = withoutTypes(code);
    const run = { folder, url: server.url, token: server.adminToken };
    const printed =
      where === 'browser'
        ? await runProgram(browserOf(server, program), { ...run, flags: ['--conditions=browser'] })
        : await runProgram(program, run);
    expect(printed).toBe(prints);
  } finally {
    await server.close();
  }
});

/** What a page would have; the build of the client is that for browsers. */
function browserOf({ url, adminToken }: { url: string; adminToken: string }, code: string): string {
  const page = { location: { origin: url }, token: adminToken };
  return `const { location, token: kept } = ${JSON.stringify(page)};
const sessionStorage = { getItem: () => kept };
${code}`;
}

/** Each program with the heading that it stands under and the output that follows it. Throws where a section or a program has none. */
function readSnippets(guide: string): Snippet[] {
  return guide
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const [heading = ''] = section.split('\n');
      const programs = section.match(/^```ts/gm) ?? [];
      const found = [...section.matchAll(/^```ts( browser)?\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm)];
      if (found.length === 0 || found.length !== programs.length) {
        throw new Error(`"${heading}" has ${programs.length} programs, and what ${found.length} of them print.`);
      }
      return found.map(([, where, code = '', prints = ''], index): Snippet => {
        const title = found.length === 1 ? heading : `${heading}, ${index + 1}`;
        return { title, where: where === undefined ? 'node' : 'browser', code, prints: prints.trim() };
      });
    });
}
