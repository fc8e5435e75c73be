/** From so many works on a batch was a crowd, which is likely to ask again at once. */
const CROWD_WORKS = 8;
/** For how much of the time that the batch took it is waited for, within bounds: a batch twice as large takes far less than twice as long. */
const GATHER_PART = 0.25;
const GATHER_MIN_MS = 1;
const GATHER_MAX_MS = 4;

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
  #lastBatch = { works: 0, ms: 0 };
  /** Runs while a crowd is waited for. */
  #gathering: NodeJS.Timeout | null = null;
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
    if (this.#gathering !== null && this.#isCrowd()) this.#runNow();
    else this.#runSoon();
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
    const wait = Math.min(GATHER_MAX_MS, Math.max(GATHER_MIN_MS, this.#lastBatch.ms * GATHER_PART));
    if (this.#lastBatch.works < CROWD_WORKS || this.#isCrowd()) this.#runNow();
    else this.#gathering = setTimeout(() => this.#runNow(), wait);
  }

  #isCrowd(): boolean {
    return this.#jobs.length >= this.#lastBatch.works;
  }

  #runNow(): void {
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    this.#gathering = null;
    setImmediate(() => void this.#run());
  }

  async #run(): Promise<void> {
    const batch = this.#jobs.splice(0, this.#batchMaxWorks);
    const beganAt = performance.now();
    await this.#runBatch(batch);
    this.#lastBatch = { works: batch.length, ms: performance.now() - beganAt };
    this.#isRunning = false;
    this.#runSoon();
    if (!this.isIdle) return;
    const waiting = this.#onIdle;
    this.#onIdle = [];
    for (const resolve of waiting) resolve();
  }
}
