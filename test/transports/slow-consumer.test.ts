import { expect, test } from 'vitest';
import { startHttp } from '../support/start-http.ts';
import { openSocket } from './test-socket.ts';

const BUFFER_MAX_BYTES = 200_000;
const BRIEF = 'b'.repeat(60_000);
const TASKS = 400;
/** Longer than this machine stands still: whoever reads must not be taken for one that does not. */
const CUT_OFF_MS = 6_000;

/** A board whose log is far larger than what the kernel's buffers of a connection take. */
async function longLog(slowConsumerMs: number) {
  const http = await startHttp({ limits: { socketBufferMaxBytes: BUFFER_MAX_BYTES, slowConsumerMs } });
  for (let made = 0; made < TASKS; made += 16) {
    const tasks = Array.from({ length: 16 }, (_, i) => ({ title: `t${made + i}`, brief: BRIEF }));
    const reply = await http.call('POST', '/v1/tasks/batch', { body: { tasks } });
    expect(reply.status).toBe(201);
  }
  return { http, auth: { authorization: `Bearer ${http.adminToken}` } };
}

test('[EV3] a reader that stops reading is cut off, and the server holds no more for it than it may', async () => {
  const { http, auth } = await longLog(CUT_OFF_MS);
  const live = await openSocket(`${http.url}/v1/events/ws`, auth);
  const rpc = await openSocket(`${http.url}/trpc`, auth);
  const stream = await fetch(`${http.url}/v1/events/stream`, { headers: auth });
  live.send({ type: 'subscribe' });
  rpc.send({ id: 1, method: 'subscription', params: { path: 'events.subscribe', input: {} } });
  await Promise.all([live.next(), rpc.next()]);
  live.ws.pause();
  rpc.ws.pause();
  const before = process.memoryUsage().external + process.memoryUsage().arrayBuffers;
  const openStreams = async () => {
    const { body } = await http.call('GET', '/metrics');
    return [...body.matchAll(/baton_open_streams\{kind="\w+"\} (\d+)/g)].map((match) => Number(match[1]));
  };
  await expect.poll(openStreams, { timeout: 60_000 }).toEqual([0, 0, 0]);
  const grown = process.memoryUsage().external + process.memoryUsage().arrayBuffers - before;
  // One page beyond the bound for each of three readers, and what the frames of their pages take.
  expect(grown).toBeLessThan(40_000_000);
  live.ws.resume();
  rpc.ws.resume();
  expect([4008, 1006]).toContain(await live.closed);
  expect([4008, 1006]).toContain(await rpc.closed);
  await stream.body?.cancel().catch(() => {});
  await http.close();
});

test('[EV3] a reader that is slow but reads gets everything, in order', async () => {
  const { http, auth } = await longLog(60_000);
  const live = await openSocket(`${http.url}/v1/events/ws`, auth);
  live.send({ type: 'subscribe' });
  const seqs: number[] = [];
  while (seqs.length < TASKS) {
    const frame = await live.next();
    seqs.push(...frame.events.map(({ seq }: { seq: number }) => seq));
    live.ws.pause();
    await http.call('GET', '/healthz');
    live.ws.resume();
  }
  expect(seqs).toEqual(Array.from({ length: TASKS }, (_, i) => i + 1));
  live.ws.close();
  await http.close();
});
