/** From so many works on a batch was a crowd, which is likely to ask again at once. */
const CROWD_WORKS = 8;
/** How long it is waited for. */
const GATHER_MS = 1;

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
  #lastBatch = 0;
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

  // A lone caller waits for nobody: setImmediate comes as soon as the sockets that are readable now have been read. After a batch of
  // many it waits a moment for those who were just answered and ask the next: with them a batch is twice as large.
  #runSoon(): void {
    if (this.#isRunning || this.#jobs.length === 0) return;
    this.#isRunning = true;
    if (this.#lastBatch >= CROWD_WORKS && this.#jobs.length < this.#lastBatch) setTimeout(() => void this.#run(), GATHER_MS);
    else setImmediate(() => void this.#run());
  }

  async #run(): Promise<void> {
    const batch = this.#jobs.splice(0, this.#batchMaxWorks);
    this.#lastBatch = batch.length;
    await this.#runBatch(batch);
    this.#isRunning = false;
    this.#runSoon();
    if (!this.isIdle) return;
    const waiting = this.#onIdle;
    this.#onIdle = [];
    for (const resolve of waiting) resolve();
  }
}
