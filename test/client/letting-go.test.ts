import { fakeModel } from '@langchain/core/testing';
import { createAgent } from 'langchain';
import { expect, test, vi } from 'vitest';
import { type Baton, type Claim, connectBaton, LeaseLost, type ReviewClaim, StorageFull } from '../../client/index.ts';
import { batonMiddleware } from '../../client/integrations/langchain.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createManualClock } from './manual-clock.ts';
import { openMendingProxy } from './mending-proxy.ts';
import { type Board, openBoard } from './open-board.ts';

interface Full extends AsyncDisposable {
  readonly board: Board;
  /** Of an agent to whom the server gives everything, and from whom it can take nothing back. */
  readonly baton: Baton;
}

async function openFull(): Promise<Full> {
  const board = await openBoard();
  const refuses = (path: string) => path.includes('.release');
  const proxy = await openMendingProxy(board.server, (value) => value, { refuses });
  const { token } = await board.server.register('scout', { maxConcurrent: 2 });
  const baton = await connectBaton({ url: proxy.url, token, transport: 'http' });
  return {
    board,
    baton,
    async [Symbol.asyncDispose]() {
      for (const one of [baton, proxy, board]) await one[Symbol.asyncDispose]();
    },
  };
}

const LET_GO = { lost: { aborted: true, reason: { constructor: LeaseLost, reason: 'let_go' } }, outcome: 'lost' };

test('[SDK] a claim that cannot be given back is over all the same: left, or let go, which gives the refusal', async () => {
  await using full = await openFull();
  const left = await full.baton.claim(await full.board.task());
  await left[Symbol.asyncDispose]();
  expect(left).toMatchObject(LET_GO);
  const letGo = await full.baton.claim(await full.board.task());
  expect(await letGo.letGo('no luck')).toBeInstanceOf(StorageFull);
  expect(letGo).toMatchObject(LET_GO);
  expect(await letGo.letGo('once more')).toBeNull();
});

test('[SDK] [CL5] what could not be given back is free once its lease has run out', async () => {
  const [serverClock, clock] = [createFakeClock(), createManualClock()];
  await using board = await openBoard({ clock: serverClock });
  const scout = await board.connect('scout', { clock });
  const ada = await board.connect('ada');
  const claim = await scout.claim(await board.task({ leaseTtlSeconds: 10 }));
  // A reason must have a character.
  expect(await claim.letGo('')).toMatchObject({ code: 'bad_request' });
  let next: Claim | null = null;
  for (let second = 0; second < 30 && next === null; second += 1) {
    serverClock.advance(1_000);
    clock.advance(1_000);
    next = await ada.tryClaim();
  }
  expect(next?.id).toBe(claim.id);
});

test('[SDK] a worker whose task cannot be given back tells of it, and counts the task as lost', async () => {
  await using full = await openFull();
  await full.board.task();
  const stop = new AbortController();
  const told: unknown[] = [];
  const report = await full.baton.work({ signal: stop.signal, onError: (error) => told.push(error) }, () => {
    stop.abort();
    throw new RangeError('no luck');
  });
  expect(report).toMatchObject({ claimed: 1, released: 0, lost: 1 });
  expect(told).toEqual([expect.any(RangeError), expect.any(StorageFull)]);
});

test('[SDK] a reviewer whose review cannot be given back tells of it, and the review is over', async () => {
  await using full = await openFull();
  await (await (await full.board.connect('author')).claim(await full.board.task())).submit('Done.');
  const stop = new AbortController();
  const told: unknown[] = [];
  const reviews: ReviewClaim[] = [];
  await full.baton.review({ signal: stop.signal, onError: (error) => told.push(error) }, (review) => {
    reviews.push(review);
    stop.abort();
    throw new RangeError('no luck');
  });
  expect(told).toEqual([expect.any(RangeError), expect.any(StorageFull)]);
  expect(reviews).toMatchObject([LET_GO]);
});

test('[SDK] an agent whose claim cannot be given back holds it no more', async () => {
  await using full = await openFull();
  const task = await full.baton.claim(await full.board.task());
  const agent = createAgent({
    model: fakeModel().respond(new Error('The model is down.')),
    middleware: [batonMiddleware(full.baton, { task })],
  });
  await expect(agent.invoke({ messages: 'Work.' })).rejects.toThrow('The model is down.');
  expect(task).toMatchObject(LET_GO);
});

test.each(['work', 'review'] as const)(
  '[SDK] when onError of %s throws, what was in hand has gone back, and its error ends it all',
  async (kind) => {
    await using board = await openBoard();
    const baton = await board.connect('scout');
    const id = await board.task();
    if (kind === 'review') await (await (await board.connect('author')).claim(id)).submit('Done.');
    const options = {
      lookSeconds: 0.1,
      concurrency: 2,
      onError() {
        throw new TypeError('of the caller');
      },
    };
    const fail = () => {
      throw new RangeError('no luck');
    };
    const running = kind === 'work' ? baton.work(options, fail) : baton.review(options, fail);
    await expect(running).rejects.toThrow('of the caller');
    // The other place of the worker may have been granted the task in the moment of the end; then it goes back a little later.
    await vi.waitFor(async () => {
      const { status, reviews } = await board.see(id);
      expect([status, reviews[0]?.holder ?? null]).toEqual([kind === 'work' ? 'todo' : 'validating', null]);
    });
  },
);
