import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '..', '..');

export interface LocalServer {
  readonly url: string;
  readonly adminToken: string;
  stop(): Promise<void>;
}

/** Starts a server of its own on a free port, with a data directory that goes with it. */
export async function startServer(): Promise<LocalServer> {
  const dir = await mkdtemp(join(tmpdir(), 'batonpass-example-'));
  const child = spawn(
    process.execPath,
    [join(ROOT, 'dist', 'server', 'main.js'), '--port', '0', '--data-dir', dir, '--no-open'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const url = await readyUrl(child);
  return {
    url,
    adminToken: (await readFile(join(dir, 'admin.key'), 'utf8')).trim(),
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the server has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /is ready on (\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('the server ended before it was ready');
}

export interface Member {
  readonly name: string;
  readonly process: ChildProcess;
  readonly gone: Promise<void>;
}

interface MemberOptions {
  readonly name: string;
  readonly script: 'worker.ts' | 'reviewer.ts';
  readonly token: string;
  readonly url: string;
  readonly folder: string;
}

/** Starts one process of the team; it ends by itself when this program does. */
export function startMember({ name, script, token, url, folder }: MemberOptions): Member {
  const child = spawn(process.execPath, [join(import.meta.dirname, script)], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, BATON_URL: url, BATON_TOKEN: token, CHECK_FOLDER: folder },
  });
  const gone = once(child, 'exit').then(([code, signal]) => {
    if (code !== 0 && signal !== 'SIGKILL') process.stderr.write(`${name} ended with ${code ?? signal}\n`);
  });
  return { name, process: child, gone };
}
