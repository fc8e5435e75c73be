import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Member {
  readonly name: string;
  readonly process: ChildProcess;
  readonly gone: Promise<void>;
}

interface MemberOptions {
  readonly name: string;
  readonly script: 'worker.ts' | 'reviewer.ts';
  readonly token: string;
  /** The addresses of all nodes, that of its first choice first. */
  readonly urls: readonly string[];
  readonly folder: string;
}

/** Starts one process of the team; it ends by itself when this program does. */
export function startMember({ name, script, token, urls, folder }: MemberOptions): Member {
  const child = spawn(process.execPath, [join(import.meta.dirname, script)], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, BATON_URL: urls.join(','), BATON_TOKEN: token, CHECK_FOLDER: folder },
  });
  const gone = once(child, 'exit').then(([code, signal]) => {
    if (code !== 0 && signal !== 'SIGKILL') process.stderr.write(`${name} ended with ${code ?? signal}\n`);
  });
  return { name, process: child, gone };
}
