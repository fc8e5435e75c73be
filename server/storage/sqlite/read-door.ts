import type { Database } from 'better-sqlite3';
import type { ReadQueries, ReadTx } from '../../domain/store.ts';
import { closeHandle, type Outcome, type WorkHandle } from '../work-handle.ts';
import type { LeaseClock } from './lease-clock.ts';
import { WorkGuard } from './work-guard.ts';
import type { Job } from './work-queue.ts';

interface ReadDoorDeps {
  readonly db: Database;
  readonly newHandle: () => WorkHandle & ReadQueries;
  readonly lease: LeaseClock;
}

/** Reading, on a connection of its own that cannot write and sees only what is committed. Works that wait together share a snapshot. */
export class ReadDoor {
  readonly #deps: ReadDoorDeps;
  readonly #guard = new WorkGuard();
  readonly #begin;
  readonly #commit;

  constructor(deps: ReadDoorDeps) {
    this.#deps = deps;
    this.#begin = deps.db.prepare('begin');
    this.#commit = deps.db.prepare('commit');
  }

  /** Runs the jobs on one snapshot and answers each. */
  async runBatch(jobs: ReadonlyArray<Job<ReadTx>>): Promise<void> {
    const outcomes: Array<Outcome<unknown>> = [];
    for (const job of jobs) outcomes.push(await this.#runJob(job));
    if (this.#deps.db.inTransaction) this.#commit.run();
    for (const [index, job] of jobs.entries()) answer(job, outcomes[index]);
  }

  async #runJob(job: Job<ReadTx>): Promise<Outcome<unknown>> {
    const handle = this.#deps.newHandle();
    try {
      // Also after an error of the disk, upon which SQLite ends the transaction by itself.
      if (!this.#deps.db.inTransaction) this.#begin.run();
      const outcome = await this.#guard.run(() => job.work({ q: handle, lease: this.#deps.lease.look() }));
      return closeHandle(handle, outcome);
    } catch (error) {
      return { ok: false, error };
    }
  }
}

function answer(job: Job<ReadTx>, outcome: Outcome<unknown> | undefined): void {
  if (outcome === undefined) return;
  if (outcome.ok) job.resolve(outcome.value);
  else job.reject(outcome.error);
}
