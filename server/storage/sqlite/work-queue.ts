import { overloaded, QUEUE_MAX_WORKS, stopping } from '../queue-refusals.ts';

/** A work that waits, and how to answer whoever brought it. */
export interface Job<Tx> {
  readonly work: (tx: Tx) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface QueueOptions<Tx> {
  readonly batchMaxWorks: number;
  /** Answers every job it is given. Called within a microtask. */
  readonly runBatch: (jobs: ReadonlyArray<Job<Tx>>) => Promise<void>;
}

/** Gathers the works that come within one turn of the event loop, so that they share a transaction. */
export class WorkQueue<Tx> {
  readonly #options: QueueOptions<Tx>;
  #jobs: Array<Job<Tx>> = [];
  #draining = false;
  #closed: Promise<void> | null = null;
  #onEmpty: (() => void) | null = null;

  constructor(options: QueueOptions<Tx>) {
    this.#options = options;
  }

  add<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#closed !== null) return Promise.reject(stopping());
    if (this.#jobs.length >= QUEUE_MAX_WORKS) return Promise.reject(overloaded());
    return new Promise<T>((resolve, reject) => {
      // The value is what `work` gave, which the queue does not look at.
      this.#jobs.push({ work, resolve: resolve as (value: unknown) => void, reject });
      this.#drainSoon();
    });
  }

  /** Refuses what comes from now on; resolves when all that waited is answered. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      if (!this.#draining) resolve();
      else this.#onEmpty = resolve;
    });
    return this.#closed;
  }

  // A lone caller waits for nobody: setImmediate comes as soon as the sockets that are readable now have been read.
  // The drain begins in a microtask because the guard's tick must come after the works' answers.
  #drainSoon(): void {
    if (this.#draining) return;
    this.#draining = true;
    setImmediate(() => queueMicrotask(() => void this.#drain()));
  }

  async #drain(): Promise<void> {
    const batch = this.#jobs.splice(0, this.#options.batchMaxWorks);
    try {
      await this.#options.runBatch(batch);
    } catch (error) {
      // Whoever was answered before stays answered; the door itself goes on with the next batch.
      for (const job of batch) job.reject(error);
    }
    this.#draining = false;
    if (this.#jobs.length > 0) this.#drainSoon();
    else this.#onEmpty?.();
  }
}
