import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHttp } from '../support/start-http.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SNIPPETS_MIN = 12;

interface Snippet {
  readonly title: string;
  readonly where: 'node' | 'browser';
  readonly code: string;
  readonly prints: string;
}

const snippets = readSnippets(await readFile(join(ROOT, 'docs', 'typescript.md'), 'utf8'));
/** Beside the build, so that the package is found by its own name, as in a project that installed it. */
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(ROOT, 'dist', 'snippets-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('[SDK] the programs of the guide to the TypeScript client have no mistake of types', async () => {
  expect(snippets.length).toBeGreaterThanOrEqual(SNIPPETS_MIN);
  const files = await Promise.all(
    snippets.map(async ({ code }, index) => {
      const file = join(folder, `snippet-${index}.mts`);
      await writeFile(file, code);
      return file;
    }),
  );
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    ROOT,
  );
  // The sources stand for the declarations, which are made only for the package.
  const paths = {
    'batonpass/client': [join(ROOT, 'client', 'node', 'index.ts')],
    'batonpass/*': [join(ROOT, 'client', 'integrations', '*.ts')],
  };
  const lib = ['lib.es2024.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts'];
  const program = ts.createProgram(files, {
    ...options,
    paths,
    lib,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  const mistakes = files.flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
  expect(mistakes).toEqual([]);
});

test.each(snippets)('[SDK] the guide does what it says: $title', async ({ code, where, prints }) => {
  const server = await startHttp();
  try {
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    const file = join(await mkdtemp(join(folder, 'run-')), 'snippet.mjs');
    await writeFile(file, where === 'browser' ? browserOf(server, outputText) : outputText);
    const env = { ...process.env, BATON_URL: server.url, BATON_TOKEN: server.adminToken, XDG_STATE_HOME: folder };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...(where === 'browser' ? ['--conditions=browser'] : []), file],
      {
        env,
        timeout: 60_000,
      },
    );
    expect(stdout.trim()).toBe(prints);
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

/** Each program with the heading that it stands under and the output that follows it. */
function readSnippets(guide: string): Snippet[] {
  return guide
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = ''] = section.split('\n');
      const found = /^```ts( browser)?\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/m.exec(section);
      if (found === null) throw new Error(`"${title}" has no program with what it prints.`);
      const [, where, code = '', prints = ''] = found;
      return { title, where: where === undefined ? 'node' : 'browser', code, prints: prints.trim() };
    });
}
