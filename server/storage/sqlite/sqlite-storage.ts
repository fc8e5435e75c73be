import type { Database } from 'better-sqlite3';
import type { BlobStore } from '../../domain/artifacts/blob-store.ts';
import type { EventRecord } from '../../domain/records.ts';
import type { ReadQueries, ReadTx, Storage, WriteQueries, WriteTx } from '../../domain/store.ts';
import type { Log } from '../../kernel/log.ts';
import { CommitListeners } from '../commit-listeners.ts';
import type { WorkHandle } from '../work-handle.ts';
import { journalOf, synchronousOf } from './connection.ts';
import type { DoorStatements } from './door-statements.ts';
import type { FileLock } from './file-lock.ts';
import { LEASE_CLOCK_LOOK_MS, type LeaseClock } from './lease-clock.ts';
import { ReadDoor } from './read-door.ts';
import { WorkQueue } from './work-queue.ts';
import { WriteDoor } from './write-door.ts';

/** Storage in a SQLite file, which this process alone serves. */
export interface SqliteStorage extends Storage {
  /** Where the server listens, for the message to a second process that wants the same file (SPEC DU3). */
  announce(address: string): void;
}

/** More would make the first of a batch wait too long for the last. */
export const BATCH_MAX_WORKS = 128;

interface Deps {
  readonly writer: Database;
  readonly reader: Database;
  readonly lock: FileLock;
  readonly log: Log;
  readonly lease: LeaseClock;
  readonly blobs: BlobStore;
  readonly incarnation: string;
  readonly statements: DoorStatements;
  readonly newWriteHandle: () => WorkHandle & ReadQueries & WriteQueries;
  readonly newReadHandle: () => WorkHandle & ReadQueries;
  readonly groupCommit: boolean;
}

/** Puts the two doors before their connections and keeps the lease clock going. */
export function createSqliteStorage(deps: Deps): SqliteStorage {
  const { writer, reader, lock, log, lease, statements } = deps;
  const listeners = new CommitListeners(log);
  const onEvents = (events: readonly EventRecord[]) => listeners.tell(events);
  const writeDoor = new WriteDoor({ db: writer, newHandle: deps.newWriteHandle, statements, lease, onEvents });
  const readDoor = new ReadDoor({ db: reader, newHandle: deps.newReadHandle, lease });
  const writes = new WorkQueue<WriteTx>({
    batchMaxWorks: deps.groupCommit ? BATCH_MAX_WORKS : 1,
    runBatch: (jobs) => writeDoor.runBatch(jobs),
  });
  const reads = new WorkQueue<ReadTx>({ batchMaxWorks: BATCH_MAX_WORKS, runBatch: (jobs) => readDoor.runBatch(jobs) });
  const ticker = setInterval(() => tick({ lease, statements, writes, writeDoor, log }), LEASE_CLOCK_LOOK_MS).unref();

  let closing: Promise<void> | null = null;
  return {
    incarnation: deps.incarnation,
    blobs: deps.blobs,
    read: (work) => reads.add(work),
    write: (work) => writes.add(work),
    onCommit: (listener) => listeners.add(listener),
    onGrowthElsewhere: () => () => undefined,
    isShared: false,
    durability: async () => ({ engine: 'sqlite', journal: journalOf(writer), synchronous: synchronousOf(writer) }),
    announce: (address) => lock.announce(address),
    close() {
      closing ??= Promise.all([writes.close(), reads.close()]).then(() => {
        clearInterval(ticker);
        shutDown(deps);
      });
      return closing;
    },
  };
}

interface Ticking {
  readonly lease: LeaseClock;
  readonly statements: DoorStatements;
  readonly writes: WorkQueue<WriteTx>;
  readonly writeDoor: WriteDoor;
  readonly log: Log;
}

// While somebody holds a task or a review the clock must survive a crash; while nobody does, a server at rest writes nothing.
function tick({ lease, statements, writes, writeDoor, log }: Ticking): void {
  lease.look();
  if (!lease.isPersistDue) return;
  if (statements.findAnyHeldTask({}) === undefined && statements.findAnyHeldReview({}) === undefined) return;
  writeDoor.wantPersist();
  writes
    .add(async () => undefined)
    .catch((error: unknown) => log.warn({ error: String(error) }, 'the lease clock could not be stored and will be tried again'));
}

function shutDown({ writer, reader, lock, log, lease, statements }: Deps): void {
  try {
    statements.storeLeaseNow({ leaseNow: lease.look().now });
    reader.close();
    writer.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    // A full disk must not keep the program from stopping; what is committed is safe in the log.
    log.warn({ error: String(error) }, 'closed without a last checkpoint');
  } finally {
    reader.close();
    writer.close();
    lock.release();
  }
}
