import { describe, expect, test, vi } from 'vitest';
import { connectBaton } from '../../client/index.ts';
import { LEASE_MARGIN_MS } from '../../client/lease.ts';
import { startHttp } from '../support/start-http.ts';
import { openCuttingProxy } from './cutting-proxy.ts';
import { createManualClock } from './manual-clock.ts';
import { openBoard, TRANSPORTS } from './open-board.ts';

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('[ID1] a call whose answer is lost after the commit is sent again with its key and takes effect once', async () => {
    await using proxy = await openCuttingProxy();
    const server = await startHttp({ extraHosts: [proxy.host] });
    proxy.target = server.port;
    const { token } = await server.register('scout');
    const baton = await connectBaton({ url: `http://${proxy.host}`, token, transport });
    proxy.cutNextReply();
    const task = await baton.rpc.tasks.create.mutate({ title: 'Once' });
    expect(proxy.cuts).toBe(1);
    const { items } = await baton.rpc.tasks.list.query({});
    expect(items.map(({ id }) => id)).toEqual([task.id]);
    proxy.cutNextReply();
    const claim = await baton.claim(task.id);
    expect(proxy.cuts).toBe(2);
    expect([claim.epoch, claim.task.attempts]).toEqual([1, 1]);
    proxy.cutNextReply();
    await claim.submit('Done once.');
    expect(proxy.cuts).toBe(3);
    expect(await baton.rpc.tasks.get.query({ id: task.id })).toMatchObject({ revision: 1, orphans: [], status: 'validating' });
    await baton.close();
    await server.close();
  });

  test('[ID1] every mutation has a key of its own, and a caller may bring one that outlives its process', async () => {
    await using board = await openBoard();
    const baton = await board.connect('scout', { transport });
    const create = (idempotencyKey?: string) =>
      baton.rpc.tasks.create.mutate({ title: 'Same' }, idempotencyKey === undefined ? {} : { context: { idempotencyKey } });
    const ids = [await create(), await create(), await create('mine'), await create('mine')].map(({ id }) => id);
    expect(ids).toEqual(['T-1', 'T-2', 'T-3', 'T-3']);
    const other = baton.rpc.tasks.create.mutate({ title: 'Other' }, { context: { idempotencyKey: 'mine' } });
    await expect(other).rejects.toMatchObject({ name: 'KeyReused', status: 422 });
  });
});

test('[LE2] a claim that was sent twice is trusted from its first sending', async () => {
  const clock = createManualClock();
  await using proxy = await openCuttingProxy();
  const server = await startHttp({ extraHosts: [proxy.host] });
  proxy.target = server.port;
  const { token } = await server.register('scout');
  const baton = await connectBaton({ url: `http://${proxy.host}`, token, transport: 'http', clock });
  const { body } = await server.call('POST', '/v1/tasks', { body: { title: 'Short', leaseTtlSeconds: 10 } });
  const before = clock.pending;
  proxy.cutNextReply();
  const claiming = baton.claim(body.id);
  // The time-out of the call is gone and the wait before its repeat is there.
  await vi.waitFor(() => expect([proxy.cuts, clock.pending]).toEqual([1, before + 1]));
  clock.advance(900);
  const claim = await claiming;
  expect(claim.leaseRemainingMs).toBe(10_000 - LEASE_MARGIN_MS - 900);
  await baton.close();
  await server.close();
});
