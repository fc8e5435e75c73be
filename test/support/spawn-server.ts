import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_KEY_FILE } from '../../server/data-dir.ts';
import { RawClient } from './raw-client.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'server', 'main.js');
const READY_LINE = /is ready on http:\/\/[^:\s]+:([0-9]+)/;
const READY_MAX_MS = 60_000;
const ASK_AGAIN_MS = 2;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export async function readAdminKey(dataDir: string): Promise<string> {
  return (await readFile(join(dataDir, ADMIN_KEY_FILE), 'utf8')).trim();
}

/** How it is started, where that matters. */
export interface SpawnOptions {
  /** Another copy of the program. */
  readonly main?: string;
  /** In place of `--no-open`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The program itself, as a process of its own. */
export class SpawnedServer {
  readonly dataDir: string;
  readonly database: TestDatabase;
  options: SpawnOptions;
  port = 0;
  stdout = '';
  stderr = '';
  #child: ChildProcess | null = null;
  #ended: Promise<Ended> = Promise.resolve({ code: null, signal: null });

  constructor({ dataDir, database, options = {} }: { dataDir: string; database: TestDatabase; options?: SpawnOptions }) {
    this.options = options;
    this.dataDir = dataDir;
    this.database = database;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error('the server is not running');
    return pid;
  }

  /** Starts it on the port that it had before, or a free one; resolves when it says that it is ready. */
  async start(): Promise<void> {
    this.launch();
    await this.#printed(READY_LINE);
    this.port = Number(READY_LINE.exec(this.stdout)?.[1]);
  }

  /** Starts it without waiting for anything. */
  launch(): void {
    const { main = MAIN, args: more = ['--no-open'], env: extra = {} } = this.options;
    const args = [main, '--port', String(this.port), '--host', '127.0.0.1', '--data-dir', this.dataDir, ...more];
    const env = { ...process.env, ...this.database.env, ...extra };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.stdout = '';
    this.stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.#child = child;
    this.#ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  }

  /** Starts it again on the same port, and says how long it took until it answered that it is ready. */
  async restart(): Promise<number> {
    const startedAt = performance.now();
    this.launch();
    await this.ready();
    return performance.now() - startedAt;
  }

  /** Resolves when the server answers that it is ready. */
  async ready(): Promise<void> {
    const giveUpAt = performance.now() + READY_MAX_MS;
    while (performance.now() < giveUpAt) {
      const client = new RawClient({ origin: this.origin, timeoutMs: 1_000 });
      const reply = await client.send({ method: 'GET', path: '/readyz' }).catch(() => null);
      client.close();
      if (reply?.status === 200) return;
      // The port is closed until the server listens, and nothing tells when that will be.
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
    throw new Error(`the server was not ready in ${READY_MAX_MS} ms: ${this.stderr}`);
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  ended(): Promise<Ended> {
    return this.#ended;
  }

  async kill(): Promise<Ended> {
    this.signal('SIGKILL');
    return this.ended();
  }

  async #printed(line: RegExp): Promise<void> {
    const child = this.#child;
    if (child?.stdout == null) throw new Error('the server is not running');
    const over = this.#ended.then(({ code }) => {
      throw new Error(`the server ended with ${code} before it was ready: ${this.stderr}`);
    });
    const signal = AbortSignal.timeout(READY_MAX_MS);
    while (!line.test(this.stdout)) await Promise.race([once(child.stdout, 'data', { signal }), over]);
    over.catch(() => undefined);
  }

  /** Ends the process, whatever it does, and leaves its data. */
  async dispose(): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGCONT');
    child.kill('SIGKILL');
    await this.ended();
  }
}

/** A server on a data directory and a database of its own; `run` may stop and start it. Nothing of it is left afterwards. */
export async function withServer<T>(run: (server: SpawnedServer) => Promise<T>, options: SpawnOptions = {}): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-scenario-'));
  const database = await createTestDatabase(dataDir);
  const server = new SpawnedServer({ dataDir, database, options });
  try {
    await server.start();
    return await run(server);
  } finally {
    await server.dispose();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
