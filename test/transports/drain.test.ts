import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { type RunningHttp, startHttp } from '../support/start-http.ts';
import { rawRequest, sendRaw } from './raw-http.ts';
import { openSocket, refusedUpgrade } from './test-socket.ts';

/** The longest that a call may wait. */
const WAIT_SECONDS = 25;

/** Holds a running request open until told, so that a drain has something to wait for. */
function holdList(http: RunningHttp): { started: Promise<void>; release: () => void } {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { promise: started, resolve: begin } = Promise.withResolvers<void>();
  const { list } = http.services.tasks;
  http.services.tasks.list = async (ctx, input) => {
    begin();
    await held;
    return list(ctx, input);
  };
  return { started, release };
}

test('[DU6] a drain lets running requests finish, refuses new ones, and says so at /readyz', async () => {
  const http = await startHttp();
  const { started, release } = holdList(http);
  const running = http.call('GET', '/v1/tasks');
  await started;
  const drained = http.door.drain();
  const ask = (path: string) => sendRaw(http.port, rawRequest(`GET ${path}`, [`Host: 127.0.0.1:${http.port}`]));
  const readiness = await ask('/readyz');
  expect(readiness.status).toBe(503);
  expect(JSON.parse(readiness.body)).toMatchObject({ code: 'unavailable', retryable: true });
  expect(readiness.head.toLowerCase()).toContain('retry-after: 1');
  expect(readiness.head.toLowerCase()).toContain('connection: close');
  expect((await ask('/healthz')).status).toBe(200);
  expect((await ask('/v1/agents')).status).toBe(503);
  const auth = { authorization: `Bearer ${http.adminToken}` };
  expect((await refusedUpgrade(`${http.url}/v1/events/ws`, auth)).status).toBe(503);
  release();
  expect((await running).status).toBe(200);
  await drained;
  await expect(http.call('GET', '/healthz')).rejects.toThrow();
  await http.close();
});

test('[DU6] a drain sends every reader away with the time to come back, and ends waiting calls early', async () => {
  const http = await startHttp({ limits: { drainMs: 60_000, socketAuthTimeoutMs: 60_000 } });
  const { token } = await http.register('scout');
  const auth = { authorization: `Bearer ${token}` };
  const live = await openSocket(`${http.url}/v1/events/ws`, auth);
  live.send({ type: 'subscribe' });
  await live.next(({ type }) => type === 'live');
  const rpc = await openSocket(`${http.url}/trpc`, auth);
  rpc.send({ id: 1, method: 'subscription', params: { path: 'events.subscribe', input: {} } });
  await rpc.next(({ result }) => result.type === 'data');
  const unproven = await openSocket(`${http.url}/v1/events/ws`);
  const stream = await fetch(`${http.url}/v1/events/stream`, { headers: auth });
  const { promise: waiting, resolve: begin } = Promise.withResolvers<void>();
  const { claimNext } = http.services.tasks;
  http.services.tasks.claimNext = (ctx, input, left) => {
    begin();
    return claimNext(ctx, input, left);
  };
  const waiter = http.call('POST', '/v1/tasks/claim-next', { token, body: { waitSeconds: WAIT_SECONDS } });
  await waiting;
  const began = performance.now();
  const drained = http.door.drain();
  const goingAway = await live.next();
  expect(goingAway).toMatchObject({ type: 'goingAway' });
  expect(goingAway.resumeAfterMs).toBeLessThanOrEqual(2_000);
  expect(await live.closed).toBe(1012);
  expect(await rpc.next()).toEqual({ id: null, method: 'reconnect' });
  expect(await rpc.closed).toBe(1012);
  expect(await stream.text()).toMatch(/retry: \d+\n\n$/);
  expect(await waiter).toMatchObject({ status: 200, body: { claims: [] } });
  await drained;
  expect(await unproven.closed).toBe(1006);
  // Otherwise the call would have ended by itself.
  expect(performance.now() - began).toBeLessThan(WAIT_SECONDS * 800);
  await http.close();
});

test('[DU6] a drain does not wait for ever for a request or a reader that hangs', async () => {
  const http = await startHttp({ limits: { drainMs: 200 } });
  const { started, release } = holdList(http);
  const hanging = http.call('GET', '/v1/tasks').catch(() => 'cut off');
  await started;
  const halfSent = connect(http.port, '127.0.0.1');
  halfSent.on('error', () => {});
  halfSent.write('POST /v1/tasks HTTP/1.1\r\nHost: x');
  await http.door.drain();
  expect(await hanging).toBe('cut off');
  release();
  await http.close();
});
