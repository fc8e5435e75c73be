import type { EntryDraft } from '../../domain/inbox/inbox-records.ts';
import type { LeaseView } from '../../domain/lease-time.ts';
import type { EventRecord } from '../../domain/records.ts';
import type { ReadQueries, WriteQueries, WriteTx } from '../../domain/store.ts';
import { InvariantError, invariant } from '../../kernel/invariant.ts';
import { type GiveNumbers, Owners } from './batch-transaction.ts';
import type { Catalogue } from './catalogue.ts';
import { appendEvents, postEntries } from './event-log.ts';
import { type Job, Lane } from './lane-jobs.ts';
import type { Link } from './link.ts';
import { crowded, fromPostgresError, isConnectionError, isCrossed, outcomeUnknown } from './postgres-errors.ts';
import { RunningWork } from './running-work.ts';
import { BatchBroken, runBatch } from './work-batch.ts';
import type { NewHandle } from './work-queries.ts';

const BEGIN = 'begin isolation level read committed';
/** How often a work is begun before its caller is told to come again: within six seconds, where each time it waits for a lock in vain. */
export const WORK_MAX_RUNS = 24;

export interface WriteLaneDeps {
  readonly link: Link;
  readonly newHandle: NewHandle<ReadQueries & WriteQueries>;
  readonly catalogue: Catalogue;
  readonly leaseNow: () => Promise<LeaseView>;
  readonly giveNumbers: GiveNumbers;
  /** More than one work a transaction; then it never waits for a row. */
  readonly batchMaxWorks: number;
  /** Told of the events of each commit, before any caller is answered. */
  readonly onEvents: (events: readonly EventRecord[]) => void;
  /** Takes works that have to wait for a row; absent where this lane itself waits. */
  readonly alone?: (job: Job<WriteTx>) => void;
}

type Works = ReadonlyMap<RunningWork, Job<WriteTx>>;

/** One connection that writes: runs works in batches, a transaction each, and answers them after the commit (SPEC LAW3). */
export class WriteLane {
  readonly #deps: WriteLaneDeps;
  readonly lane: Lane<WriteTx>;
  /** Projects that are there for certain; none ever goes. */
  readonly #projects = new Set<string>();

  constructor(deps: WriteLaneDeps) {
    this.#deps = deps;
    this.lane = new Lane(deps.batchMaxWorks, (jobs) => this.#run(jobs));
  }

  async #run(jobs: ReadonlyArray<Job<WriteTx>>): Promise<void> {
    for (const job of jobs) job.runs += 1;
    let lease: LeaseView;
    try {
      await this.#deps.link.ready();
      lease = await this.#deps.leaseNow();
    } catch (error) {
      for (const job of jobs) job.reject(fromPostgresError(error));
      return;
    }
    const works: Works = new Map(jobs.map((job) => [this.#start(job, lease), job]));
    try {
      await this.#transact(works);
    } catch (error) {
      await this.#afterFailure(works, error);
    }
  }

  #start(job: Job<WriteTx>, lease: LeaseView): RunningWork {
    const work = new RunningWork();
    const q = this.#deps.newHandle(work);
    const append: WriteTx['append'] = (event) => this.#append(work, event);
    const post: WriteTx['post'] = (entry) => this.#post(work, entry);
    work.start(() => job.work({ q, lease, append, post }));
    return work;
  }

  // Kept until the end, when all get their numbers; only that there is such a project is looked up at once.
  async #append(work: RunningWork, event: Omit<EventRecord, 'seq'>): Promise<void> {
    if (!this.#projects.has(event.project)) {
      const plan = this.#deps.catalogue['findEventSeq'];
      invariant(plan !== undefined, 'the catalogue has the query that finds a log');
      const found = await work.ask(plan, { project: event.project });
      invariant(found !== undefined, `an event was appended to ${event.project}, which is no project`);
    }
    invariant(work.handle.closedBecause === null, 'an event was appended after its work was over');
    work.appended.push(event);
  }

  async #post(work: RunningWork, entry: EntryDraft): Promise<void> {
    const isTold = work.appended.some(({ project }) => project === entry.project);
    invariant(isTold, 'a message is posted after the event that tells of it');
    invariant(work.handle.closedBecause === null, 'a message was posted after its work was over');
    work.posted.push(entry);
  }

  async #transact(works: Works): Promise<void> {
    const { link, giveNumbers, batchMaxWorks, onEvents } = this.#deps;
    const running = [...works.keys()];
    const begun = link.send({ text: BEGIN });
    begun.catch(() => undefined);
    const waits = batchMaxWorks === 1;
    await runBatch(running, { link, owners: new Owners(), waits, giveNumbers, taken: new Map(), touchesProjects: false });
    await begun;
    // A work that wrote and then failed cannot be taken out of the transaction, so all but it begin anew together.
    const spoilers = running.filter((work) => work.hasWritten && work.outcome?.ok !== true);
    const isOwnFault = running.length === 1 && spoilers.some((work) => work.setback === null);
    if (spoilers.length > 0) {
      await link.send({ text: 'rollback' });
      if (!isOwnFault) return this.#again(works, new Set(spoilers));
    } else {
      const events = await this.#commit(running);
      for (const { project } of events) this.#projects.add(project);
      if (events.length > 0) onEvents(events);
    }
    for (const [work, job] of works) this.#answer(work, job);
  }

  async #commit(works: readonly RunningWork[]): Promise<EventRecord[]> {
    const { link } = this.#deps;
    // In the order in which the works ended: one that waited for what another had acted after it, whoever came first.
    const inOrder = works.filter((work) => work.outcome?.ok === true).sort((left, right) => left.endedAs - right.endedAs);
    const drafts = inOrder.flatMap((work) => work.appended);
    // Sent together, so that the row which numbers the log is held for no round trip.
    const [appended, posted, committed] = await Promise.allSettled([
      appendEvents(link, drafts),
      postEntries(
        link,
        inOrder.flatMap((work) => work.posted),
      ),
      link.send({ text: 'commit' }),
    ]);
    const isChanged = drafts.length > 0 || works.some((work) => work.hasWritten);
    if (committed.status === 'rejected')
      throw isChanged && isConnectionError(committed.reason) ? new CommitUnknown() : committed.reason;
    if (appended.status === 'rejected') throw appended.reason;
    if (posted.status === 'rejected') throw posted.reason;
    // After a failure that nobody noticed the server answers a commit with a rollback, and no error.
    if (committed.value.command !== 'COMMIT') throw new InvariantError('the database rolled back what it was to commit');
    return appended.value;
  }

  #answer(work: RunningWork, job: Job<WriteTx>): void {
    if (work.setback !== null) this.#runAlone(work, job);
    else if (work.outcome?.ok === true) job.resolve(work.outcome.value);
    else job.reject(fromPostgresError(work.outcome?.error));
  }

  async #afterFailure(works: Works, failure: unknown): Promise<void> {
    const { link } = this.#deps;
    const reason = failure instanceof BatchBroken ? failure.reason : failure;
    for (const work of works.keys()) work.abandon();
    const isLost = reason instanceof CommitUnknown || isConnectionError(reason);
    if (isLost) link.drop();
    else await link.send({ text: 'rollback' }).catch(() => link.drop());
    if (reason instanceof CommitUnknown || (works.size === 1 && !isLost && !isCrossed(reason))) {
      const error = reason instanceof CommitUnknown ? outcomeUnknown() : fromPostgresError(reason);
      for (const job of works.values()) job.reject(error);
      return;
    }
    // No commit was sent, so nothing was kept: all can begin anew, those who may be the reason apart from the others.
    const everybody = new Set(works.keys());
    this.#again(works, isLost ? new Set() : failure instanceof BatchBroken ? failure.suspects : everybody);
  }

  /** Runs works again: those that were put off and those named alone, the others together. */
  #again(works: Works, apart: ReadonlySet<RunningWork>): void {
    const together: Array<Job<WriteTx>> = [];
    for (const [work, job] of works) {
      if (apart.has(work) || work.setback !== null || job.runs >= WORK_MAX_RUNS) this.#runAlone(work, job);
      else together.push(job);
    }
    this.lane.addFirst(together);
  }

  #runAlone(work: RunningWork, job: Job<WriteTx>): void {
    if (job.runs >= WORK_MAX_RUNS) job.reject(fromPostgresError(lastError(work)));
    else if (this.#deps.alone !== undefined) this.#deps.alone(job);
    else this.lane.add(job);
  }
}

/** What to tell the caller of a work that was begun too often. */
function lastError({ setback, outcome }: RunningWork): unknown {
  return setback === 'overtaken' && outcome?.ok === false ? outcome.error : crowded();
}

/** The connection went away after the commit was sent, and before the answer. */
class CommitUnknown extends Error {}
