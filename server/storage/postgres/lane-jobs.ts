/** A work that waits for a transaction, and how to answer whoever brought it. */
export interface Job<Tx> {
  readonly work: (tx: Tx) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** How often it was begun. */
  runs: number;
}

/** Gathers jobs and runs them in batches, one batch at a time; while one runs, those that come wait together for the next. */
export class Lane<Tx> {
  readonly #batchMaxWorks: number;
  /** Answers each job, or hands it to another lane. Never throws. */
  readonly #runBatch: (jobs: ReadonlyArray<Job<Tx>>) => Promise<void>;
  #jobs: Array<Job<Tx>> = [];
  #isRunning = false;
  #onIdle: Array<() => void> = [];

  constructor(batchMaxWorks: number, runBatch: (jobs: ReadonlyArray<Job<Tx>>) => Promise<void>) {
    this.#batchMaxWorks = batchMaxWorks;
    this.#runBatch = runBatch;
  }

  get waiting(): number {
    return this.#jobs.length;
  }

  get isIdle(): boolean {
    return !this.#isRunning && this.#jobs.length === 0;
  }

  add(job: Job<Tx>): void {
    this.#jobs.push(job);
    this.#runSoon();
  }

  /** Puts jobs before all that wait. */
  addFirst(jobs: ReadonlyArray<Job<Tx>>): void {
    this.#jobs.unshift(...jobs);
    this.#runSoon();
  }

  /** Resolves when nothing runs or waits. */
  idle(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  // A lone caller waits for nobody: setImmediate comes as soon as the sockets that are readable now have been read.
  #runSoon(): void {
    if (this.#isRunning || this.#jobs.length === 0) return;
    this.#isRunning = true;
    setImmediate(() => void this.#run());
  }

  async #run(): Promise<void> {
    await this.#runBatch(this.#jobs.splice(0, this.#batchMaxWorks));
    this.#isRunning = false;
    this.#runSoon();
    if (!this.isIdle) return;
    const waiting = this.#onIdle;
    this.#onIdle = [];
    for (const resolve of waiting) resolve();
  }
}
