import { expect, test } from 'vitest';
import { Forbidden, type News } from '../../client/index.ts';
import { openBoard, TRANSPORTS } from './open-board.ts';

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
    const news = scout.wait({ signal: stop.signal });
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

test('[WT1] closing the client ends the waiting; a person waits for nothing', async () => {
  await using board = await openBoard();
  const scout = await board.connect('scout');
  const ended = scout.wait({ kinds: ['task'] }).next();
  await scout.close();
  expect(await ended).toMatchObject({ done: true });
  const eyes = await board.connect('eyes', { agent: { role: 'viewer' }, session: 'none' });
  await expect(eyes.wait().next()).rejects.toThrow(Forbidden);
});
