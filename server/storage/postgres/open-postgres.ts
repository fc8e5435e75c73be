import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { ReadQueries, ReadTx, Storage, WriteQueries, WriteTx } from '../../domain/store.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Ids, systemIds } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import { CommitListeners } from '../commit-listeners.ts';
import { doorQueries } from '../queries/event-queries.ts';
import type { Query, QueryBuilder } from '../queries/query.ts';
import { readQuerySet, writeQuerySet } from '../queries/query-set.ts';
import { createBlobChunks } from './blob-chunks.ts';
import { type Catalogue, makeCatalogue, takeAllApart } from './catalogue.ts';
import { Doorbell } from './doorbell.ts';
import type { Job } from './lane-jobs.ts';
import { SharedLeaseClock } from './lease-clock.ts';
import { Link } from './link.ts';
import { createPostgresStorage, type LinkedLane, leastBusy, NewsListeners } from './postgres-storage.ts';
import { prepareDatabase } from './prepare-database.ts';
import { Presence } from './presence.ts';
import { ReadLane } from './read-lane.ts';
import { postgresSchema } from './schema.ts';
import { textReads, textWrites } from './text-queries.ts';
import { bindQueries, type NewHandle } from './work-queries.ts';
import { WriteLane } from './write-lane.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, with whatever the driver understands behind it. */
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly ids?: Ids;
  /** A folder of our own, where artifacts are while they are received; absent: where the system has its temporary files. */
  readonly incoming?: string;
}

/** More would make the first of a batch wait too long for the last. */
const BATCH_MAX_WORKS = 128;
/** Lanes for works that have to wait for a row which another node holds. */
const ALONE_LANES = 4;
const READ_LANES = 2;
/** A batch waits for a lock only where a statement takes one by the way; two that wait for each other must not stand for long. */
const BATCH_LOCK_MAX_MS = 500;
/** Works that need several tasks may wait for each other in a circle, and others behind them: who gives way soon lets all go on. */
const ALONE_LOCK_MAX_MS = 250;
const WRITE_ANSWER_MAX_MS = 5_000;
const READ_ANSWER_MAX_MS = 3_000;

/** What is acknowledged must be durable (SPEC LAW3), whatever the database or the user are set to; stricter is as good. */
const DURABLE = "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";
// Nothing is acknowledged here: the clock may be set back by a crash, and numbers reach the disk before the tasks that bear them.
const SWIFT = 'set synchronous_commit = off';

/**
 * Opens the store in a Postgres database, making its tables if there are none. Any number of programs may have it open at once.
 * Throws a BatonError `unavailable`, without the password, when the database cannot be reached or will not do.
 */
export async function openPostgres(options: PostgresOptions): Promise<Storage> {
  const { url, clock, log, ids = systemIds } = options;
  querySets ??= makeQuerySets();
  const { reads, writes, statements } = querySets;
  const { incarnation, types } = await prepareDatabase(url, { statements, newIncarnation: () => ids.next('log') });
  const writing = makeCatalogue(statements, types, 'write');
  const reading = makeCatalogue(
    statements.filter(({ name }) => name in reads),
    types,
    'read',
  );
  const link = (applicationName: string, limits: { answerMaxMs: number; lockMaxMs: number }, opening = DURABLE) =>
    new Link({ url, applicationName: `batonpass ${applicationName}`, ...limits, opening });
  const hand = link('hand', { answerMaxMs: READ_ANSWER_MAX_MS, lockMaxMs: ALONE_LOCK_MAX_MS }, SWIFT);
  const ear = link('ear', { answerMaxMs: READ_ANSWER_MAX_MS, lockMaxMs: ALONE_LOCK_MAX_MS });
  const leases = new SharedLeaseClock(clock, hand);
  const listeners = new CommitListeners(log);
  const news = new NewsListeners();
  const present = new Presence(leases);
  const doorbell = new Doorbell({
    ear,
    hand,
    nodeId: ids.next('node'),
    log,
    onNews: (project, head) => news.tell(project, head),
    onOpen: (opened) => present.comeIn(opened),
  });
  const parts: LaneParts = {
    catalogue: writing,
    newHandle: bindQueries<ReadQueries & WriteQueries>(writing, Object.keys({ ...reads, ...writes })),
    newReadHandle: bindQueries<ReadQueries>(reading, Object.keys(reads)),
    leases,
    hand,
    listeners,
    doorbell,
    link,
  };
  const lanes = makeLanes(parts);
  // What a node left that was killed in the moment between making a file and taking its name away.
  if (options.incoming !== undefined) rmSync(options.incoming, { recursive: true, force: true });
  const blobLinks = {
    writing: link('blob write', { answerMaxMs: WRITE_ANSWER_MAX_MS, lockMaxMs: ALONE_LOCK_MAX_MS }),
    reading: link('blob read', { answerMaxMs: READ_ANSWER_MAX_MS, lockMaxMs: BATCH_LOCK_MAX_MS }),
  };
  const blobs = createBlobChunks({ ...blobLinks, incoming: options.incoming ?? tmpdir(), ids });
  try {
    await doorbell.open();
    return createPostgresStorage({
      log,
      incarnation,
      listeners,
      news,
      ...lanes,
      blobs,
      blobLinks: Object.values(blobLinks),
      hand,
      ear,
      clock: leases,
      doorbell,
    });
  } catch (error) {
    doorbell.close();
    await Promise.all([hand.close(), ear.close()]);
    throw error;
  }
}

/** The same for every database that this process opens, and by far the most work of opening one. */
let querySets: ReturnType<typeof makeQuerySets> | null = null;

/** The queries that all engines share, written by Drizzle for Postgres. */
function makeQuerySets() {
  // The same calls build the same queries; only the types of the two builders differ.
  const builder = drizzle.mock({ casing: 'snake_case' }) as unknown as QueryBuilder;
  const reads: Record<string, Query> = { ...readQuerySet(builder, postgresSchema), ...textReads(builder) };
  const writes: Record<string, Query> = { ...writeQuerySet(builder, postgresSchema), ...textWrites(builder) };
  const { findEventSeq } = doorQueries(builder, postgresSchema);
  return { reads, writes, statements: takeAllApart({ ...reads, ...writes, findEventSeq }) };
}

interface LaneParts {
  readonly catalogue: Catalogue;
  readonly newHandle: NewHandle<ReadQueries & WriteQueries>;
  readonly newReadHandle: NewHandle<ReadQueries>;
  readonly leases: SharedLeaseClock;
  readonly hand: Link;
  readonly listeners: CommitListeners;
  readonly doorbell: Doorbell;
  readonly link: (applicationName: string, limits: { answerMaxMs: number; lockMaxMs: number }) => Link;
}

interface Lanes {
  readonly writes: LinkedLane<WriteTx>;
  readonly alone: ReadonlyArray<LinkedLane<WriteTx>>;
  readonly renewals: LinkedLane<WriteTx>;
  readonly reads: ReadonlyArray<LinkedLane<ReadTx>>;
}

function makeLanes(parts: LaneParts): Lanes {
  const { catalogue, newHandle, leases, listeners, doorbell } = parts;
  const common = {
    catalogue,
    newHandle,
    leaseNow: () => leases.now(),
    giveNumbers: (project: string, count: number) => giveNumbers(parts.hand, project, count),
    onEvents: (events: Parameters<CommitListeners['tell']>[0]) => {
      listeners.tell(events);
      for (const { project, seq } of lastOfEach(events)) doorbell.ring(project, seq);
    },
  };
  const waiting = (name: string): LinkedLane<WriteTx> => {
    const link = parts.link(name, { answerMaxMs: WRITE_ANSWER_MAX_MS, lockMaxMs: ALONE_LOCK_MAX_MS });
    return { link, lane: new WriteLane({ ...common, link, batchMaxWorks: 1 }).lane };
  };
  const gathering = (name: string, alone: (job: Job<WriteTx>) => void): LinkedLane<WriteTx> => {
    const link = parts.link(name, { answerMaxMs: WRITE_ANSWER_MAX_MS, lockMaxMs: BATCH_LOCK_MAX_MS });
    return { link, lane: new WriteLane({ ...common, link, batchMaxWorks: BATCH_MAX_WORKS, alone }).lane };
  };
  const alone = Array.from({ length: ALONE_LANES }, (_, i) => waiting(`wait ${i + 1}`));
  const runAlone = (job: Job<WriteTx>) => leastBusy(alone).add(job);
  const reads = Array.from({ length: READ_LANES }, (_, i) => {
    const link = parts.link(`read ${i + 1}`, { answerMaxMs: READ_ANSWER_MAX_MS, lockMaxMs: BATCH_LOCK_MAX_MS });
    return { link, lane: new ReadLane({ link, newHandle: parts.newReadHandle, leaseNow: common.leaseNow }).lane };
  });
  return { alone, reads, writes: gathering('write', runAlone), renewals: gathering('renew', runAlone) };
}

async function giveNumbers(hand: Link, project: string, count: number): Promise<number | null> {
  const text = 'update projects set next_task = next_task + $2 where name = $1 returning next_task';
  const { rows } = await hand.ask({ name: 'give numbers', text, values: [project, count] });
  return rows[0] === undefined ? null : Number(rows[0][0]);
}

function lastOfEach(events: Parameters<CommitListeners['tell']>[0]) {
  return [...Map.groupBy(events, ({ project }) => project).values()].flatMap((group) => group.slice(-1));
}
