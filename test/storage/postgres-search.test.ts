import { expect, onTestFinished, test } from 'vitest';
import type { Storage } from '../../server/domain/store.ts';
import { openPostgres } from '../../server/storage/postgres/open-postgres.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createDatabase } from '../support/test-postgres.ts';
import { seedProject, taskRow } from './sample-rows.ts';
import { silentLog } from './test-sqlite.ts';

const found = (storage: Storage, text: string) =>
  storage.read(async ({ q }) => {
    const match = { all: [{ words: [text], prefix: false }], none: [] };
    return (await q.listTasksByText({ project: 'p', match, after: 0, limit: 999 })).map(({ number }) => number);
  });

test('[QY3] a database without an index is indexed by the first that opens it, also of two at once', async () => {
  const { url, drop } = await createDatabase();
  onTestFinished(drop);
  const open = () => openPostgres({ url, clock: createFakeClock(), log: silentLog });
  const first = await open();
  await first.write(async (tx) => {
    await seedProject(tx);
    for (let number = 1; number <= 600; number += 1) await tx.q.insertTask(taskRow({ number, title: `Task nr${number}` }));
    await tx.q.insertComment({ project: 'p', task: 600, id: 'com_1', author: 'ada', body: 'Spät, aber doch', at: 1 });
  });
  expect(await found(first, 'task')).toEqual([]);
  await first.close();
  const [left, right] = await Promise.all([open(), open()]);
  expect(await found(left, 'task')).toHaveLength(600);
  expect(await found(right, 'spat')).toEqual([600]);
  await Promise.all([left.close(), right.close()]);
});
