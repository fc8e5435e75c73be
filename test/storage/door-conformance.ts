import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { EventRecord } from '../../server/domain/records.ts';
import type { ReadQueries, WriteQueries, WriteTx } from '../../server/domain/store.ts';
import { passTime } from '../support/fake-clock.ts';
import type { Bench } from './conformance.ts';
import { eventRow, projectRow, taskRow } from './sample-rows.ts';

const FOREIGN_AWAITS: Record<string, (bench: Bench) => Promise<unknown>> = {
  'a timer': () => delay(1),
  'the file system': () => readFile(new URL(import.meta.url)),
  'a promise that never settles': () => new Promise(() => undefined),
  'a nested write': (bench) => bench.storage.write(async () => undefined),
  'a nested read': (bench) => bench.storage.read(async () => undefined),
};

/** Atomicity, isolation, order and the guard of the two doors. */
export function doorConformance(bench: Bench): void {
  const insertTask = (number: number) => (tx: WriteTx) => tx.q.insertTask(taskRow({ number }));
  const numbers = () =>
    bench.storage.read(async (tx) => (await tx.q.listTasks({ project: 'p', after: 0, limit: 100 })).map((t) => t.number));
  const sequence = () =>
    bench.storage.read(async (tx) => (await tx.q.listEvents({ project: 'p', after: 0, limit: 100 })).map((e) => e.seq));

  test('[LAW2] of works that wait together, the one that throws leaves nothing and harms no neighbour', async () => {
    const failing = async (tx: WriteTx) => {
      await insertTask(2)(tx);
      await tx.append(eventRow());
      throw new Error('no');
    };
    const keeping = (number: number) => async (tx: WriteTx) => {
      await insertTask(number)(tx);
      await tx.append(eventRow({ task: number }));
    };
    const settled = await Promise.allSettled([
      bench.storage.write(keeping(1)),
      bench.storage.write(failing),
      bench.storage.write(keeping(3)),
    ]);
    expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await numbers()).toEqual([1, 3]);
    expect(await sequence()).toEqual([1, 2]);
  });

  test('[LAW2] a statement that breaks a constraint fails its own work only', async () => {
    const twice = async (tx: WriteTx) => {
      await insertTask(2)(tx);
      await insertTask(1)(tx);
    };
    await bench.storage.write(insertTask(1));
    const settled = await Promise.allSettled([
      bench.storage.write(insertTask(3)),
      bench.storage.write(twice),
      bench.storage.write(insertTask(4)),
    ]);
    expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await numbers()).toEqual([1, 3, 4]);
  });

  test('[EV1] the log is numbered 1, 2, 3 without holes over commits, projects and failures', async () => {
    await bench.storage.write((tx) => tx.q.insertProject(projectRow({ name: 'q' })));
    const works = Array.from({ length: 300 }, (_, i) =>
      bench.storage.write(async (tx) => {
        await tx.append(eventRow({ project: i % 2 === 0 ? 'p' : 'q', data: { i } }));
        if (i % 5 === 0) throw new Error('no');
      }),
    );
    await Promise.allSettled(works);
    const events = await bench.storage.read((tx) => tx.q.listEvents({ project: 'p', after: 0, limit: 1_000 }));
    expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
    expect(events.map((event) => event.data['i'])).toEqual(
      Array.from({ length: 300 }, (_, i) => i).filter((i) => i % 2 === 0 && i % 5 !== 0),
    );
    const project = await bench.storage.read((tx) => tx.q.getProject({ name: 'q' }));
    expect(project?.eventSeq).toBe(120);
  });

  test('[EV1] a project that was made by a failed work gives its numbers anew', async () => {
    const make = (fail: boolean) => async (tx: WriteTx) => {
      await tx.q.insertProject(projectRow({ name: 'q' }));
      await tx.append(eventRow({ project: 'q' }));
      if (fail) throw new Error('no');
    };
    const orphan = (tx: WriteTx) => tx.append(eventRow({ project: 'q' }));
    const settled = await Promise.allSettled([
      bench.storage.write(make(true)),
      bench.storage.write(orphan),
      bench.storage.write(make(false)),
    ]);
    expect(settled.map((one) => one.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    const events = await bench.storage.read((tx) => tx.q.listEvents({ project: 'q', after: 0, limit: 10 }));
    expect(events.map((event) => event.seq)).toEqual([1]);
  });

  test('[LAW3] listeners hear of kept events only, in order, when others can read them and before the caller is answered', async () => {
    const heard: EventRecord[] = [];
    const order: string[] = [];
    const stop = bench.storage.onCommit((events) => {
      heard.push(...events);
      order.push('heard');
    });
    const works = [1, 2, 3].map((i) =>
      bench.storage
        .write(async (tx) => {
          await tx.append(eventRow({ data: { i } }));
          if (i === 2) throw new Error('no');
        })
        .then(
          () => order.push('answered'),
          () => order.push('refused'),
        ),
    );
    await Promise.all(works);
    stop();
    await bench.storage.write((tx) => tx.append(eventRow()));
    expect(heard.map((event) => [event.seq, event.data['i']])).toEqual([
      [1, 1],
      [2, 3],
    ]);
    expect(order[0]).toBe('heard');
    expect(order.filter((what) => what === 'heard')).toHaveLength(1);
  });

  test('[LAW3] a listener that throws keeps neither the caller nor the other listeners from hearing', async () => {
    const heard: number[] = [];
    bench.storage.onCommit(() => {
      throw new Error('listener');
    });
    bench.storage.onCommit((events) => heard.push(...events.map((event) => event.seq)));
    await bench.storage.write((tx) => tx.append(eventRow()));
    expect(heard).toEqual([1]);
  });

  test('[LAW3] a reader never sees what is not committed', async () => {
    let seeing: Promise<number> | null = null;
    const write = bench.storage.write(async (tx) => {
      await insertTask(1)(tx);
      // The reader is let in while the work's transaction is open; a work that awaits it would be aborted.
      seeing = bench.storage.read(async (read) => (await read.q.listTasks({ project: 'p', after: 0, limit: 9 })).length);
      throw new Error('rolled back');
    });
    await expect(write).rejects.toThrow('rolled back');
    expect(await seeing).toBe(0);
  });

  test('[LAW4] the reading door cannot write', async () => {
    const smuggled = bench.storage.read(async (tx) => {
      const q = tx.q as ReadQueries & Partial<WriteQueries>;
      return q.insertTask === undefined ? 'no such query' : q.insertTask(taskRow());
    });
    expect(await smuggled).toBe('no such query');
  });

  test.each(Object.entries(FOREIGN_AWAITS))(
    '[LAW2] a writing work that awaits %s is aborted, and its neighbours are kept',
    async (_, wait) => {
      const hanging = async (tx: WriteTx) => {
        await insertTask(2)(tx);
        await wait(bench);
        await insertTask(9)(tx);
      };
      const settled = await Promise.allSettled([
        bench.storage.write(insertTask(1)),
        bench.storage.write(hanging),
        bench.storage.write(insertTask(3)),
        bench.storage.write(hanging),
        bench.storage.write(insertTask(4)),
      ]);
      expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
      await delay(5);
      expect(await numbers()).toEqual([1, 3, 4]);
    },
  );

  test.each(Object.entries(FOREIGN_AWAITS))(
    '[LAW4] a reading work that awaits %s is aborted, and its neighbours are answered',
    async (_, wait) => {
      const settled = await Promise.allSettled([
        bench.storage.read(async () => 1),
        bench.storage.read(() => wait(bench)),
        bench.storage.read(async (tx) => (await tx.q.getProject({ name: 'p' }))?.name),
      ]);
      expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    },
  );

  test('[LAW2] a query of a work that is over is refused, whoever kept its handle', async () => {
    const kept = await bench.storage.write(async (tx) => ({ tx }));
    const late = bench.storage.write(async () => kept.tx.q.insertTask(taskRow({ number: 7 })));
    await expect(late).rejects.toThrow('after its work was over');
    expect(await numbers()).toEqual([]);
  });

  test('[LAW2] a work that forgets to await a query is not kept', async () => {
    const forgetful = bench.storage.write(async (tx) => void tx.q.insertTask(taskRow()));
    await expect(forgetful).rejects.toThrow('without awaiting');
    expect(await numbers()).toEqual([]);
  });

  test('[LE5] the lease clock moves with time that is listened to, and at most 2 s at a look', async () => {
    const look = () => bench.storage.write(async (tx) => tx.lease);
    const start = await look();
    await passTime(bench.clock, bench.storage, 60_000);
    expect(await look()).toEqual({ now: start.now + 60_000, listeningSince: start.listeningSince });
    bench.clock.advance(2_001);
    expect(await look()).toEqual({ now: start.now + 62_000, listeningSince: start.now + 62_000 });
  });

  test('[LE6] after a stop of any length the server counts as listening only from then on', async () => {
    const start = await bench.storage.read(async (tx) => tx.lease.now);
    bench.clock.advance(3_600_000);
    const lease = await bench.storage.read(async (tx) => tx.lease);
    expect(lease).toEqual({ now: start + 2_000, listeningSince: start + 2_000 });
  });

  test('[DU6] closing answers what waits and refuses what comes', async () => {
    const waiting = Array.from({ length: 200 }, (_, i) => bench.storage.write(insertTask(i + 1)));
    const closing = bench.storage.close();
    await expect(bench.storage.write(insertTask(999))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(bench.storage.read(async () => 1)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(Promise.all(waiting)).resolves.toHaveLength(200);
    await closing;
  });
}
