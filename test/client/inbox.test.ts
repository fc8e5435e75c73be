import { expect, test, vi } from 'vitest';
import { InvalidInput, type Letter, MessageTaken } from '../../client/index.ts';
import { createManualClock } from './manual-clock.ts';
import { openBoard, TRANSPORTS } from './open-board.ts';

/** Takes so many letters and leaves. */
async function take(letters: AsyncGenerator<Letter, void>, count: number): Promise<Letter[]> {
  const got: Letter[] = [];
  for await (const letter of letters) {
    got.push(letter);
    if (got.length === count) break;
  }
  return got;
}

test.each(TRANSPORTS)(
  '[IN1] over %s what arrives is received live and in order, and comes again until it is acknowledged',
  async (transport) => {
    await using board = await openBoard();
    const [ada, bob] = [await board.connect('ada', { transport }), await board.connect('bob', { transport })];
    await ada.inbox.send('one', { to: { agent: 'bob' } });
    const receiving = take(bob.inbox.watch(), 3);
    await bob.rpc.tasks.create.mutate({ title: 'not a message' });
    await ada.inbox.send('two', { to: { agent: 'bob' } });
    await ada.inbox.send('three', { to: { all: true } });
    const got = await receiving;
    expect(got.map(({ seq, from, body }) => [seq, from, body])).toEqual([
      [1, 'ada', 'one'],
      [2, 'ada', 'two'],
      [3, 'ada', 'three'],
    ]);
    await got[1]?.ack();
    const again = await take(bob.inbox.watch(), 2);
    expect(again.map(({ body }) => body)).toEqual(['one', 'three']);
    expect((await bob.inbox.read()).map(({ seq }) => seq)).toEqual([1, 3]);
    expect((await bob.inbox.read({ after: 1 })).map(({ body }) => body)).toEqual(['three']);
    await again[0]?.reply('thanks');
    expect((await take(ada.inbox.watch(), 1))[0]).toMatchObject({ body: 'thanks', threadId: got[0]?.id });
    expect(await bob.inbox.ack(1, 3)).toMatchObject({ unacked: 0 });
    expect(await bob.inbox.ackUpTo(3)).toEqual({ head: 3, acked: 3, unacked: 0 });
    await expect(bob.inbox.ack(4)).rejects.toThrow(InvalidInput);
  },
);

test('[IN3] the heartbeat tells how far the inbox has arrived', async () => {
  const clock = createManualClock();
  await using board = await openBoard();
  const [ada, bob] = [await board.connect('ada'), await board.connect('bob', { clock })];
  const { id } = await ada.inbox.send('one', { to: { agent: 'bob' } });
  await take(bob.inbox.watch(), 1);
  clock.advance(23_000);
  await vi.waitFor(async () => expect((await ada.rpc.messages.get.query({ id })).receipts[0]?.state).toBe('delivered'));
});

test('[IN2] a message to a role is taken by one, and finished by its id', async () => {
  await using board = await openBoard();
  const [ada, bob, eve] = [await board.connect('ada'), await board.connect('bob'), await board.connect('eve')];
  const { id } = await ada.inbox.send('anyone?', { to: { role: 'agent' } });
  expect((await bob.rpc.inbox.list.query({})).offers).toMatchObject([{ message: { id }, takenBy: null }]);
  expect(await bob.inbox.take(id)).toMatchObject({ takenBy: 'bob' });
  await expect(eve.inbox.take(id)).rejects.toThrow(MessageTaken);
  await bob.inbox.finish(id);
  expect((await ada.rpc.messages.get.query({ id })).receipts).toMatchObject([{ state: 'acked', takenBy: 'bob' }]);
});

test('[IN1] receiving waits for what is to come, and ends without an error when it is told to', async () => {
  await using board = await openBoard();
  const [ada, bob] = [await board.connect('ada'), await board.connect('bob')];
  const stop = new AbortController();
  const seen: string[] = [];
  const receiving = (async () => {
    for await (const { body } of bob.inbox.watch({ signal: stop.signal })) seen.push(body);
  })();
  await ada.inbox.send('one', { to: { agent: 'bob' } });
  await vi.waitFor(() => expect(seen).toEqual(['one']));
  stop.abort();
  await receiving;
});
