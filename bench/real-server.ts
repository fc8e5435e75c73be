import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StorePlace } from './servers/server-spec.ts';

const BUILT_MAIN = fileURLToPath(new URL('../dist/server/main.js', import.meta.url));
const READY_LOOK_MS = 2;
const READY_MAX_MS = 60_000;
const STOP_MAX_MS = 12_000;

/** The built program, started as a user starts it. */
export class RealServer {
  readonly port: number;
  /** From the spawn to the first 200 of /readyz. */
  readonly readyMs: number;
  readonly #process: ChildProcess;
  readonly #dir: string;

  private constructor(process: ChildProcess, started: { dir: string; port: number; readyMs: number }) {
    this.#process = process;
    this.#dir = started.dir;
    this.port = started.port;
    this.readyMs = started.readyMs;
  }

  static async start({ dir, databaseUrl }: StorePlace): Promise<RealServer> {
    if (!existsSync(BUILT_MAIN)) throw new Error('there is no build: run `npm run build` first');
    const startedAt = performance.now();
    const child = spawn(process.execPath, [BUILT_MAIN, '--port', '0', '--data-dir', dir, '--no-open', '--log-level', 'error'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: environment(databaseUrl),
    });
    try {
      const port = await greetedPort(child);
      while (!(await isReady(port))) {
        if (performance.now() - startedAt > READY_MAX_MS) throw new Error('the server does not become ready');
        await new Promise((resolve) => setTimeout(resolve, READY_LOOK_MS));
      }
      return new RealServer(child, { dir, port, readyMs: performance.now() - startedAt });
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  adminKey(): string {
    return readFileSync(join(this.#dir, 'admin.key'), 'utf8').trim();
  }

  /** What of it is in memory, in MB of 10^6 bytes. */
  residentMb(): number {
    const shown = spawnSync('ps', ['-o', 'rss=', '-p', String(this.#process.pid)], { encoding: 'utf8' });
    const kib = Number(shown.stdout);
    if (!(kib > 0)) throw new Error(`ps does not say how large the server is: ${shown.stderr}`);
    return (kib * 1_024) / 1_000_000;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    const timer = setTimeout(() => this.kill(), STOP_MAX_MS);
    this.#process.kill('SIGTERM');
    await exited;
    clearTimeout(timer);
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }
}

/** The address of a database holds a password, which a command line would show; and a run on SQLite uses none that is set. */
function environment(databaseUrl: string | null): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...env } = process.env;
  return databaseUrl === null ? env : { ...env, DATABASE_URL: databaseUrl };
}

/** The port that the greeting names. */
async function greetedPort(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('the output of the server is a pipe');
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /is ready on http:\/\/[^ ]*:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stdout.resume();
    return Number(port);
  }
  throw new Error('the server ended before it greeted');
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path: '/readyz', agent: false }, (reply) => {
      reply.resume();
      resolve(reply.statusCode === 200);
    });
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
