import { expect, test } from 'vitest';
import type { ReservationRecord } from '../../server/domain/reservations/reservation-records.ts';
import type { WriteTx } from '../../server/domain/store.ts';
import type { Bench } from './conformance.ts';
import { eventRow, taskRow } from './sample-rows.ts';

function reservationRow(over: Partial<ReservationRecord> = {}): ReservationRecord {
  return {
    project: 'p',
    id: 'T-1:1',
    task: 1,
    epoch: 1,
    agent: 'ada',
    mode: 'exclusive',
    paths: ['src/**', 'ü'],
    declared: true,
    createdAt: 1_000,
    ...over,
  };
}

/** Holds on paths, and the queues of tasks that touch some. */
export function reservationConformance(bench: Bench): void {
  const write = <T>(work: (tx: WriteTx) => Promise<T>) => bench.storage.write(work);
  const holdsAfter = (after: string, limit = 9) =>
    bench.storage.read(async ({ q }) => (await q.listHolds({ project: 'p', after, limit })).map(({ id }) => id));

  test('[RS1] a reservation comes back as it was stored, and is deleted once', async () => {
    await write((tx) => tx.q.insertTask(taskRow()));
    await write((tx) => tx.q.insertReservation(reservationRow()));
    const find = () => bench.storage.read(({ q }) => q.findReservation({ project: 'p', id: 'T-1:1' }));
    expect(await find()).toEqual(reservationRow());
    expect(await bench.storage.read(({ q }) => q.listTaskReservations({ project: 'p', number: 1 }))).toEqual([reservationRow()]);
    expect(await bench.storage.read(({ q }) => q.listTaskReservations({ project: 'p', number: 2 }))).toEqual([]);
    expect(await write((tx) => tx.q.deleteReservation({ project: 'q', id: 'T-1:1' }))).toEqual({ changes: 0 });
    expect(await write((tx) => tx.q.deleteReservation({ project: 'p', id: 'T-1:1' }))).toEqual({ changes: 1 });
    expect(await write((tx) => tx.q.deleteReservation({ project: 'p', id: 'T-1:1' }))).toEqual({ changes: 0 });
    expect(await find()).toBeUndefined();
  });

  test('[RS1] holds are those whose task is in doing under the same epoch, by id, with its lease', async () => {
    const lease = { leaseEndsAt: 50, claimedAt: 5 };
    await write(async ({ q }) => {
      await q.insertTask(taskRow({ number: 1, status: 'doing', epoch: 1, ...lease }));
      await q.insertTask(taskRow({ number: 2, status: 'doing', epoch: 2, ...lease }));
      await q.insertTask(taskRow({ number: 3, status: 'validating', epoch: 1, ...lease }));
      await q.insertReservation(reservationRow({ id: 'b', declared: false, mode: 'shared' }));
      await q.insertReservation(reservationRow({ id: 'a' }));
      await q.insertReservation(reservationRow({ id: 'c', task: 2 }));
      await q.insertReservation(reservationRow({ id: 'd', task: 3 }));
      await q.insertReservation(reservationRow({ id: 'e', task: 2, epoch: 2 }));
    });
    expect(await holdsAfter('')).toEqual(['a', 'b', 'e']);
    expect(await holdsAfter('a', 1)).toEqual(['b']);
    const [, shared] = await bench.storage.read(({ q }) => q.listHolds({ project: 'p', after: '', limit: 9 }));
    const expected = reservationRow({ id: 'b', declared: false, mode: 'shared' });
    expect(shared).toEqual({ ...expected, number: 1, status: 'doing', leaseTtlMs: 60_000, ...lease });
  });

  test('[CL4] a queue is read page by page, most urgent first, with the paths that its tasks touch', async () => {
    const row = { project: 'p', label: 'l', needs: '/', queueFor: '', ready: true };
    await write(async ({ q }) => {
      for (const [number, priority] of [
        [1, 2],
        [2, 1],
        [3, 2],
      ] as const) {
        await q.insertTask(taskRow({ number, priority, needs: '/', paths: [`f${number}`] }));
        await q.insertLabel({ ...row, task: number, priority });
      }
      await q.insertTask(taskRow({ number: 4, needs: '/', status: 'doing' }));
      await q.insertTask(taskRow({ number: 5, needs: '' }));
    });
    const place = { project: 'p', needs: '/', queueFor: '', afterPriority: 1, afterNumber: 2 };
    const behind = [
      { number: 1, priority: 2, paths: ['f1'] },
      { number: 3, priority: 2, paths: ['f3'] },
    ];
    await bench.storage.read(async ({ q }) => {
      expect(await q.listQueue({ ...place, limit: 9 })).toEqual(behind);
      expect(await q.listQueue({ ...place, limit: 1 })).toEqual(behind.slice(0, 1));
      expect(await q.listQueue({ ...place, afterPriority: -1, afterNumber: -1, limit: 1 })).toMatchObject([{ number: 2 }]);
      expect(await q.listLabelQueue({ ...place, label: 'l', limit: 9 })).toEqual(behind);
      expect(await q.listLabelQueue({ ...place, label: 'none', limit: 9 })).toEqual([]);
    });
    // The same asked by many at once.
    const many = await Promise.all([1, 2, 9].map((limit) => write((tx) => tx.q.listQueue({ ...place, limit }))));
    expect(many.map((rows) => rows.length)).toEqual([1, 2, 2]);
  });

  test('[RS1] of works that hold the paths of a project each sees what those before it decided', async () => {
    await write((tx) => tx.q.insertTask(taskRow({ status: 'doing', epoch: 1 })));
    const seen = await Promise.all(
      Array.from({ length: 20 }, (_, nth) =>
        write(async ({ q }) => {
          expect(await q.holdPaths({ project: 'p' })).toEqual({ name: 'p' });
          const before = (await q.listHolds({ project: 'p', after: '', limit: 99 })).length;
          await q.insertReservation(reservationRow({ id: `r${nth}` }));
          return before;
        }),
      ),
    );
    expect(seen.sort((left, right) => left - right)).toEqual(Array.from({ length: 20 }, (_, nth) => nth));
  });

  test('[RS1] [EV1] who saw that a hold was given up comes after that in the log', async () => {
    await write((tx) => tx.q.insertTask(taskRow({ status: 'doing', epoch: 1 })));
    await write((tx) => tx.q.insertReservation(reservationRow()));
    const giveUp = write(async (tx) => {
      await tx.q.findTask({ project: 'p', number: 1 });
      await tx.q.deleteReservation({ project: 'p', id: 'T-1:1' });
      for (let nth = 0; nth < 5; nth += 1) await tx.q.listTaskReservations({ project: 'p', number: nth });
      await tx.append(eventRow({ type: 'reservation.released' }));
    });
    const look = write(async (tx) => {
      await tx.q.holdPaths({ project: 'p' });
      if ((await tx.q.listHolds({ project: 'p', after: '', limit: 9 })).length > 0) return;
      await tx.append(eventRow({ type: 'reservation.made' }));
    });
    await Promise.all([giveUp, look]);
    const events = await bench.storage.read((tx) => tx.q.listEvents({ project: 'p', after: 0, limit: 9 }));
    expect(events[0]?.type).toBe('reservation.released');
  });
}
