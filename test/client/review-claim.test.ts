import { expect, test, vi } from 'vitest';
import type { Baton } from '../../client/baton.ts';
import { Forbidden, LeaseLost, NotFound, NothingClaimable, TaskHeld } from '../../client/index.ts';
import { type Board, openBoard } from './open-board.ts';

/** An author's submission; gives the ids of its task and its review. */
async function submitted(board: Board, author: Baton, fields: Record<string, unknown> = {}) {
  const task = await board.task(fields);
  await (await author.claim(task)).submit('Done.');
  return { task, id: String((await board.see(task)).reviews[0].id) };
}

async function open() {
  const board = await openBoard();
  return { board, author: await board.connect('author'), ada: await board.connect('ada') };
}

test('[RV3] a review taken in hand is decided through its handle, and can be taken by nobody else meanwhile', async () => {
  const { board, author, ada } = await open();
  await using _ = board;
  const { id, task } = await submitted(board, author);
  const bob = await board.connect('bob');
  const review = await ada.reviews.claim(id);
  expect(review).toMatchObject({ epoch: 1, outcome: 'held', review: { holder: { agent: 'ada' } } });
  await expect(bob.reviews.claim(id)).rejects.toThrow(TaskHeld);
  await expect(author.reviews.claim(id)).rejects.toThrow(TaskHeld);
  expect(await bob.reviews.tryClaim()).toBeNull();
  await expect(bob.reviews.claim()).rejects.toThrow(NothingClaimable);
  expect([review.id, review.held]).toEqual([id, true]);
  review.check();
  expect(await review.approve('fine')).toMatchObject({ id: task, status: 'done' });
  expect(review.outcome).toBe('decided');
  expect(review.lost.aborted).toBe(false);
  await expect(review.release('late')).rejects.toThrow(LeaseLost);
  expect(() => review.check()).toThrow(LeaseLost);
  await expect(ada.reviews.claim('rev_none')).rejects.toThrow(NotFound);
});

test('[RV3] a review left by `await using` without a decision goes back; the next takes what is offered to it first', async () => {
  const { board, author, ada } = await open();
  await using _ = board;
  const [first, second] = [await submitted(board, author), await submitted(board, author, { reviewer: 'ada' })];
  {
    await using review = await ada.reviews.claim(first.id);
    expect(review.outcome).toBe('held');
  }
  expect((await board.see(first.task)).reviews[0]).toMatchObject({ status: 'open', holder: null });
  await using next = await ada.reviews.tryClaim();
  // The older one is for anybody, and nobody else is there to take it; that by name is offered as well, so age decides.
  expect(next?.review.id).toBe(first.id);
  const bob = await board.connect('bob');
  expect(await bob.reviews.tryClaim()).toBeNull();
  expect(second.id).not.toBe(first.id);
  await next?.release('another shall');
  await expect(author.reviews.claim(first.id)).rejects.toThrow(Forbidden);
});

test('[RV3] the heartbeat of the client renews a review, and its signal fires when a lead takes it back', async () => {
  const { board, author, ada } = await open();
  await using _ = board;
  const { id } = await submitted(board, author, { leaseTtlSeconds: 10 });
  const review = await ada.reviews.claim(id);
  const left = async () => (await board.server.call('GET', '/v1/reviews')).body.items[0].holder?.leaseRemainingMs;
  await vi.waitFor(async () => expect(await left()).toBeLessThan(8_000), { interval: 50 });
  await vi.waitFor(async () => expect(await left()).toBeGreaterThan(9_000), { interval: 50 });
  await board.server.call('POST', `/v1/reviews/${id}/release`, { body: { epoch: 1, reason: 'mine' } });
  await vi.waitFor(() => expect(review.lost.aborted).toBe(true));
  expect(review.outcome).toBe('lost');
  expect(String(review.lost.reason)).toContain(`The review of ${review.task.id} is no longer yours`);
  await expect(review.approve()).rejects.toThrow(LeaseLost);
});

test('[SDK] a reviewer decides what its handler says, gives back what it throws on, and stops when it is told to', async () => {
  const { board, author, ada } = await open();
  await using _ = board;
  const [good, bad, odd] = [
    await submitted(board, author, { title: 'good' }),
    await submitted(board, author, { title: 'bad' }),
    await submitted(board, author, { title: 'odd' }),
  ];
  const stop = new AbortController();
  const errors: unknown[] = [];
  const onError = (error: unknown) => {
    errors.push(error);
    stop.abort();
  };
  const decided = await ada.review({ signal: stop.signal, lookSeconds: 0.1, onError }, ({ task: { title } }) => {
    if (title === 'odd') throw new RangeError('cannot tell');
    return title === 'good' ? { decision: 'approve' } : { decision: 'request_changes', note: 'no' };
  });
  expect(decided).toBe(2);
  expect(errors).toMatchObject([{ message: 'cannot tell' }]);
  expect((await board.see(good.task)).status).toBe('done');
  expect((await board.see(bad.task)).status).toBe('todo');
  expect((await board.see(odd.task)).reviews[0]).toMatchObject({ status: 'open', holder: null });
});

test('[SDK] a reviewer whose handler returns nothing gives the review back, unless it has decided itself', async () => {
  const { board, author, ada } = await open();
  await using _ = board;
  const [own, nothing] = [await submitted(board, author), await submitted(board, author)];
  const stop = new AbortController();
  const decided = await ada.review({ signal: stop.signal, lookSeconds: 0.1 }, async (review) => {
    if (review.id === own.id) await review.approve();
    else stop.abort();
  });
  expect(decided).toBe(1);
  expect((await board.see(own.task)).status).toBe('done');
  expect((await board.see(nothing.task)).reviews[0]).toMatchObject({ status: 'open', holder: null });
});

test('[SDK] a reviewer with nothing to do is woken by a submission, however seldom it looks', async () => {
  const { board, author, ada } = await open();
  await using _ = board;
  const stop = new AbortController();
  const seen: string[] = [];
  const reviewing = ada.review({ signal: stop.signal, lookSeconds: 3_600 }, ({ task: { id } }) => {
    seen.push(id);
    return { decision: 'approve' };
  });
  for (let round = 0; round < 2; round += 1) {
    const { task } = await submitted(board, author);
    await vi.waitFor(async () => expect((await board.see(task)).status).toBe('done'), { interval: 50 });
    expect(seen.at(-1)).toBe(task);
  }
  stop.abort();
  await reviewing;
});
