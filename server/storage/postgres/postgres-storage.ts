import type { BlobStore } from '../../domain/artifacts/blob-store.ts';
import type { ReadTx, Storage, WriteTx } from '../../domain/store.ts';
import type { Log } from '../../kernel/log.ts';
import type { CommitListeners } from '../commit-listeners.ts';
import { overloaded, QUEUE_MAX_WORKS, stopping } from '../queue-refusals.ts';
import type { Doorbell } from './doorbell.ts';
import type { Lane } from './lane-jobs.ts';
import { LEASE_CLOCK_LOOK_MS, type SharedLeaseClock } from './lease-clock.ts';
import type { Link } from './link.ts';
import { unreachableNow } from './postgres-errors.ts';

/** How often a connection at rest is asked whether it lives, and how long it may take to say so. */
const PULSE_MS = 1_000;
const PULSE_MAX_MS = 1_500;
const HEALTH_MAX_MS = 1_500;

/** A lane with the connection that it has to itself. */
export interface LinkedLane<Tx> {
  readonly link: Link;
  readonly lane: Lane<Tx>;
}

interface Deps {
  readonly log: Log;
  readonly incarnation: string;
  readonly listeners: CommitListeners;
  readonly news: NewsListeners;
  /** The lane that gathers works, then the ones in which a work may wait. */
  readonly writes: LinkedLane<WriteTx>;
  readonly alone: ReadonlyArray<LinkedLane<WriteTx>>;
  /** Renewals have a lane of their own, so that no crowd of claims keeps a lease from being renewed. */
  readonly renewals: LinkedLane<WriteTx>;
  readonly reads: ReadonlyArray<LinkedLane<ReadTx>>;
  /** The bytes of artifacts, and the connections that they go over. */
  readonly blobs: BlobStore;
  readonly blobLinks: readonly Link[];
  readonly hand: Link;
  readonly ear: Link;
  readonly clock: SharedLeaseClock;
  readonly doorbell: Doorbell;
}

type NewsListener = (project: string, head: number) => void;

/** Who hears that other nodes have appended. */
export class NewsListeners {
  readonly #listeners = new Set<NewsListener>();

  add(listener: NewsListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(project: string, head: number): void {
    for (const listener of this.#listeners) listener(project, head);
  }
}

/** Puts the lanes behind the port, and keeps the clock and the connections going. */
export function createPostgresStorage(deps: Deps): Storage {
  const { writes, renewals, reads, clock, log } = deps;
  const timers = [
    setInterval(() => void offer(clock, log), LEASE_CLOCK_LOOK_MS).unref(),
    setInterval(() => pulse([writes, ...deps.alone, renewals, ...reads]), PULSE_MS).unref(),
  ];
  let closing: Promise<void> | null = null;
  const isClosed = () => closing !== null;
  return {
    incarnation: deps.incarnation,
    blobs: deps.blobs,
    isShared: true,
    read: (work) => enqueue(leastBusy(reads), work, isClosed),
    write: (work, urgency) => enqueue(urgency === 'renewal' ? renewals.lane : writes.lane, work, isClosed),
    onCommit: (listener) => deps.listeners.add(listener),
    onGrowthElsewhere: (listener) => deps.news.add(listener),
    durability: () => durability(reads),
    close() {
      closing ??= shutDown(deps, timers);
      return closing;
    },
  };
}

function enqueue<Tx, T>(lane: Lane<Tx>, work: (tx: Tx) => Promise<T>, isClosed: () => boolean): Promise<T> {
  if (isClosed()) return Promise.reject(stopping());
  if (lane.waiting >= QUEUE_MAX_WORKS) return Promise.reject(overloaded());
  return new Promise<T>((resolve, reject) => {
    // The value is what `work` gave, which the lane does not look at.
    lane.add({ work, resolve: resolve as (value: unknown) => void, reject, runs: 0 });
  });
}

/** The lane in which a work that came now would wait least. */
export function leastBusy<Tx>(lanes: ReadonlyArray<LinkedLane<Tx>>): Lane<Tx> {
  const [first, ...others] = lanes;
  if (first === undefined) throw unreachableNow('there is no connection for this');
  return others.reduce((least, { lane }) => (isBusier(least, lane) ? lane : least), first.lane);
}

function isBusier<Tx>(left: Lane<Tx>, right: Lane<Tx>): boolean {
  return left.waiting > right.waiting || (!left.isIdle && right.isIdle);
}

// The database away: the next offer makes up for it, with a step no longer than the clock allows.
async function offer(clock: SharedLeaseClock, log: Log): Promise<void> {
  await clock.offer().catch((error: unknown) => log.debug({ error: String(error) }, 'the lease clock could not be moved'));
}

/** Finds connections that are dead without anybody having been told, before somebody needs them. */
function pulse(lanes: ReadonlyArray<LinkedLane<never>> | ReadonlyArray<{ link: Link; lane: { isIdle: boolean } }>): void {
  for (const { link, lane } of lanes) {
    if (!lane.isIdle || !link.isOpen) continue;
    link.send({ text: 'select 1', answerMaxMs: PULSE_MAX_MS }).catch(() => link.drop());
  }
}

async function durability([first]: ReadonlyArray<LinkedLane<ReadTx>>) {
  if (first === undefined) throw unreachableNow('there is no connection for this');
  const text = "select current_setting('synchronous_commit'), current_setting('server_version')";
  const { rows } = await first.link.ask({ text, answerMaxMs: HEALTH_MAX_MS });
  const [synchronous, version] = rows[0] ?? [];
  return { engine: `postgres ${String(version)}`, journal: 'wal', synchronous: String(synchronous) };
}

async function shutDown(deps: Deps, timers: readonly NodeJS.Timeout[]): Promise<void> {
  const { writes, alone, renewals, reads, hand, ear, clock, doorbell, log } = deps;
  // Works go from the gathering lane to those that wait, so those are last.
  await writes.lane.idle();
  await Promise.all([...alone, renewals].map(({ lane }) => lane.idle()));
  await Promise.all([writes, ...alone].map(({ lane }) => lane.idle()));
  await Promise.all(reads.map(({ lane }) => lane.idle()));
  for (const timer of timers) clearInterval(timer);
  doorbell.close();
  await offer(clock, log);
  const links = [
    ...deps.blobLinks,
    ...[writes, ...alone, renewals].map(({ link }) => link),
    ...reads.map(({ link }) => link),
    hand,
    ear,
  ];
  await Promise.all(links.map((link) => link.close()));
}
