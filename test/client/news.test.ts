import { expect, test, vi } from 'vitest';
import { type ClientClock, connectBaton, Forbidden, type News } from '../../client/index.ts';
import { RETRIES_DEFAULT } from '../../client/retry-rules.ts';
import { CALL_TIMEOUT_MS } from '../../client/rpc-client.ts';
import { readAdminKey, withServer } from '../support/spawn-server.ts';
import { createManualClock } from './manual-clock.ts';
import { openBoard, TRANSPORTS } from './open-board.ts';

/** Of a call that may wait for 25 s on the server. */
const WAIT_TIMEOUT_MS = CALL_TIMEOUT_MS + 25_000;

async function next(news: AsyncGenerator<News, void>): Promise<News> {
  const { value, done } = await news.next();
  if (done === true) throw new Error('there was no more news');
  return value;
}

test.each(TRANSPORTS)(
  '[WT1] over %s news comes as it is made: what is there first, then what concerns the agent, each once',
  async (transport) => {
    await using board = await openBoard();
    const there = await board.task();
    const scout = await board.connect('scout', { transport });
    const ada = await board.connect('ada', { transport });
    const stop = new AbortController();
    const news = scout.news.watch({ signal: stop.signal });
    expect(await next(news)).toMatchObject({ kind: 'task', taskId: there });
    const waiting = next(news);
    const docs = await board.task({ labels: ['docs'] });
    expect(await waiting).toMatchObject({ kind: 'task', taskId: docs });
    await using claim = await scout.claim(there);
    const decided = next(news);
    await claim.submit('done');
    const [review] = (await ada.rpc.reviews.list.query({})).items;
    await ada.rpc.reviews.decide.mutate({ id: review?.id ?? '', revision: 1, decision: 'approve' });
    // Free again, it is told of what it can claim; what it was told before counts as there.
    const seen = [await decided];
    while (seen.at(-1)?.kind !== 'decision') seen.push(await next(news));
    expect(seen.at(-1)).toMatchObject({ kind: 'decision', taskId: there, status: 'done', by: 'ada' });
    const last = news.next();
    stop.abort();
    expect(await last).toEqual({ value: undefined, done: true });
  },
);

test.each(TRANSPORTS)(
  '[WT1] over %s news goes on where it was when the server comes back, however long it was away',
  async (transport) => {
    await withServer(async (server) => {
      const token = await readAdminKey(server.dataDir);
      await using admin = await connectBaton({ url: server.origin, token, session: 'none', transport });
      const register = async (name: string) => (await admin.rpc.agents.register.mutate({ name })).token;
      const clock = createManualClock();
      let sent = 0;
      const counting: ClientClock = {
        ...clock,
        setTimer(delayMs, callback, kind) {
          if (delayMs === WAIT_TIMEOUT_MS) sent += 1;
          return clock.setTimer(delayMs, callback, kind);
        },
      };
      await using scout = await connectBaton({ url: server.origin, token: await register('scout'), transport, clock: counting });
      const create = async (title: string) => (await admin.rpc.tasks.create.mutate({ title })).id;
      const first = await create('Before');
      const news = scout.news.watch({ kinds: ['task'] });
      expect(await next(news)).toMatchObject({ taskId: first });
      const coming = next(news);
      await server.kill();
      // Longer than all repeats of the call that waits, and their time-outs, together.
      const before = sent;
      await vi.waitFor(() => {
        clock.advance(20_000);
        expect(sent - before).toBeGreaterThan(RETRIES_DEFAULT + 1);
      });
      await server.restart();
      const second = await create('After');
      let told: News | null = null;
      void coming.then((one) => {
        told = one;
      });
      await vi.waitFor(() => {
        clock.advance(100);
        expect(told).toMatchObject({ kind: 'task', taskId: second });
      });
    });
  },
);

test('[WT1] closing the client ends the waiting; a person waits for nothing', async () => {
  await using board = await openBoard();
  const scout = await board.connect('scout');
  const ended = scout.news.watch({ kinds: ['task'] }).next();
  await scout.close();
  expect(await ended).toMatchObject({ done: true });
  const eyes = await board.connect('eyes', { agent: { role: 'viewer' }, session: 'none' });
  await expect(eyes.news.watch().next()).rejects.toThrow(Forbidden);
});
