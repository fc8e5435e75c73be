import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHttp } from '../support/start-http.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');
const BIN = join(ROOT, 'node_modules', '.bin');
/** The least Node that the client works on; null: the path leads to none. */
const OLD_NODE = 20;
const oldNode = await findNode(OLD_NODE);
if (oldNode === null) console.warn(`There is no Node ${OLD_NODE} in the path: the installed client is not tried on it.`);

let folder = '';
let tarball = '';
/** An empty project, into which the package was installed as anyone does. */
let project = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton-package-'));
  project = join(folder, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{"name":"project","private":true,"type":"module"}');
  await run('npm', ['pack', '--pack-destination', folder], { cwd: ROOT });
  tarball = join(folder, (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '');
  await run('npm', ['install', tarball, '--omit=dev', '--no-audit', '--no-fund'], { cwd: project });
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test('[SDK] publint and attw find nothing wrong with the package', async () => {
  await run(join(BIN, 'publint'), ['run', tarball, '--strict'], { cwd: ROOT });
  // Only as an ES module: require of one is what Node 20.19 and later can do. Types by subpath are not for the resolution of old.
  const rules = ['--profile', 'esm-only', '--exclude-entrypoints', './openapi.json'];
  await run(join(BIN, 'attw'), [tarball, ...rules], { cwd: ROOT });
});

test.each([
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])(
  '[SDK] with module %s and resolution %s the types of an installed client are found and strict',
  async (module, moduleResolution) => {
    await writeFile(
      join(project, 'typed.ts'),
      `import { type Baton, type Claim, connectBaton, TaskHeld } from 'batonpass/client';
const baton: Baton = await connectBaton({ agent: 'scout' });
const task: Claim = await baton.claim('T-1');
const created: string = (await baton.rpc.tasks.create.mutate({ title: 'x' })).id;
// @ts-expect-error: a percentage is a number. Were the types not found, all would be any, and this no error.
await task.progress(created, { percent: 'ten' });
// @ts-expect-error: the router's types have come along.
await baton.rpc.tasks.create.mutate({ title: 1 });
export const held = (error: unknown): boolean => error instanceof TaskHeld;
`,
    );
    const options = ['--strict', '--noEmit', '--skipLibCheck', '--target', 'es2022', '--lib', 'es2024,dom,esnext.disposable'];
    const how = ['--module', module, '--moduleResolution', moduleResolution];
    await run(join(BIN, 'tsc'), ['--ignoreConfig', ...options, ...how, 'typed.ts'], { cwd: project }).catch((error) => {
      throw new Error(error.stdout);
    });
  },
);

test('[SDK] the installed client claims a task', () => claimOn(process.execPath));

test.skipIf(oldNode === null)('[SDK] the installed client claims a task on the oldest Node that it works on', () =>
  claimOn(oldNode ?? ''),
);

async function claimOn(node: string): Promise<void> {
  const server = await startHttp();
  try {
    await writeFile(
      join(project, 'claim.mjs'),
      `import { connectBaton } from 'batonpass/client';
const baton = await connectBaton({ agent: 'scout' });
const made = await baton.rpc.tasks.create.mutate({ title: 'Try it' });
const task = await baton.claim(made.id);
await task.progress('trying');
for await (const event of baton.events.watch()) if (event.type === 'task.progressed') break;
const done = await task.submit('It works.');
await baton.close();
console.log(done.status);
`,
    );
    const env = { ...process.env, BATON_URL: server.url, BATON_TOKEN: server.adminToken, XDG_STATE_HOME: join(folder, 'state') };
    const { stdout } = await run(node, ['claim.mjs'], { cwd: project, env, timeout: 60_000 });
    expect(stdout.trim()).toBe('validating');
  } finally {
    await server.close();
  }
}

test.each([
  ['index.js', []],
  ['node/index.js', ['node:*']],
  ['integrations/langchain.js', ['@langchain/core', 'langchain', 'zod']],
  ['integrations/ai-sdk.js', ['ai', 'zod']],
])('[SDK] what is shipped as %s needs @trpc/client and, beside it, only %j', async (entry, more) => {
  const dist = join(project, 'node_modules', 'batonpass', 'dist', 'client');
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = async (file: string): Promise<void> => {
    if (seen.has(file)) return;
    seen.add(file);
    const { importedFiles } = ts.preProcessFile(await readFile(file, 'utf8'));
    for (const { fileName } of importedFiles) {
      if (fileName.startsWith('.')) await visit(join(dirname(file), fileName));
      else packages.add(fileName.replace(/^node:.*/, 'node:*').replace(/^(@[^/]+\/[^/]+|[^@/]+).*/, '$1'));
    }
  };
  await visit(join(dist, entry));
  expect([...seen].filter((file) => !file.startsWith(dist))).toEqual([]);
  expect([...packages].filter((name) => name !== '@trpc/client').sort()).toEqual(more);
});

test('[SDK] the declarations that the client needs name code of the server as types alone', async () => {
  const dist = join(project, 'node_modules', 'batonpass', 'dist');
  const files = (await readdir(join(dist, 'client'), { recursive: true })).filter((name) => name.endsWith('.d.ts'));
  expect(files.length).toBeGreaterThan(20);
  const byValue = await Promise.all(
    files.map(async (name) => {
      const source = await readFile(join(dist, 'client', name), 'utf8');
      const lines = source.split('\n').filter((line) => /from '(\.\.\/)+server\//.test(line));
      return lines.filter((line) => !/^(import|export) type /.test(line)).map((line) => `${name}: ${line}`);
    }),
  );
  // The grammar of queries is the one part of the server that the client carries.
  expect(byValue.flat().filter((line) => !line.includes('/server/contract/query/'))).toEqual([]);
});

/** The first Node of a major version that the path leads to. */
async function findNode(major: number): Promise<string | null> {
  const places = [...new Set((process.env['PATH'] ?? '').split(delimiter))].map((place) => join(place, 'node'));
  for (const place of places) {
    const version = await run(place, ['--version']).catch(() => null);
    if (version?.stdout.startsWith(`v${major}.`)) return place;
  }
  return null;
}
