import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from './child.ts';
import { type Figure, type Measured, toFigure } from './figure.ts';
import type { BenchOptions } from './options.ts';
import { Cluster } from './postgres/cluster.ts';
import type { StorePlace } from './servers/server-spec.ts';
import { measureSyncMs } from './sync-time.ts';

/** Something to end before the program does. */
interface Ending {
  stop(): Promise<void>;
  kill(): void;
}

/** One run: its options, its figures and failures, and all that it must leave no trace of. */
export class BenchRun {
  readonly options: BenchOptions;
  readonly figures: Figure[] = [];
  readonly failures: string[] = [];
  readonly #root: string;
  readonly #fsyncP50Ms: number;
  readonly #running = new Set<Ending>();
  #cluster: Cluster | null = null;
  #dirs = 0;
  #isKilled = false;

  constructor(options: BenchOptions) {
    this.options = options;
    this.#root = mkdtempSync(join(options.dataRoot, 'baton-bench-'));
    this.#fsyncP50Ms = measureSyncMs(this.#root);
  }

  /** Starts what the engine needs beside the servers. */
  async begin(): Promise<void> {
    const { engine, databaseUrl, dataRoot } = this.options;
    if (engine === 'sqlite') return;
    this.#cluster = await Cluster.start({ databaseUrl, root: dataRoot });
    this.say(`on Postgres ${this.#cluster.version}${databaseUrl === null ? ', a throw-away one with fsync on' : ''}`);
  }

  /** A place for a fresh store. */
  async newPlace(): Promise<StorePlace> {
    return { dir: this.newDir(), databaseUrl: this.#cluster === null ? null : await this.newDatabase() };
  }

  /** A fresh data directory. */
  newDir(): string {
    this.#dirs += 1;
    return join(this.#root, `data-${this.#dirs}`);
  }

  /** The address of an empty database. */
  async newDatabase(): Promise<string> {
    // What is made after the clearing up would stay.
    if (this.#isKilled) throw new Error('the run was killed');
    if (this.#cluster === null) throw new Error('a run on SQLite has no databases: pass --engine postgres');
    return this.#cluster.createDatabase();
  }

  /** The processor time that Postgres has used so far, in ms; null where there is none, or it cannot be told. */
  postgresCpuMs(): number | null {
    return this.#cluster?.cpuMs() ?? null;
  }

  start(script: string, args: { readonly profiled?: boolean } = {}): Child {
    const { profileDir } = this.options;
    const isProfiled = args.profiled === true && profileDir !== null;
    return this.keep(new Child(script, { execArgv: isProfiled ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [] }));
  }

  /** Ends `ending` at the end of the run, if nobody has by then. */
  keep<T extends Ending>(ending: T): T {
    this.#running.add(ending);
    return ending;
  }

  async stop(...endings: readonly Ending[]): Promise<void> {
    for (const ending of endings) {
      await ending.stop();
      this.#running.delete(ending);
    }
  }

  report(measured: Measured): void {
    const figure = toFigure(measured, { engine: this.options.engine, fsyncP50Ms: this.#fsyncP50Ms });
    this.figures.push(figure);
    process.stdout.write(`${JSON.stringify(figure)}\n`);
  }

  fail(name: string, why: string): void {
    this.failures.push(`${name}: ${why}`);
    this.say(`${name} FAILED: ${why}`);
  }

  say(text: string): void {
    process.stderr.write(`bench: ${text}\n`);
  }

  /** Leaves nothing of one group to disturb the next: no process, no full disk. */
  async endGroup(): Promise<void> {
    await this.stop(...this.#running);
    await this.#cluster?.dropDatabases();
    for (; this.#dirs > 0; this.#dirs -= 1) remove(join(this.#root, `data-${this.#dirs}`));
  }

  async end(): Promise<void> {
    await this.#cluster?.stop();
    remove(this.#root);
  }

  /** For a signal: no process of ours is waited for, but no database is left in somebody's own Postgres either. */
  async killAll(): Promise<void> {
    this.#isKilled = true;
    for (const ending of this.#running) ending.kill();
    await this.end();
  }
}

function remove(dir: string): void {
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
