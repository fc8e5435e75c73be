import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endProcess } from './end-process.ts';
import type { Endings } from './endings.ts';
import { startPostgres } from './throwaway-postgres.ts';

const SERVER = join(import.meta.dirname, '..', '..', 'dist', 'server', 'main.js');

/** One server process. */
export interface ServerNode {
  readonly url: string;
  /** As a machine dies: nothing is finished. */
  kill(): void;
}

/** Server processes on one store. */
export interface Cluster {
  readonly nodes: readonly ServerNode[];
  readonly adminToken: string;
  /** Where the data is, for people. */
  readonly store: string;
}

/** Starts server processes on free ports, with data directories that go with them. */
export async function startCluster(count: number, endings: Endings): Promise<Cluster> {
  const dir = await mkdtemp(join(tmpdir(), 'batonpass-example-'));
  endings.add(() => rm(dir, { recursive: true, force: true }));
  const { databaseUrl, store } = await chooseStore(count, endings);
  const dirs = Array.from({ length: count }, (_, index) => join(dir, `node-${index + 1}`));
  const nodes = await Promise.all(dirs.map((nodeDir) => startNode(nodeDir, databaseUrl, endings)));
  // Each node makes a key of its own; any of them opens every door.
  const adminToken = (await readFile(join(dirs[0] ?? dir, 'admin.key'), 'utf8')).trim();
  return { nodes, adminToken, store };
}

async function chooseStore(nodes: number, endings: Endings): Promise<{ databaseUrl: string | null; store: string }> {
  const databaseUrl = process.env['DATABASE_URL'] ?? '';
  if (databaseUrl !== '') return { databaseUrl, store: 'the Postgres of DATABASE_URL' };
  if (nodes === 1) return { databaseUrl: null, store: 'SQLite' };
  const postgres = await startPostgres(endings);
  return { databaseUrl: postgres.url, store: `a throw-away Postgres ${postgres.version}` };
}

async function startNode(dir: string, databaseUrl: string | null, endings: Endings): Promise<ServerNode> {
  const child = spawn(process.execPath, [SERVER, '--port', '0', '--data-dir', dir, '--no-open'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // By environment, since it holds a password and everybody on the machine can read a command line.
    env: databaseUrl === null ? process.env : { ...process.env, DATABASE_URL: databaseUrl },
  });
  endings.add(() => endProcess(child));
  return { url: await readyUrl(child), kill: () => void child.kill('SIGKILL') };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the server has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /is ready on (\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return url;
  }
  throw new Error('the server ended before it was ready');
}
