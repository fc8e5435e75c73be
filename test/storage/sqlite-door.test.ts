import type { Database } from 'better-sqlite3';
import { afterEach, expect, test, vi } from 'vitest';
import type { WriteTx } from '../../server/domain/store.ts';
import { createFakeClock, passTime } from '../support/fake-clock.ts';
import { eventRow, reviewRow, seedProject, taskRow } from './sample-rows.ts';
import { openTestSqlite } from './test-sqlite.ts';

afterEach(() => {
  vi.useRealTimers();
});

async function openWithWriter() {
  const writers: Database[] = [];
  const { storage } = await openTestSqlite({ onWriter: (db) => void writers.push(db) });
  const [writer] = writers;
  if (writer === undefined) throw new Error('the store opened without a writing connection');
  await storage.write((tx) => seedProject(tx));
  return { storage, writer };
}

test('[LAW3] when the commit fails, everybody in it is told so and nobody hears of its events', async () => {
  const { storage, writer } = await openWithWriter();
  const heard: unknown[] = [];
  storage.onCommit((events) => heard.push(...events));
  // A deferred reference that points at nothing is the one failure that SQLite keeps for the commit.
  writer.exec('create table late (x references projects (name) deferrable initially deferred)');
  const works = [1, 2, 3].map((number) =>
    storage.write(async (tx) => {
      await tx.q.insertTask(taskRow({ number }));
      await tx.append(eventRow());
      if (number === 2) writer.exec("insert into late values ('nobody')");
    }),
  );
  const settled = await Promise.allSettled(works);
  expect(settled.map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(heard).toEqual([]);
  await storage.write((tx) => tx.append(eventRow()));
  expect(heard).toMatchObject([{ seq: 1 }]);
  await storage.close();
});

test('[LAW2] when SQLite gives up the transaction inside a work, those before it are refused and those after it run', async () => {
  const { storage, writer } = await openWithWriter();
  const works = [1, 2, 3].map((number) =>
    storage.write(async (tx) => {
      if (number === 2) writer.exec('rollback');
      await tx.q.insertTask(taskRow({ number }));
    }),
  );
  const settled = await Promise.allSettled(works);
  expect(settled.map((one) => one.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  const tasks = await storage.read((tx) => tx.q.listTasks({ project: 'p', after: 0, limit: 9 }));
  expect(tasks.map((task) => task.number)).toEqual([3]);
  await storage.close();
});

test('[DU1] works that wait together share a commit, unless told otherwise', async () => {
  const commits: Record<string, number> = {};
  for (const groupCommit of [true, false]) {
    const { storage } = await openTestSqlite({ groupCommit });
    await storage.write((tx) => seedProject(tx));
    let count = 0;
    storage.onCommit(() => {
      count += 1;
    });
    await Promise.all(Array.from({ length: 50 }, () => storage.write((tx) => tx.append(eventRow()))));
    commits[String(groupCommit)] = count;
    await storage.close();
  }
  expect(commits).toEqual({ true: 1, false: 50 });
});

test('[LE5] the lease clock goes on where it was when the store is opened again, and nobody listened in between', async () => {
  const clock = createFakeClock();
  const first = await openTestSqlite({ clock });
  await passTime(clock, first.storage, 10_000);
  await first.storage.close();
  clock.advance(3_600_000);
  const again = await openTestSqlite({ file: first.file, clock });
  expect(await again.storage.read(async (tx) => tx.lease)).toEqual({ now: 10_000, listeningSince: 10_000 });
  await again.storage.close();
});

test('[LE5] writes carry the lease clock with them, at most a second behind', async () => {
  const clock = createFakeClock();
  const writers: Database[] = [];
  const { storage } = await openTestSqlite({ clock, onWriter: (db) => void writers.push(db) });
  const stored = () => writers[0]?.prepare('select lease_now from store').pluck().get();
  await storage.write((tx) => seedProject(tx));
  clock.advance(999);
  await storage.write((tx) => tx.append(eventRow()));
  expect(stored()).toBe(0);
  clock.advance(1);
  await storage.write(async () => undefined);
  expect(stored()).toBe(1_000);
  clock.advance(1_500);
  await storage.write(async () => undefined);
  expect(stored()).toBe(1_000);
  await storage.close();
});

const HELD: Record<string, (tx: WriteTx) => Promise<unknown>> = {
  task: (tx) => tx.q.insertTask(taskRow({ status: 'doing', claimedAt: 1 })),
  review: async ({ q }) => {
    await q.insertTask(taskRow({ status: 'validating' }));
    await q.insertReview(reviewRow({ status: 'claimed', holderAgent: 'ada' }));
  },
};

test.each(['task', 'review'])(
  '[LE5] while somebody holds a %s the clock is stored by itself; a server at rest writes nothing',
  async (held) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const clock = createFakeClock();
    const writers: Database[] = [];
    const { storage } = await openTestSqlite({ clock, onWriter: (db) => void writers.push(db) });
    await storage.write((tx) => seedProject(tx));
    const stored = () => writers[0]?.prepare('select lease_now from store').pluck().get();
    const rest = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 500) {
        clock.advance(500);
        vi.advanceTimersByTime(500);
      }
      await storage.write(async () => undefined);
    };
    await rest(5_000);
    const atRest = stored();
    await rest(5_000);
    expect(stored()).toBe(atRest);
    await storage.write((tx) => HELD[held]?.(tx) ?? Promise.reject(new Error(held)));
    await rest(3_000);
    expect(stored()).toBe(13_000);
    expect(await storage.read(async (tx) => tx.lease)).toEqual({ now: 13_000, listeningSince: 0 });
    await storage.close();
  },
);
