import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { type ClientClock, ConnectionFailed, connectBaton, RateLimited, Unavailable } from '../../client/index.ts';

const TOKEN = 'bat_agent_0123456789abcdefghjkmnpqrs_thisisthesecretpart_00000000';
const UNAVAILABLE = { code: 'unavailable', status: 503, detail: 'It restarts.', hint: 'Again, soon.', retryable: true };
/** Unlike any wait before a repeat. */
const SHORT_TIMEOUT_MS = 200;
const LIMITED = { code: 'rate_limited', status: 429, detail: 'Too many.', hint: 'Later.', retryable: true };

test.each([
  ['a query', (baton: Connected) => baton.rpc.tasks.get.query({ id: 'T-1' })],
  ['a mutation', (baton: Connected) => baton.rpc.tasks.create.mutate({ title: 'x' })],
  ['a claim', (baton: Connected) => baton.rpc.tasks.claim.mutate({ id: 'T-1' })],
  ['reading a file', (baton: Connected) => baton.fetchArtifact('T-1', 'a.txt')],
  ['attaching a file', (baton: Connected) => baton.attach({ taskId: 'T-1', name: 'a.txt', content: 'x' })],
])('[SDK] %s is sent three times in all, after waits of 0.5 and 1 s, with the same key each time', async (_, call) => {
  await using failing = await startFailing(() => ({ problem: UNAVAILABLE }));
  await expect(call(failing.baton)).rejects.toThrow(Unavailable);
  expect(failing.heard).toHaveLength(3);
  expect(new Set(failing.heard).size).toBe(1);
  // The second is spread by a quarter, so that many clients do not come back together.
  expect(failing.waits).toEqual([500, expect.toSatisfy((ms: number) => ms >= 750 && ms <= 1_000)]);
});

test('[SDK] a wait that the server asks for is kept, and one that is too long ends the call', async () => {
  await using asking = await startFailing((number) => ({ problem: LIMITED, retryAfter: number === 1 ? '3' : '31' }));
  await expect(asking.baton.rpc.tasks.get.query({ id: 'T-1' })).rejects.toMatchObject({
    constructor: RateLimited,
    retryAfterMs: 31_000,
  });
  expect(asking.waits).toEqual([3_000]);
  expect(asking.heard).toHaveLength(2);
});

test('[SDK] a server that takes a call and says nothing is given up after the time-out, and asked again with the same key', async () => {
  await using silent = await startFailing(() => 'nothing');
  const call = silent.baton.rpc.tasks.create.mutate({ title: 'x' }, { context: { timeoutMs: SHORT_TIMEOUT_MS, retries: 1 } });
  await expect(call).rejects.toThrow(/^The server did not answer tasks\.create within 200 ms\. Tried: http/);
  expect(silent.heard).toHaveLength(2);
  expect(new Set(silent.heard).size).toBe(1);
});

test('[SDK] an error that will not pass is not repeated, and a caller may want no repeats', async () => {
  const refusal = { code: 'not_found', status: 404, detail: 'No T-1.', hint: 'Look.', retryable: false };
  await using refusing = await startFailing(() => ({ problem: refusal }));
  await expect(refusing.baton.rpc.tasks.get.query({ id: 'T-1' })).rejects.toMatchObject({ code: 'not_found' });
  expect([refusing.heard.length, refusing.waits]).toEqual([1, []]);
  await using cutting = await startFailing(() => 'cut');
  const once = { context: { retries: 0 } };
  await expect(cutting.baton.rpc.tasks.create.mutate({ title: 'x' }, once)).rejects.toThrow(ConnectionFailed);
  expect([cutting.heard.length, cutting.waits]).toEqual([1, []]);
});

type Connected = Awaited<ReturnType<typeof connectBaton>>;
type Answer = 'cut' | 'nothing' | { readonly problem: { readonly status: number }; readonly retryAfter?: string };

/** A server that fails every call as `answer` says, a client of it that does not really wait, and what both saw. */
async function startFailing(answer: (number: number) => Answer) {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      heard.push(String(request.headers['idempotency-key']));
      const said = answer(heard.length);
      if (said === 'nothing') return undefined;
      if (said === 'cut') return request.socket.destroy();
      const more = said.retryAfter === undefined ? {} : { 'retry-after': said.retryAfter };
      response.writeHead(said.problem.status, { 'content-type': 'application/problem+json', ...more });
      return response.end(JSON.stringify(said.problem));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address of this kind.
  const { port } = server.address() as AddressInfo;
  const waits: number[] = [];
  const options = { url: `http://127.0.0.1:${port}`, token: TOKEN, transport: 'http', session: 'none' } as const;
  const baton = await connectBaton({ ...options, clock: hurriedClock({ waits, heard }) });
  return {
    baton,
    heard,
    waits,
    async [Symbol.asyncDispose]() {
      await baton.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * Time-outs are never due, but for one that a test sets, which is due as soon as the server has heard of the call; every other wait is
 * over at once and noted.
 */
function hurriedClock({ waits, heard }: { waits: number[]; heard: readonly string[] }): ClientClock {
  return {
    monotonicNow: () => performance.now(),
    wallNow: () => Date.now(),
    setTimer(delayMs, callback) {
      if (delayMs >= 30_000) return () => {};
      waits.push(delayMs);
      const before = heard.length;
      const timer = setInterval(() => {
        if (delayMs === SHORT_TIMEOUT_MS && heard.length === before) return;
        clearInterval(timer);
        callback();
      }, 1);
      return () => clearInterval(timer);
    },
  };
}
