import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from './child.ts';
import { type Figure, type Measured, toFigure } from './figure.ts';
import type { BenchOptions } from './options.ts';
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
  #dirs = 0;

  constructor(options: BenchOptions) {
    this.options = options;
    this.#root = mkdtempSync(join(options.dataRoot, 'baton-bench-'));
    this.#fsyncP50Ms = measureSyncMs(this.#root);
  }

  /** A fresh data directory. */
  newDir(): string {
    this.#dirs += 1;
    return join(this.#root, `data-${this.#dirs}`);
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
    const figure = toFigure(measured, this.#fsyncP50Ms);
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
    for (; this.#dirs > 0; this.#dirs -= 1) remove(join(this.#root, `data-${this.#dirs}`));
  }

  end(): void {
    remove(this.#root);
  }

  /** For a signal: nothing is waited for. */
  killAll(): void {
    for (const ending of this.#running) ending.kill();
    remove(this.#root);
  }
}

function remove(dir: string): void {
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
