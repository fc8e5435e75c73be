import { connect as tcpConnect } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { ConnectionFailed, connectBaton, Unavailable } from '../../client/index.ts';
import { LEASE_MARGIN_MS } from '../../client/lease.ts';
import { createManualClock } from './manual-clock.ts';
import { TRANSPORTS } from './open-board.ts';
import { type Heard, openTwoNodes, type TestNode } from './two-nodes.ts';

const SHORT_LEASE = { leaseTtlSeconds: 10 };
/** So long after it was renewed the next beat for such a lease is on its way, due after a third of it and a tenth of that. */
const A_BEAT_MS = 3_700;
const TRUSTED_MS = 10_000 - LEASE_MARGIN_MS;
/** Where what is waited for happens at once. */
const SOON = { interval: 1 };
/**
 * Where the client's clock goes on until something has happened: what a call may take is measured on it, and the answer comes in
 * real time, which must not be too little for a busy machine.
 */
const UNHURRIED = { interval: 50 };

// In most of these tests the client's clock stands still: whatever waited before it went on would wait for ever.
describe.each(TRANSPORTS)('over %s', (transport) => {
  test('[MN4] [SDK] when a node dies between two calls all calls go on at the next one, at once, and stay there', async () => {
    await using board = await openTwoNodes();
    const baton = await board.connect('scout', { transport, clock: createManualClock() });
    const [first, second] = board.inUse();
    const id = await board.task();
    await first.wire.die();
    // All of them fail at the same moment, and together they move on by one address.
    await Promise.all(Array.from({ length: 11 }, () => baton.rpc.tasks.list.query({})));
    const claim = await baton.claim(id);
    // The first is up again, and nobody goes back to it.
    await first.wire.recover();
    const before = first.heard.length;
    expect(await claim.submit('Done all the same.')).toMatchObject({ status: 'validating', epoch: claim.epoch });
    expect(first.heard.length).toBe(before);
    expect(second.heard.length).toBeGreaterThan(0);
    // Until the second one dies too.
    await second.wire.die();
    expect((await baton.rpc.tasks.list.query({})).items.map((task) => task.id)).toEqual([id]);
    expect(first.heard.length).toBeGreaterThan(before);
  });

  test('[MN4] [SDK] [ID1] a call whose answer is lost is repeated at the next node with its key and takes effect once', async () => {
    await using board = await openTwoNodes();
    const baton = await board.connect('scout', { transport, clock: createManualClock() });
    const [first, second] = board.inUse();
    const id = await board.task();
    first.wire.cutNextReply();
    const claim = await baton.claim(id);
    expect([first.wire.cuts, claim.epoch, claim.task.attempts]).toEqual([1, 1, 1]);
    second.wire.cutNextReply();
    const task = await baton.rpc.tasks.create.mutate({ title: 'Once' });
    expect(second.wire.cuts).toBe(1);
    const { items } = await baton.rpc.tasks.list.query({});
    expect(items.map((one) => one.id)).toEqual([id, task.id]);
    if (transport === 'http') {
      expect(keysOf(first, 'tasks.claim')).toEqual([expect.stringMatching(/./)]);
      expect(keysOf(second, 'tasks.claim')).toEqual(keysOf(first, 'tasks.claim'));
    }
  });

  test('[MN4] [SDK] a lease is kept by the heartbeat when the node that granted it is gone', async () => {
    const clock = createManualClock();
    await using board = await openTwoNodes();
    const baton = await board.connect('scout', { transport, clock });
    const [first] = board.inUse();
    const claim = await baton.claim(await board.task(SHORT_LEASE));
    await first.wire.die();
    for (let beat = 1; beat <= 3; beat += 1) {
      // Counted from the last renewal: a beat that came early must not be given up within the same step.
      clock.advance(A_BEAT_MS - (TRUSTED_MS - claim.leaseRemainingMs));
      await renewal(claim);
    }
    expect(await claim.submit('Kept.')).toMatchObject({ status: 'validating' });
  });

  test('[MN4] [SDK] a lease is kept by the heartbeat when its node accepts connections and answers nothing', async () => {
    const clock = createManualClock();
    await using board = await openTwoNodes();
    const baton = await board.connect('scout', { transport, clock });
    const [first] = board.inUse();
    const claim = await baton.claim(await board.task(SHORT_LEASE));
    await first.wire.hang();
    const { swallowed } = first.wire;
    clock.advance(A_BEAT_MS);
    await vi.waitFor(() => expect(first.wire.swallowed).toBeGreaterThan(swallowed), SOON);
    // There would be time left for a third address, so this one may take a third of what is left.
    clock.advance(Math.floor(claim.leaseRemainingMs / 3));
    await renewal(claim);
    expect(claim.outcome).toBe('held');
  });

  test('[MN4] [SDK] [EV3] events go on at the next node, each once and none left out, however often a node dies', async () => {
    await using board = await openTwoNodes();
    const baton = await board.connect('scout', { transport, clock: createManualClock() });
    const stop = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const event of baton.events.watch({ signal: stop.signal })) seen.push(event.seq);
    })();
    const seenAll = async () => {
      const { body } = await board.office.call('GET', '/v1/events');
      await vi.waitFor(() => expect(seen.at(-1)).toBe(body.items.at(-1).seq), SOON);
    };
    let [down, up] = board.inUse();
    for (let round = 1; round <= 4; round += 1) {
      await board.task();
      await seenAll();
      await down.wire.die();
      await Promise.all([board.task(), board.task(), board.task()]);
      await seenAll();
      await down.wire.recover();
      [down, up] = [up, down];
    }
    stop.abort();
    await reading;
    expect(seen).toEqual(Array.from(seen, (_, i) => i + 1));
    expect(seen.length).toBeGreaterThan(16);
  });

  test('[MN4] [SDK] a node that is going down sends calls, events and heartbeats on to the next one', async () => {
    const clock = createManualClock();
    await using board = await openTwoNodes();
    const baton = await board.connect('scout', { transport, clock });
    const [first, second] = board.inUse();
    const claim = await baton.claim(await board.task(SHORT_LEASE));
    const { body } = await board.office.call('GET', '/v1/snapshot');
    const events = baton.events.watch({ after: body.asOf });
    const next = events.next();
    // Something that runs holds the node in the state in which it answers 503 and has not closed its port.
    const running = await unfinishedRequest(first, board.office.adminToken);
    const drained = first.drain();
    clock.advance(A_BEAT_MS);
    await renewal(claim);
    expect(first.heard.filter(({ status }) => status === 503).length).toBeGreaterThan(0);
    await claim.progress('still at it');
    // The feed may have ended without an error; then it waits a moment first.
    await vi.waitFor(() => {
      clock.advance(100);
      expect(second.heard.some(({ path }) => path.startsWith(transport === 'ws' ? '/trpc?' : '/v1/events/stream'))).toBe(true);
    }, UNHURRIED);
    expect((await next).value?.type).toBe('task.progressed');
    expect(openingsOf(second).length).toBe(transport === 'ws' ? 1 : 0);
    await events.return();
    running.destroy();
    await drained;
    expect(await claim.submit('Done elsewhere.')).toMatchObject({ status: 'validating' });
  });

  test('[MN4] [SDK] a node that has lost its database is left for the next one, and where none has it the error says so', async () => {
    const clock = createManualClock();
    await using board = await openTwoNodes();
    const baton = await board.connect('scout', { transport, clock });
    const [first, second] = board.inUse();
    first.databaseIsAway = true;
    const task = await baton.rpc.tasks.create.mutate({ title: 'Elsewhere' });
    expect((await board.office.call('GET', `/v1/tasks/${task.id}`)).status).toBe(200);
    const openings = () => openingsOf(first).length + openingsOf(second).length;
    const before = openings();
    second.databaseIsAway = true;
    for (let i = 0; i < 20; i += 1) {
      const call = baton.rpc.tasks.list.query({}, { context: { retries: 0 } });
      await expect(call).rejects.toThrow(Unavailable);
    }
    // All have said so, so the sockets are not opened over and over.
    expect(openings() - before).toBeLessThanOrEqual(1);
  });

  test('[MN4] [SDK] when no address answers the error names all of them, and not the token', async () => {
    await using board = await openTwoNodes();
    const { token } = await board.office.register('scout');
    await Promise.all(board.nodes.map((node) => node.wire.die()));
    const clock = createManualClock();
    let error: unknown = null;
    connectBaton({ url: board.urls, token, transport, clock }).catch((thrown: unknown) => {
      error = thrown;
    });
    await vi.waitFor(
      () => {
        clock.advance(500);
        expect(error).toBeInstanceOf(ConnectionFailed);
      },
      { interval: 5 },
    );
    for (const url of board.urls) expect(String(error)).toContain(url);
    expect(String(error)).not.toContain(token);
  });
});

test('[MN4] [SDK] when all nodes are gone a call waits for whichever comes back first, far beyond its repeats', async () => {
  const clock = createManualClock();
  await using board = await openTwoNodes();
  const baton = await board.connect('scout', { transport: 'http', clock });
  await Promise.all(board.nodes.map((node) => node.wire.die()));
  const settled = vi.fn();
  const listing = baton.rpc.tasks.list.query({}, { context: { timeoutMs: 600_000 } }).finally(settled);
  await vi.waitFor(
    () => {
      clock.advance(1_000);
      expect(clock.monotonicNow()).toBeGreaterThan(60_000);
    },
    { interval: 5 },
  );
  expect(settled).not.toHaveBeenCalled();
  await board.nodes[1].wire.recover();
  await vi.waitFor(() => {
    clock.advance(1_000);
    expect(settled).toHaveBeenCalled();
  }, UNHURRIED);
  expect((await listing).items).toEqual([]);
});

/** Resolves when the lease has more time left than now. */
async function renewal(claim: { readonly leaseRemainingMs: number }): Promise<void> {
  const before = claim.leaseRemainingMs;
  await vi.waitFor(() => expect(claim.leaseRemainingMs).toBeGreaterThan(before), SOON);
}

/** The keys with which a node was asked for an operation. */
function keysOf(node: TestNode, operation: string): Array<string | undefined> {
  return node.heard.filter(({ path }) => path.includes(operation)).map(({ idempotencyKey }) => idempotencyKey);
}

/** The sockets that were opened, or asked for, at a node. */
function openingsOf(node: TestNode): readonly Heard[] {
  return node.heard.filter(({ path }) => path.includes('connectionParams'));
}

/** A request whose body never comes to its end. Resolves when the node has heard of it. */
async function unfinishedRequest(node: TestNode, token: string): Promise<{ destroy(): void }> {
  const before = node.heard.length;
  const socket = tcpConnect(node.port, '127.0.0.1');
  socket.on('error', () => {});
  const headers = [
    `Host: 127.0.0.1:${node.port}`,
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    'Content-Length: 9',
  ];
  socket.write(`POST /v1/tasks HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n{`);
  await vi.waitFor(() => expect(node.heard.length).toBeGreaterThan(before), SOON);
  return socket;
}
