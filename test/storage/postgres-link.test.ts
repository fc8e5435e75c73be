import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Link } from '../../server/storage/postgres/link.ts';
import { withWire } from '../support/nodes-proxy.ts';
import { createDatabase } from '../support/test-postgres.ts';

const ANSWER_MAX_MS = 500;

async function open(url: string): Promise<Link> {
  const link = new Link({ url, applicationName: 'test', answerMaxMs: ANSWER_MAX_MS, lockMaxMs: 250, opening: 'select 1' });
  onTestFinished(() => link.close());
  await link.ready();
  return link;
}

test('[MN1] a process that stood still for longer than it waits for an answer reads the one that came meanwhile, and keeps the connection', async () => {
  const { url, drop } = await createDatabase();
  onTestFinished(drop);
  const link = await open(url);
  const asked = link.send({ text: 'select 7 from pg_sleep(0.1)' });
  // By then it is on its way.
  await nextTurn();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3 * ANSWER_MAX_MS);
  expect((await asked).rows).toEqual([[7]]);
  expect(link.isOpen).toBe(true);
});

test('[MN2] a connection on which nothing comes any more is given up, with all that was asked on it', async () => {
  await withWire(async (wire) => {
    const link = await open(wire.url);
    expect(wire.silence()).toBe(1);
    const asked = [link.send({ text: 'select 1' }), link.send({ text: 'select 2' })];
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await vi.waitFor(() => expect(link.isOpen).toBe(false));
    expect((await link.ask({ text: 'select 3' })).rows).toEqual([[3]]);
  });
});
