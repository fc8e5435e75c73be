import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const SCRIPT = fileURLToPath(new URL('../../scripts/postgres.mjs', import.meta.url));
const Started = z.object({ url: z.string(), pid: z.number(), version: z.coerce.string() });

/** A Postgres that nothing is left of when this program ends, however it ends: it lives for as long as its standard input. */
export class ThrowawayPostgres {
  readonly url: string;
  readonly pid: number;
  readonly version: string;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, started: z.infer<typeof Started>) {
    this.#process = process;
    this.url = started.url;
    this.pid = started.pid;
    this.version = started.version;
  }

  /** Below `root`, with commits that wait for the disk as they do where it matters. */
  static async start(root: string): Promise<ThrowawayPostgres> {
    const child = spawn(process.execPath, [SCRIPT, '--durable'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: root },
    });
    for await (const line of createInterface({ input: child.stdout })) {
      child.stdout.resume();
      return new ThrowawayPostgres(child, Started.parse(JSON.parse(line)));
    }
    throw new Error('the throw-away Postgres ended before it was ready');
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.stdin?.end();
    await exited;
  }
}
