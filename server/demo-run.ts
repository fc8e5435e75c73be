import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from './kernel/package-root.ts';

const END_MAX_MS = 1_000;
/** Whoever opens the printed link: somebody on the board, whom agents ask and write to. */
export const DEMO_PERSON = 'you';

/** A folder for a board that is thrown away. */
export function demoFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'batonpass-demo-'));
}

export function removeDemoFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

export interface DemoRun {
  /** Ends the agents, and takes what they left with them. */
  end(): Promise<void>;
}

/** Starts the simulated agents. They end with this process, however it ends. */
export async function startDemo(given: { url: string; keyFile: string; folder: string }): Promise<DemoRun> {
  const key = (await readFile(given.keyFile, 'utf8')).trim();
  const program = join(packageRoot() ?? '', 'dist', 'server', 'demo.js');
  const env = { ...process.env, BATON_URL: given.url, BATON_TOKEN: key, BATON_DEMO_PERSON: DEMO_PERSON };
  const child = spawn(process.execPath, [program], { env, stdio: ['pipe', 'ignore', 'inherit'] });
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  return {
    async end() {
      await endChild(child);
      await removeDemoFolder(given.folder);
    },
  };
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  const hurry = setTimeout(() => child.kill('SIGKILL'), END_MAX_MS);
  child.stdin?.end();
  await gone;
  clearTimeout(hurry);
}
