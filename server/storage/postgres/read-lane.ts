import type { LeaseView } from '../../domain/lease-time.ts';
import type { ReadQueries, ReadTx } from '../../domain/store.ts';
import { Owners } from './batch-transaction.ts';
import { type Job, Lane } from './lane-jobs.ts';
import type { Link } from './link.ts';
import { fromPostgresError, isConnectionError, unreachableNow } from './postgres-errors.ts';
import { RunningWork } from './running-work.ts';
import { BatchBroken, runBatch } from './work-batch.ts';
import type { NewHandle } from './work-queries.ts';

/** How often a read is begun: once more after a connection was found dead, and once more for a server that restarts. */
export const READ_MAX_RUNS = 3;
const BATCH_MAX_WORKS = 128;
const BEGIN = 'begin isolation level repeatable read, read only';

export interface ReadLaneDeps {
  readonly link: Link;
  readonly newHandle: NewHandle<ReadQueries>;
  readonly leaseNow: () => Promise<LeaseView>;
}

/** One connection that reads: works that wait together share a snapshot, and what they ask is asked together. */
export class ReadLane {
  readonly #deps: ReadLaneDeps;
  readonly lane: Lane<ReadTx>;

  constructor(deps: ReadLaneDeps) {
    this.#deps = deps;
    this.lane = new Lane(BATCH_MAX_WORKS, (jobs) => this.#run(jobs));
  }

  async #run(jobs: ReadonlyArray<Job<ReadTx>>): Promise<void> {
    const { link } = this.#deps;
    for (const job of jobs) job.runs += 1;
    try {
      await link.ready();
      const lease = await this.#deps.leaseNow();
      const works = new Map(jobs.map((job) => [this.#start(job, lease), job]));
      await this.#read([...works.keys()]);
      for (const [{ outcome }, job] of works) {
        if (outcome?.ok === true) job.resolve(outcome.value);
        else job.reject(fromPostgresError(outcome?.error));
      }
    } catch (error) {
      await this.#afterFailure(jobs, error instanceof BatchBroken ? error.reason : error);
    }
  }

  #start(job: Job<ReadTx>, lease: LeaseView): RunningWork {
    const work = new RunningWork();
    const tx: ReadTx = { q: this.#deps.newHandle(work), lease };
    work.start(() => job.work(tx));
    return work;
  }

  async #read(works: readonly RunningWork[]): Promise<void> {
    const { link } = this.#deps;
    const begun = link.send({ text: BEGIN });
    begun.catch(() => undefined);
    await runBatch(works, {
      link,
      owners: new Owners(),
      waits: false,
      giveNumbers: () => Promise.resolve(null),
      taken: new Map(),
      touchesProjects: false,
    });
    await begun;
    // Nobody waits for the end of a transaction that changed nothing; the next one is sent behind it.
    link.send({ text: 'commit' }).catch(() => link.drop());
  }

  async #afterFailure(jobs: ReadonlyArray<Job<ReadTx>>, reason: unknown): Promise<void> {
    const { link } = this.#deps;
    const isLost = isConnectionError(reason);
    if (isLost) link.drop();
    else await link.send({ text: 'rollback' }).catch(() => link.drop());
    // Reading twice does no harm: a dead connection is found by using it. And one bad read must not take its neighbours with it.
    const again = jobs.filter((job) => job.runs < READ_MAX_RUNS && (isLost || jobs.length > 1));
    const over = jobs.filter((job) => !again.includes(job));
    for (const job of over) job.reject(fromPostgresError(isLost ? unreachableNow('it went away') : reason));
    if (isLost) this.lane.addFirst(again);
    else for (const job of again) this.lane.add(job);
  }
}
