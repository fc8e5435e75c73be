import { expect, test, vi } from 'vitest';
import { connectBaton, LeaseLost, TaskHeld } from '../../client/index.ts';
import { LEASE_MARGIN_MS } from '../../client/lease.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createManualClock } from './manual-clock.ts';
import { openMendingProxy } from './mending-proxy.ts';
import { openBoard, TRANSPORTS } from './open-board.ts';

const SHORT_LEASE = { leaseTtlSeconds: 10 };

test.each(TRANSPORTS)(
  '[LE1] over %s one heartbeat keeps all short leases alive while their holders compute',
  async (transport) => {
    const serverClock = createFakeClock();
    const clock = createManualClock();
    await using board = await openBoard({ clock: serverClock });
    const baton = await board.connect('scout', { transport, clock, agent: { maxConcurrent: 2 } });
    const other = await board.connect('other');
    const claims = [await baton.claim(await board.task(SHORT_LEASE)), await baton.claim(await board.task(SHORT_LEASE))];
    for (let second = 0; second < 40; second += 1) {
      serverClock.advance(1_000);
      clock.advance(1_000);
      // The server's lease clock moves when somebody looks.
      await board.see('T-1');
      await vi.waitFor(() => expect(Math.min(...claims.map((claim) => claim.leaseRemainingMs))).toBeGreaterThan(4_000), {
        interval: 1,
      });
    }
    expect(claims.map((claim) => claim.lost.aborted)).toEqual([false, false]);
    await expect(other.claim('T-1')).rejects.toThrow(TaskHeld);
    const { epoch, holder } = await board.see('T-1');
    expect([epoch, holder.agent]).toEqual([claims[0]?.epoch, 'scout']);
    expect(holder.leaseRemainingMs).toBeGreaterThan(4_000);
  },
);

test('[LE1] a lease that the heartbeat reports as lost fires the signal of its claim with the reason, and of no other', async () => {
  const clock = createManualClock();
  await using board = await openBoard();
  const baton = await board.connect('scout', { clock, agent: { maxConcurrent: 2 } });
  const lost = await baton.claim(await board.task());
  const kept = await baton.claim(await board.task());
  await board.server.call('POST', `/v1/tasks/${lost.task.id}/cancel`, { body: { reason: 'no longer needed' } });
  clock.advance(23_000);
  await vi.waitFor(() => expect(lost.lost.aborted).toBe(true));
  expect(lost.lost.reason).toMatchObject({ constructor: LeaseLost, reason: 'cancelled', requestId: null });
  expect(kept.lost.aborted).toBe(false);
});

test.each(TRANSPORTS)(
  '[LE1] over %s a beat that tells of a block before the answer to it is here does not make it a loss',
  async (transport) => {
    const clock = createManualClock();
    await using board = await openBoard();
    const answer = Promise.withResolvers<void>();
    let beats = 0;
    await using proxy = await openMendingProxy(board.server, async (value) => {
      const text = JSON.stringify(value);
      if (text.includes('"nextHeartbeatMs"')) beats += 1;
      if (text.includes('"status":"blocked"')) await answer.promise;
      return value;
    });
    const { token } = await board.server.register('scout');
    await using baton = await connectBaton({ url: proxy.url, token, transport, clock });
    const claim = await baton.claim(await board.task(SHORT_LEASE));
    const blocking = claim.block('The mirror is down.', { kind: 'external' });
    await vi.waitFor(async () => expect((await board.see('T-1')).status).toBe('blocked'));
    // The second is sent only once the first was read.
    for (const sent of [1, 2]) {
      clock.advance(4_000);
      await vi.waitFor(() => {
        // One that is due when the answer to the one before is read.
        clock.advance(0);
        expect(beats).toBe(sent);
      });
    }
    answer.resolve();
    await blocking;
    expect([claim.outcome, claim.lost.aborted]).toEqual(['blocked', false]);
  },
);

test.each(TRANSPORTS)(
  '[LE2] over %s a lease is not trusted beyond sending + granted − margin when the server is out of reach',
  async (transport) => {
    const clock = createManualClock();
    await using board = await openBoard();
    const baton = await board.connect('scout', { transport, clock });
    const claim = await baton.claim(await board.task(SHORT_LEASE));
    expect(claim.leaseRemainingMs).toBe(10_000 - LEASE_MARGIN_MS);
    await board.server.close();
    clock.advance(10_000 - LEASE_MARGIN_MS - 1);
    expect([claim.lost.aborted, claim.leaseRemainingMs]).toEqual([false, 1]);
    clock.advance(1);
    expect(claim.lost.reason).toMatchObject({ constructor: LeaseLost, reason: 'not_trusted' });
    await expect(claim.progress('still here')).rejects.toBe(claim.lost.reason);
    await expect(claim.release('still here')).rejects.toBe(claim.lost.reason);
    // Nobody answers the goodbye either; its time-out ends the wait.
    const closed = baton.close();
    clock.advance(10_000);
    await closed;
  },
);

test('[LE3] a result handed in after the end of trust counts when nobody took the task', async () => {
  const clock = createManualClock();
  await using board = await openBoard();
  const baton = await board.connect('scout', { clock });
  const claim = await baton.claim(await board.task(SHORT_LEASE));
  // So far at once that no beat can be answered in between.
  clock.advance(9_000);
  expect(claim.outcome).toBe('lost');
  expect(await claim.submit('Late, and still the only one.')).toMatchObject({ status: 'validating' });
  expect([claim.outcome, claim.lost.aborted]).toEqual(['submitted', true]);
  await expect(claim.submit('Once more.')).rejects.toMatchObject({ code: 'lease_lost', reason: 'submitted' });
});

test('[LE2] a grant that was long under way is confirmed by a beat before it is handed out', async () => {
  const clock = createManualClock();
  await using board = await openBoard();
  const baton = await board.connect('scout', { clock });
  const waiting = baton.tryClaim({ waitSeconds: 25 });
  await vi.waitFor(async () =>
    expect((await board.server.call('GET', '/v1/agents/scout')).body.presence.connection).toBe('online'),
  );
  clock.advance(12_000);
  await board.task(SHORT_LEASE);
  const claim = await waiting;
  expect(claim?.outcome).toBe('held');
  expect(claim?.leaseRemainingMs).toBeGreaterThan(10_000 - LEASE_MARGIN_MS - 500);
});

test('[LE5] after the machine slept the next look at the clocks sends a beat at once', async () => {
  const clock = createManualClock();
  await using board = await openBoard();
  const baton = await board.connect('scout', { clock });
  const claim = await baton.claim(await board.task());
  clock.advance(2_000);
  expect(claim.leaseRemainingMs).toBe(57_000);
  clock.sleepThrough(60_000);
  clock.advance(1_000);
  await vi.waitFor(() => expect(claim.leaseRemainingMs).toBeGreaterThan(58_000));
});

test('[SDK] closing leaves no timer behind', async () => {
  const clock = createManualClock();
  await using board = await openBoard();
  const baton = await board.connect('scout', { clock });
  await baton.claim(await board.task());
  expect(clock.pending).toBeGreaterThan(0);
  await baton.close();
  expect(clock.pending).toBe(0);
});
