import { expect, test, vi } from 'vitest';
import { FEED_OPEN_TIMEOUT_MS } from '../../client/sse-feed.ts';
import { createManualClock } from './manual-clock.ts';
import { openTwoNodes } from './two-nodes.ts';

test('[MN4] [SDK] a socket that falls silent is given up, and what was asked through it is asked at the next node', async () => {
  await using board = await openTwoNodes();
  const baton = await board.connect('scout', { transport: 'ws', clock: createManualClock() });
  const [first, second] = board.inUse();
  await first.wire.hang();
  // Ping and pong are timed by tRPC, on the real clock.
  const task = await baton.rpc.tasks.create.mutate({ title: 'Asked in silence' });
  expect((await board.office.call('GET', `/v1/tasks/${task.id}`)).status).toBe(200);
  expect(second.heard.length).toBeGreaterThan(0);
});

test('[MN4] [SDK] a socket that is not opened in time is opened at the next node', async () => {
  await using board = await openTwoNodes();
  const baton = await board.connect('scout', { transport: 'ws', clock: createManualClock() });
  const [first, second] = board.inUse();
  await first.wire.die();
  await baton.rpc.tasks.list.query({});
  await first.wire.hang();
  await second.wire.die();
  const listing = baton.rpc.tasks.list.query({});
  await vi.waitFor(() => expect(first.wire.swallowed).toBeGreaterThan(0), { interval: 1 });
  await second.wire.recover();
  expect((await listing).items).toEqual([]);
});

test('[MN4] [SDK] an event stream that does not begin in time is opened at the next node', async () => {
  const clock = createManualClock();
  await using board = await openTwoNodes();
  const baton = await board.connect('scout', { transport: 'http', clock });
  const [first] = board.inUse();
  await board.task();
  await first.wire.hang();
  const { swallowed } = first.wire;
  const reading = baton.events.watch().next();
  await vi.waitFor(() => expect(first.wire.swallowed).toBeGreaterThan(swallowed), { interval: 1 });
  clock.advance(FEED_OPEN_TIMEOUT_MS);
  expect((await reading).value?.seq).toBe(1);
});
