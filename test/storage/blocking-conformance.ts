import { expect, test } from 'vitest';
import type { BlockRecord } from '../../server/domain/blocking/blocking-records.ts';
import type { TaskRecord } from '../../server/domain/records.ts';
import type { ReadTx, WriteTx } from '../../server/domain/store.ts';
import type { Bench } from './conformance.ts';
import { taskRow } from './sample-rows.ts';

const BLOCKED: BlockRecord['blocked'] = {
  kind: 'question',
  reason: 'Wer "so"?',
  waitingOn: { agent: 'ada' },
  until: null,
  options: ['ja', 'nein'],
  by: 'ada',
  epoch: 1,
  times: 1,
  escalated: false,
};

function blockRow(over: Partial<BlockRecord> = {}): BlockRecord {
  const open = { endedAt: null, endedBy: null, ending: null, answer: null };
  return { project: 'p', task: 1, epoch: 1, blocked: BLOCKED, at: 1_000, ...open, ...over };
}

/** Blocks, and what is found by them. */
export function blockingConformance(bench: Bench): void {
  const write = <T>(work: (tx: WriteTx) => Promise<T>) => bench.storage.write(work);
  const read = <T>(work: (tx: ReadTx) => Promise<T>) => bench.storage.read(work);
  const insert = (...rows: Array<Partial<TaskRecord>>) =>
    write(async (tx) => {
      for (const row of rows) await tx.q.insertTask(taskRow(row));
    });
  const find = (number = 1) => read((tx) => tx.q.findTask({ project: 'p', number }));

  test('[BL1] a blocked task comes back as it was stored, and so does its block, newest first', async () => {
    const task = taskRow({
      status: 'blocked',
      blocked: BLOCKED,
      blockedUntil: 9,
      blockedOn: 2,
      stuckBecause: 'x',
      stuckSince: 3,
    });
    await insert(task);
    expect(await find()).toEqual(task);
    await write(async (tx) => {
      await tx.q.insertBlock(blockRow());
      await tx.q.insertBlock(blockRow({ epoch: 3, blocked: { ...BLOCKED, waitingOn: null } }));
    });
    const end = { project: 'p', task: 1, endedAt: 2_000, endedBy: 'bob', ending: 'answered' as const, answer: 'ja' };
    expect(await write((tx) => tx.q.endBlock({ ...end, epoch: 1 }))).toEqual({ changes: 1 });
    expect(await write((tx) => tx.q.endBlock({ ...end, epoch: 2 }))).toEqual({ changes: 0 });
    const blocks = (limit: number) => read((tx) => tx.q.listBlocks({ project: 'p', number: 1, limit }));
    const newest = blockRow({ epoch: 3, blocked: { ...BLOCKED, waitingOn: null } });
    expect(await blocks(9)).toEqual([newest, blockRow({ ...end })]);
    expect(await blocks(1)).toEqual([newest]);
  });

  test('[BL2] the tasks that wait for one, and those whose date has come, inclusive, by number', async () => {
    await insert(
      { number: 1, status: 'blocked', blockedOn: 9, blockedUntil: 100 },
      { number: 2, status: 'blocked', blockedOn: 9, blockedUntil: 101 },
      { number: 3, status: 'blocked', blockedOn: 8, blockedUntil: 50 },
      { number: 4 },
    );
    expect(await read((tx) => tx.q.listBlockedOn({ project: 'p', number: 9 }))).toEqual([{ number: 1 }, { number: 2 }]);
    expect(await read((tx) => tx.q.listBlockedOn({ project: 'p', number: 7 }))).toEqual([]);
    expect(await read((tx) => tx.q.findBlockedOn({ project: 'p', number: 3 }))).toEqual({ blockedOn: 8 });
    expect(await read((tx) => tx.q.findBlockedOn({ project: 'p', number: 4 }))).toEqual({ blockedOn: null });
    const due = async (limit: number) =>
      (await read((tx) => tx.q.listDueBlocks({ project: 'p', wallNow: 100, limit }))).map((task) => task.number);
    expect(await due(9)).toEqual([1, 3]);
    expect(await due(1)).toEqual([1]);
    expect(await write((tx) => tx.q.listDueBlocks({ project: 'p', wallNow: 100, limit: 9 }))).toHaveLength(2);
    expect((await read((tx) => tx.q.nextTimes({ project: 'p' })))?.blockedUntil).toBe(50);
  });

  test('[TK1] of what a task depends on, those that ended without being done, by number', async () => {
    await insert(
      { number: 1, status: 'cancelled', statusReason: 'no' },
      { number: 2, status: 'done' },
      { number: 3, status: 'failed' },
      { number: 4, status: 'cancelled' },
      { number: 5 },
    );
    await write(async (tx) => {
      for (const dependsOn of [3, 1, 2]) await tx.q.insertDependency({ project: 'p', task: 5, dependsOn });
    });
    const broken = (limit: number) => read((tx) => tx.q.listBrokenDependencies({ project: 'p', number: 5, limit }));
    const first = { number: 1, status: 'cancelled', statusReason: 'no' };
    expect(await broken(9)).toEqual([first, { number: 3, status: 'failed', statusReason: null }]);
    expect(await broken(1)).toEqual([first]);
  });

  test('[TK4] what says that a task stands still leaves its version alone', async () => {
    await insert({ number: 1 }, { number: 2, status: 'doing', epoch: 3 });
    await write((tx) => tx.q.setStuck({ project: 'p', number: 1, stuckBecause: 'in vain', stuckSince: 5 }));
    expect(await find()).toMatchObject({ stuckBecause: 'in vain', stuckSince: 5, version: 1 });
    await write((tx) => tx.q.setStuck({ project: 'p', number: 1, stuckBecause: null, stuckSince: null }));
    expect(await find()).toEqual(taskRow());
    const stalled = (number: number, epoch: number) =>
      write((tx) => tx.q.noteStalled({ project: 'p', number, epoch, stalledAt: 7 }));
    expect(await stalled(2, 2)).toEqual({ changes: 0 });
    expect(await stalled(1, 0)).toEqual({ changes: 0 });
    expect(await stalled(2, 3)).toEqual({ changes: 1 });
    expect(await find(2)).toMatchObject({ stalledAt: 7, version: 1 });
  });
}
