import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Endings } from './endings.ts';

const SCRIPT = join(import.meta.dirname, '..', '..', 'scripts', 'postgres.mjs');

export interface ThrowawayPostgres {
  readonly url: string;
  readonly version: string;
}

/** Starts a Postgres that lives as long as this program, and of which nothing is left then. */
export async function startPostgres(endings: Endings): Promise<ThrowawayPostgres> {
  const child = spawn(process.execPath, [SCRIPT, '--durable'], { stdio: ['pipe', 'pipe', 'inherit'] });
  endings.add(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.stdin.end();
    await exited;
  });
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdout.resume();
    // Our own script's, which says so in its first lines.
    const { url, version } = JSON.parse(line) as { url: string; version: string };
    return { url, version };
  }
  throw new Error('the throw-away Postgres ended before it was ready');
}
