import { describe, expect, test, vi } from 'vitest';
import { BadRequest, connectBaton, type LiveEvent, LogReset } from '../../client/index.ts';
import { followEvents } from '../../client/live-events.ts';
import { startHttp } from '../support/start-http.ts';
import { openCuttingProxy } from './cutting-proxy.ts';
import { createManualClock } from './manual-clock.ts';
import { openBoard, TRANSPORTS } from './open-board.ts';

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('[EV3] every event comes once and in order: the backlog from a cursor on, then live', async () => {
    await using board = await openBoard();
    await Promise.all(Array.from({ length: 550 }, () => board.task()));
    const baton = await board.connect('scout', { transport });
    const stop = new AbortController();
    const seen: LiveEvent[] = [];
    for await (const event of baton.events.watch({ signal: stop.signal })) {
      seen.push(event);
      if (seen.length === 300) await board.task({ title: 'live' });
      if (event.type === 'task.created' && JSON.stringify(event.data).includes('"live"')) stop.abort();
    }
    expect(seen.map(({ seq }) => seq)).toEqual(Array.from(seen, (_, i) => i + 1));
    expect(seen.length).toBeGreaterThan(550);
    const middle = seen[99];
    for await (const event of baton.events.watch({ after: middle?.cursor ?? '' })) {
      expect(event.seq).toBe(101);
      break;
    }
  });

  test('[EV3] events go on without hole or repeat when the connection is cut', async () => {
    await using proxy = await openCuttingProxy();
    const server = await startHttp({ extraHosts: [proxy.host] });
    proxy.target = server.port;
    const baton = await connectBaton({
      url: `http://${proxy.host}`,
      token: server.adminToken,
      transport,
      session: 'none',
    });
    const stop = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const event of baton.events.watch({ signal: stop.signal })) seen.push(event.seq);
    })();
    const create = () => server.call('POST', '/v1/tasks', { body: { title: 'A task' } });
    for (let round = 1; round <= 4; round += 1) {
      const before = seen.length;
      await create();
      await vi.waitFor(() => expect(seen.length).toBeGreaterThan(before));
      proxy.cutNextReply();
      await create();
      await vi.waitFor(() => expect(proxy.cuts).toBe(round));
      await create();
    }
    await vi.waitFor(() => expect(seen.length).toBe(12));
    stop.abort();
    await reading;
    expect(seen).toEqual(Array.from(seen, (_, i) => i + 1));
    await baton.close();
    await server.close();
  });

  test('[EV2] a cursor of another log throws LogReset, and what is no cursor BadRequest', async () => {
    await using board = await openBoard();
    await using other = await openBoard();
    const baton = await board.connect('scout', { transport });
    const { body } = await other.server.call('GET', '/v1/snapshot');
    await expect(baton.events.watch({ after: body.asOf }).next()).rejects.toMatchObject({ constructor: LogReset, status: 410 });
    await expect(baton.events.watch({ after: 'nonsense' }).next()).rejects.toThrow(BadRequest);
  });

  test('[SDK] the iteration ends when its signal fires and when the client is closed', async () => {
    await using board = await openBoard();
    const baton = await board.connect('scout', { transport });
    const { body } = await board.server.call('GET', '/v1/snapshot');
    const stop = new AbortController();
    const first = baton.events.watch({ after: body.asOf, signal: stop.signal }).next();
    const second = baton.events.watch({ after: body.asOf }).next();
    stop.abort();
    expect(await first).toEqual({ done: true, value: undefined });
    await baton.close();
    // The end of the session is an event too, and it may come before the end of the client.
    expect((await second).value?.type ?? 'session.ended').toBe('session.ended');
  });
});

test('[EV3] a feed that repeats or skips is asked again from the last event that was whole', async () => {
  const event = (seq: number): LiveEvent => ({ seq, cursor: `a.${seq}`, type: 'task.created', at: '', actor: 'me', data: {} });
  const feeds = [[1, 2], [2, 3, 5], [4], [5, 6]];
  const asked: Array<string | undefined> = [];
  async function* open(after: string | undefined): AsyncGenerator<LiveEvent, void> {
    asked.push(after);
    for (const seq of feeds[asked.length - 1] ?? []) yield event(seq);
  }
  const clock = createManualClock();
  const stop = new AbortController();
  const seen: number[] = [];
  const reading = (async () => {
    for await (const { seq } of followEvents(undefined, { open, addresses: 1, clock, signal: stop.signal })) seen.push(seq);
  })();
  for (let feed = 1; feed < feeds.length; feed += 1) {
    await vi.waitFor(() => expect([asked.length, clock.pending]).toEqual([feed, 1]), { interval: 1 });
    clock.advance(10_000);
  }
  await vi.waitFor(() => expect(seen.length).toBe(6), { interval: 1 });
  stop.abort();
  await reading;
  expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
  expect(asked).toEqual([undefined, 'a.2', 'a.3', 'a.4']);
});
