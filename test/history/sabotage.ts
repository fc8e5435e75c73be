import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { CallContext } from '../../server/domain/auth/principal.ts';
import type { TaskRecord } from '../../server/domain/records.ts';
import type { Services } from '../../server/domain/services.ts';
import type { ReadQueries, ReadTx, Storage, WriteQueries, WriteTx } from '../../server/domain/store.ts';
import type { SeededRandom } from '../support/history-random.ts';

type AllQueries = ReadQueries & WriteQueries;
type TaskOperation = 'claim' | 'claimNext' | 'progress' | 'submit' | 'release';

interface Call {
  readonly operation: TaskOperation;
  readonly ctx: CallContext;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A server with a fault of a known kind, to see that the checker finds it. */
export interface Sabotage {
  wrapStorage(storage: Storage): Storage;
  wrapServices(services: Services): Services;
}

// The storage is told of works, not of operations; this says which operation a work belongs to.
const calls = new AsyncLocalStorage<Call>();

/** Leaves the port as it is but for the given parts. */
function withParts(storage: Storage, parts: Partial<Storage>): Storage {
  return {
    incarnation: storage.incarnation,
    read: (work) => storage.read(work),
    write: (work) => storage.write(work),
    onCommit: (listener) => storage.onCommit(listener),
    onGrowthElsewhere: (listener) => storage.onGrowthElsewhere(listener),
    blobs: storage.blobs,
    isShared: storage.isShared,
    durability: () => storage.durability(),
    close: () => storage.close(),
    ...parts,
  };
}

function tellCalls(services: Services): Services {
  const { tasks } = services;
  const within = <Args extends [CallContext, object, ...unknown[]], T>(operation: TaskOperation, act: (...args: Args) => T) => {
    return (...args: Args): T => calls.run({ operation, ctx: args[0], input: { ...args[1] } }, () => act(...args));
  };
  return {
    ...services,
    tasks: {
      ...tasks,
      claim: within('claim', tasks.claim),
      claimNext: within('claimNext', tasks.claimNext),
      progress: within('progress', tasks.progress),
      submit: within('submit', tasks.submit),
      release: within('release', tasks.release),
    },
  };
}

/** The queries with some of them replaced. */
function withQueries<Q extends object>(q: Q, replaced: Partial<AllQueries>): Q {
  return new Proxy(q, {
    get(target, name) {
      const other: unknown = Reflect.get(replaced, name);
      const own: unknown = other ?? Reflect.get(target, name);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}

/** Takes out the predicate on epoch and session: whoever speaks of a held task is believed to hold it. */
export function withoutEpochs(): Sabotage {
  const holderOperations: readonly TaskOperation[] = ['progress', 'submit', 'release'];
  return {
    wrapServices: tellCalls,
    wrapStorage: (storage) =>
      withParts(storage, {
        write: (work) => {
          const call = calls.getStore();
          if (call === undefined || !holderOperations.includes(call.operation)) return storage.write(work);
          return storage.write((tx) => work(believing(tx, call)));
        },
      }),
  };
}

function believing(tx: WriteTx, { ctx, input }: Call): WriteTx {
  const { q } = tx;
  const epoch = Number(input['epoch']);
  let stored: TaskRecord | undefined;
  const replaced: Partial<AllQueries> = {
    async findTask(key) {
      stored = await q.findTask(key);
      if (stored?.status !== 'doing') return stored;
      return { ...stored, epoch, holderSession: ctx.session, holderAgent: ctx.principal.agent };
    },
    updateTask: (task) =>
      q.updateTask({
        ...task,
        epoch: task.epoch - epoch + (stored?.epoch ?? epoch),
        expectedEpoch: stored?.epoch ?? task.expectedEpoch,
        expectedVersion: stored?.version ?? task.expectedVersion,
      }),
    noteProgress: (note) => q.noteProgress({ ...note, epoch: stored?.epoch ?? note.epoch }),
  };
  return { ...tx, append: (event) => tx.append(event), q: withQueries(q, replaced) };
}

/** Claims as one does who has not heard of races: looks in one transaction, decides, and writes in a later one. */
export function withReadThenWriteClaim(): Sabotage {
  return {
    wrapServices: tellCalls,
    wrapStorage: (storage) =>
      withParts(storage, {
        async write(work) {
          const operation = calls.getStore()?.operation;
          if (operation !== 'claim' && operation !== 'claimNext') return storage.write(work);
          const later: Array<(tx: WriteTx) => Promise<unknown>> = [];
          const value = await storage.read((tx) => work(noting(tx, later)));
          await setImmediate();
          await storage.write(async (tx) => {
            for (const write of later) await write(tx);
          });
          return value;
        },
      }),
  };
}

/** A transaction that only reads, and keeps for later what was to be written. */
function noting(tx: ReadTx, later: Array<(tx: WriteTx) => Promise<unknown>>): WriteTx {
  const q = new Proxy(tx.q, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name);
      if (typeof own === 'function') return own.bind(target);
      if (name === 'promoteScheduled' || name === 'promoteHeld') return async () => [];
      return async (params: unknown) => {
        later.push((written) => writeAnyway(written.q, String(name), params));
        return { changes: 1 };
      };
    },
  });
  const append: WriteTx['append'] = async (event) => {
    later.push((written) => written.append(event));
  };
  const post: WriteTx['post'] = async (entry) => {
    later.push((written) => written.post(entry));
  };
  return { lease: tx.lease, append, post, q: q as AllQueries }; // what it lacks of the port, the proxy makes up
}

async function writeAnyway(q: AllQueries, name: string, params: unknown): Promise<unknown> {
  switch (name) {
    case 'grantTask':
      return grantAnyway(q, params as Parameters<AllQueries['grantTask']>[0]); // by the name
    case 'updateTask': {
      const task = params as Parameters<AllQueries['updateTask']>[0]; // by the name
      const stored = await q.findTask(task);
      return q.updateTask({ ...task, expectedEpoch: stored?.epoch ?? 0, expectedVersion: stored?.version ?? 0 });
    }
    case 'insertAttempt': {
      const attempt = params as Parameters<AllQueries['insertAttempt']>[0]; // by the name
      const known = await q.findAttempt({ project: attempt.project, number: attempt.task, epoch: attempt.epoch });
      return known ?? q.insertAttempt(attempt);
    }
    default: {
      const write: unknown = Reflect.get(q, name);
      return typeof write === 'function' ? write.call(q, params) : undefined;
    }
  }
}

async function grantAnyway(q: AllQueries, grant: Parameters<AllQueries['grantTask']>[0]): Promise<unknown> {
  const stored = await q.findTask(grant);
  if (stored === undefined) return undefined;
  return q.updateTask({
    ...stored,
    status: 'doing',
    holderAgent: grant.agent,
    holderSession: grant.session,
    epoch: grant.expectedEpoch + 1,
    version: grant.expectedVersion + 1,
    attempts: stored.attempts + 1,
    claimedAt: grant.now,
    leaseEndsAt: grant.leaseEndsAt,
    progressAt: grant.now,
    expectedEpoch: stored.epoch,
    expectedVersion: stored.version,
  });
}

interface Appended {
  readonly event: Parameters<WriteTx['append']>[0];
  readonly entries: Array<Parameters<WriteTx['post']>[0]>;
}

/** Writes the events after the commit rather than with it; each goes through `deliver`, which may be late or fail. */
function withEventsAfterCommit(deliver: (append: () => Promise<void>) => Promise<void>): Sabotage {
  return {
    wrapServices: (services) => services,
    wrapStorage: (storage) =>
      withParts(storage, {
        async write(work) {
          let events: Appended[] = [];
          const value = await storage.write((tx) => {
            events = [];
            const append: WriteTx['append'] = async (event) => {
              events.push({ event, entries: [] });
            };
            const post: WriteTx['post'] = async (entry) => {
              events.at(-1)?.entries.push(entry);
            };
            return work({ q: tx.q, lease: tx.lease, append, post });
          });
          for (const appended of events) await deliver(() => storage.write((tx) => appendWhole(tx, appended)));
          return value;
        },
      }),
  };
}

async function appendWhole(tx: WriteTx, { event, entries }: Appended): Promise<void> {
  await tx.append(event);
  for (const entry of entries) await tx.post(entry);
}

/** The caller is answered before its event is in the log. */
export function withLateEvents(random: SeededRandom): Sabotage {
  return withEventsAfterCommit(async (append) => {
    // A server that stops does not wait for them either.
    void setTimeout(random.below(4))
      .then(append)
      .catch(() => undefined);
  });
}

/** Now and then the event after the commit fails, and the caller is answered all the same. */
export function withLostEvents(random: SeededRandom): Sabotage {
  return withEventsAfterCommit((append) => (random.chance(0.03) ? Promise.resolve() : append()));
}
