import type { Database, Statement } from 'better-sqlite3';
import type { LeaseView } from '../../domain/lease-time.ts';
import type { EventRecord } from '../../domain/records.ts';
import type { ReadQueries, WriteQueries, WriteTx } from '../../domain/store.ts';
import { InvariantError } from '../../kernel/invariant.ts';
import { closeHandle, type Outcome, type WorkHandle } from '../work-handle.ts';
import { BatchLog } from './batch-log.ts';
import type { DoorStatements } from './door-statements.ts';
import type { LeaseClock } from './lease-clock.ts';
import { fromSqliteError } from './sqlite-errors.ts';
import { answerWithin } from './tx-queries.ts';
import { WorkGuard } from './work-guard.ts';
import type { Job } from './work-queue.ts';

type WriteHandle = WorkHandle & ReadQueries & WriteQueries;

export interface WriteDoorDeps {
  readonly db: Database;
  readonly newHandle: () => WriteHandle;
  readonly statements: DoorStatements;
  readonly lease: LeaseClock;
  /** Told of the events of each commit, before any caller is answered. */
  readonly onEvents: (events: readonly EventRecord[]) => void;
}

interface Answered {
  readonly job: Job<WriteTx>;
  readonly outcome: Outcome<unknown>;
}

/**
 * The one way to change anything. Works that wait together share a transaction, each in a savepoint of its own: one
 * that fails takes nothing of its neighbours with it, and nobody is answered before the commit is durable (SPEC LAW3).
 */
export class WriteDoor {
  readonly #deps: WriteDoorDeps;
  readonly #guard = new WorkGuard();
  readonly #sql: ReturnType<typeof prepareTransaction>;
  #isPersistWanted = false;
  #changesAtPersist: number;

  constructor(deps: WriteDoorDeps) {
    this.#deps = deps;
    this.#sql = prepareTransaction(deps.db);
    this.#changesAtPersist = this.#totalChanges();
  }

  /** Asks that the next batch stores the lease clock even if it changes nothing else. */
  wantPersist(): void {
    this.#isPersistWanted = true;
  }

  /** Runs the jobs in one transaction and answers each. */
  async runBatch(jobs: ReadonlyArray<Job<WriteTx>>): Promise<void> {
    try {
      this.#giveUp();
      this.#sql.begin.run();
    } catch (error) {
      rejectAll(jobs, error);
      return;
    }
    const log = new BatchLog(this.#deps.statements);
    const answered = await this.#runJobs(jobs, log);
    const lost = answered.failure ?? this.#commit(log);
    if (lost === null) this.#answer(answered.done, log);
    else rejectLost(answered.done, lost.error);
    // A work that made SQLite give up the whole transaction is no reason to refuse those that had not begun.
    const rest = jobs.slice(answered.done.length);
    if (rest.length > 0) await this.runBatch(rest);
  }

  async #runJobs(
    jobs: ReadonlyArray<Job<WriteTx>>,
    log: BatchLog,
  ): Promise<{ done: Answered[]; failure: { error: unknown } | null }> {
    const lease = this.#deps.lease.look();
    const done: Answered[] = [];
    for (const job of jobs) {
      const outcome = await this.#runInSavepoint(job, { lease, log });
      done.push({ job, outcome });
      if (!this.#deps.db.inTransaction) return { done, failure: { error: outcome.ok ? lostTransaction() : outcome.error } };
    }
    return { done, failure: null };
  }

  async #runInSavepoint(job: Job<WriteTx>, batch: { lease: LeaseView; log: BatchLog }): Promise<Outcome<unknown>> {
    const { db, newHandle } = this.#deps;
    const { lease, log } = batch;
    const q = newHandle();
    const append: WriteTx['append'] = (event) => answerWithin(q, { db, name: 'append', query: () => log.append(event) });
    const post: WriteTx['post'] = (entry) => answerWithin(q, { db, name: 'post', query: () => log.post(entry) });
    const kept = log.events.length;
    try {
      this.#sql.savepoint.run();
      const outcome = closeHandle(q, await this.#guard.run(() => job.work({ q, lease, append, post })));
      this.#endSavepoint(outcome, log, kept);
      return outcome;
    } catch (error) {
      // The savepoint itself failed, so nobody knows what of this work would be kept: nothing of the batch may be.
      this.#giveUp();
      return { ok: false, error };
    }
  }

  // When SQLite has given up the transaction by itself, nothing is left to end.
  #endSavepoint(outcome: Outcome<unknown>, log: BatchLog, kept: number): void {
    if (!this.#deps.db.inTransaction) return;
    if (!outcome.ok) {
      this.#sql.rollbackTo.run();
      log.undoTo(kept);
    }
    this.#sql.release.run();
  }

  #commit(log: BatchLog): { error: unknown } | null {
    try {
      log.storeCounters();
      const persisted = this.#persistLease();
      this.#sql.commit.run();
      if (persisted !== null) this.#deps.lease.persisted(persisted);
      return null;
    } catch (error) {
      this.#giveUp();
      return { error };
    }
  }

  #giveUp(): void {
    if (this.#deps.db.inTransaction) this.#sql.rollback.run();
  }

  // A batch that only looked does not become a write for the clock's sake: an idle server writes nothing.
  #persistLease(): number | null {
    const { lease } = this.#deps;
    const isWorthIt = lease.isPersistDue && this.#totalChanges() !== this.#changesAtPersist;
    if (!isWorthIt && !this.#isPersistWanted) return null;
    this.#deps.statements.storeLeaseNow({ leaseNow: lease.now });
    this.#isPersistWanted = false;
    this.#changesAtPersist = this.#totalChanges();
    return lease.now;
  }

  #totalChanges(): number {
    return Number(this.#sql.totalChanges.pluck().get());
  }

  #answer(answered: readonly Answered[], log: BatchLog): void {
    if (log.events.length > 0) this.#deps.onEvents(log.events);
    for (const { job, outcome } of answered) {
      if (outcome.ok) job.resolve(outcome.value);
      else job.reject(fromSqliteError(outcome.error));
    }
  }
}

function prepareTransaction(db: Database) {
  const prepare = (text: string): Statement => db.prepare(text);
  return {
    // IMMEDIATE: a transaction that begins by reading cannot wait for the lock and fails with SQLITE_BUSY at once.
    begin: prepare('begin immediate'),
    commit: prepare('commit'),
    rollback: prepare('rollback'),
    savepoint: prepare('savepoint work'),
    rollbackTo: prepare('rollback to work'),
    release: prepare('release work'),
    totalChanges: prepare('select total_changes()'),
  };
}

function rejectAll(jobs: ReadonlyArray<Job<WriteTx>>, error: unknown): void {
  for (const job of jobs) job.reject(fromSqliteError(error));
}

// Whoever failed by himself keeps his own reason; the others learn why their work is not kept.
function rejectLost(answered: readonly Answered[], error: unknown): void {
  for (const { job, outcome } of answered) job.reject(fromSqliteError(outcome.ok ? error : outcome.error));
}

function lostTransaction(): InvariantError {
  return new InvariantError('SQLite gave up the transaction');
}
