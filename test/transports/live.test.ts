import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startCalmClock } from '../support/calm-clock.ts';
import { crowding } from '../support/crowding.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { type RunningHttp, startHttp } from '../support/start-http.ts';
import { type Message, openSocket, refusedUpgrade, type TestSocket } from './test-socket.ts';

let http: RunningHttp;
let token: string;
let auth: Record<string, string>;
const open = (path = '/v1/events/ws', headers: Record<string, string> = auth) => openSocket(`${http.url}${path}`, headers);

beforeAll(async () => {
  http = await startHttp({
    limits: { bookmarkMs: 100, streamsPerToken: 8, streamsPerSocket: 2, tokenCheckMs: 60_000 },
  });
  token = (await http.register('watcher')).token;
  auth = { authorization: `Bearer ${token}` };
});
afterAll(() => http.close());
afterEach(async () => {
  expect((await http.call('GET', '/healthz')).status).toBe(200);
});

const ofType = (type: string) => (message: Message) => message.type === type;
const makeTask = (title = 'x') => http.call('POST', '/v1/tasks', { body: { title } });

/** Reads until the event with that number has come; gives all numbers in the order of their coming. */
async function seqsUntil(socket: TestSocket, last: number): Promise<number[]> {
  const seqs: number[] = [];
  while ((seqs.at(-1) ?? 0) < last) {
    const frame = await socket.next(ofType('events'));
    seqs.push(...frame.events.map(({ seq }: { seq: number }) => seq));
  }
  return seqs;
}

const headSeq = async () => Number((await http.call('GET', '/v1/snapshot')).body.asOf.split('.')[1]);
const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + 1 + i);

test('[EV3] a socket gets every event from the beginning, then live, then each new one, then bookmarks', async () => {
  await makeTask();
  const head = await headSeq();
  const socket = await open();
  socket.send({ type: 'subscribe' });
  expect(await seqsUntil(socket, head)).toEqual(upTo(0, head));
  const live = await socket.next(ofType('live'));
  expect(live.cursor).toMatch(new RegExp(`\\.${head}$`));
  const made = await makeTask('while live');
  const frame = await socket.next(ofType('events'));
  expect(frame.events).toMatchObject([{ seq: head + 1, type: 'task.created', taskId: made.body.id }]);
  expect(await socket.next(ofType('bookmark'))).toEqual({ type: 'bookmark', cursor: frame.cursor });
  socket.send({ type: 'ping' });
  expect(await socket.next(ofType('pong'))).toEqual({ type: 'pong' });
  socket.ws.close();
  await socket.closed;
});

test('[EV3] readers that break off and resume while writers write miss nothing and get nothing twice', async () => {
  const start = await headSeq();
  const writers = Array.from({ length: 40 }, (_, i) => makeTask(`w${i}`).then(() => makeTask(`v${i}`)));
  const last = start + 80;
  const read = async (): Promise<number[]> => {
    const seqs: number[] = [];
    let after = (await http.call('GET', '/v1/snapshot')).body.asOf.replace(/\.\d+$/, `.${start}`);
    while ((seqs.at(-1) ?? 0) < last) {
      const socket = await open();
      socket.send({ type: 'subscribe', after });
      const frame = await socket.next(ofType('events'));
      seqs.push(...frame.events.map(({ seq }: { seq: number }) => seq));
      after = frame.cursor;
      socket.ws.terminate();
      await socket.closed;
    }
    return seqs;
  };
  const [one, two] = await Promise.all([read(), read(), ...writers]);
  expect(one).toEqual(upTo(start, last));
  expect(two).toEqual(one);
});

test('[EV2] a cursor of another log or ahead of this one is answered with a reset, and the socket may subscribe again', async () => {
  const socket = await open();
  for (const after of ['log_other.1', (await http.call('GET', '/v1/snapshot')).body.asOf.replace(/\d+$/, '99999')]) {
    socket.send({ type: 'subscribe', after });
    expect(await socket.next()).toEqual({ type: 'reset', code: 'log_reset', snapshot: '/v1/snapshot' });
  }
  socket.send({ type: 'subscribe', after: (await http.call('GET', '/v1/snapshot')).body.asOf });
  expect(await socket.next()).toMatchObject({ type: 'live' });
  socket.ws.close();
});

test('[SE1] a socket without header proves itself with its first frame, or is closed with 4401', async () => {
  const good = await open('/v1/events/ws', {});
  good.send({ type: 'auth', token });
  good.send({ type: 'subscribe' });
  expect((await good.next()).type).toBe('events');
  good.ws.close();
  const bad = await open('/v1/events/ws', {});
  bad.send({ type: 'auth', token: `${token}0` });
  expect(await bad.next()).toMatchObject({ type: 'error', code: 'unauthenticated' });
  expect(await bad.closed).toBe(4401);
  const eager = await open('/v1/events/ws', {});
  eager.send({ type: 'subscribe' });
  expect(await eager.closed).toBe(4401);
  expect(await refusedUpgrade(`${http.url}/v1/events/ws`, { authorization: 'Bearer bat_x' })).toMatchObject({
    status: 401,
    problem: { code: 'unauthenticated' },
  });
});

test('[SE1] a socket without header that says nothing is closed with 4408', async () => {
  const hurried = await startHttp({ limits: { socketAuthTimeoutMs: 300 } });
  const silent = await openSocket(`${hurried.url}/v1/events/ws`);
  expect(await silent.closed).toBe(4408);
  await hurried.close();
});

test('[SE5] a token has no place in the URL of a socket', async () => {
  const refused = await refusedUpgrade(`${http.url}/v1/events/ws?token=${token}`, auth);
  expect(refused).toMatchObject({ status: 400, problem: { code: 'bad_request' } });
  expect((await refusedUpgrade(`${http.url}/trpc?token=${token}`, auth)).status).toBe(400);
});

test('[SE6] frames that cannot be read are answered with an error and close code 1008', async () => {
  const frames = [
    'not json',
    '{',
    '[]',
    'null',
    '{"type":"nope"}',
    '{"type":"subscribe","after":7}',
    '{"type":"subscribe","nope":1}',
    '{"type":"ping","__proto__":{}}',
    '{"type":"subscribe","after":"not a cursor"}',
    `{"type":${'['.repeat(1_900)}${']'.repeat(1_900)}}`,
    Buffer.from('{"type":"ping"}'),
  ];
  for (const frame of frames) {
    const socket = await open();
    socket.send(frame);
    expect(await socket.next(), String(frame)).toMatchObject({ type: 'error', code: 'bad_request' });
    expect(await socket.closed, String(frame)).toBe(1008);
  }
  const twice = await open();
  twice.send({ type: 'auth', token });
  expect(await twice.closed).toBe(1008);
});

test('[SE6] frames that are too large, or too many at once, close the socket', async () => {
  const large = await open();
  large.send(`{"type":"ping"${' '.repeat(5_000)}}`);
  expect(await large.closed).toBe(1009);
  const many = await open('/v1/events/ws', {});
  for (let i = 0; i < 40; i += 1) many.ws.send('{"type":"auth","token":"x"}');
  expect([1013, 4401]).toContain(await many.closed);
  const garbage = await open();
  garbage.ws.on('error', () => {});
  // Straight into the connection: bytes that are no WebSocket frame.
  Reflect.get(garbage.ws, '_socket').write(Buffer.alloc(64, 0xff));
  expect([1002, 1006]).toContain(await garbage.closed);
});

test('[SE6] a token may hold only so many sockets and streams; one more gets 429', async () => {
  const { token: greedy } = await http.register('greedy');
  const headers = { authorization: `Bearer ${greedy}` };
  const sockets = await Promise.all(Array.from({ length: 8 }, () => open('/v1/events/ws', headers)));
  expect(await refusedUpgrade(`${http.url}/v1/events/ws`, headers)).toMatchObject({
    status: 429,
    problem: { code: 'rate_limited' },
  });
  expect(await refusedUpgrade(`${http.url}/trpc`, headers)).toMatchObject({ status: 429 });
  expect((await http.call('GET', '/v1/events/stream', { token: greedy })).status).toBe(429);
  const late = await open('/v1/events/ws', {});
  late.send({ type: 'auth', token: greedy });
  expect(await late.next()).toMatchObject({ type: 'error', code: 'rate_limited' });
  expect(await late.closed).toBe(1013);
  sockets[0]?.ws.close();
  await sockets[0]?.closed;
  const again = await open('/v1/events/ws', headers);
  for (const socket of [...sockets, again]) socket.ws.close();
});

test('[SE5] revoking a token closes its sockets and streams of every kind within a second, and no others', async () => {
  const { token: doomed } = await http.register('doomed');
  const headers = { authorization: `Bearer ${doomed}` };
  const live = await open('/v1/events/ws', headers);
  const byFrame = await open('/v1/events/ws', {});
  byFrame.send({ type: 'auth', token: doomed });
  byFrame.send({ type: 'subscribe' });
  await byFrame.next(ofType('live'));
  const rpc = await open('/trpc', headers);
  const stream = await fetch(`${http.url}/v1/events/stream`, { headers });
  const bystander = await open();
  await rpcReady(rpc);
  using calm = startCalmClock();
  const revoked = calm.now();
  await http.call('DELETE', `/v1/tokens/${doomed.split('_')[2]}`);
  expect(await live.closed).toBe(4401);
  expect(await byFrame.closed).toBe(4401);
  expect(await rpc.closed).toBe(4401);
  await stream.text();
  expect(calm.now() - revoked).toBeLessThan(1_000 * crowding());
  bystander.send({ type: 'ping' });
  await bystander.next(ofType('pong'));
  bystander.ws.close();
  expect((await refusedUpgrade(`${http.url}/v1/events/ws`, headers)).status).toBe(401);
});

test('[SE5] sockets also close when their token expires or their agent retires', async () => {
  const clock = createFakeClock();
  const own = await startHttp({ clock, limits: { tokenCheckMs: 50 } });
  const { token: retiring } = await own.register('retiring');
  const expiresAt = new Date(clock.wallNow() + 60_000).toISOString();
  const expiring = await own.call('POST', '/v1/tokens', { body: { label: 'short', role: 'viewer', expiresAt } });
  const sockets = await Promise.all(
    [retiring, String(expiring.body.token)].map((one) =>
      openSocket(`${own.url}/v1/events/ws`, { authorization: `Bearer ${one}` }),
    ),
  );
  await own.call('POST', '/v1/agents/retiring/retire', { body: { reason: 'done' } });
  clock.advance(60_000);
  expect(await Promise.all(sockets.map((socket) => socket.closed))).toEqual([4401, 4401]);
  await own.close();
});

async function rpcReady(socket: TestSocket): Promise<void> {
  socket.send({ id: 1, method: 'query', params: { path: 'tasks.list', input: {} } });
  await socket.next((message) => message.id === 1);
}
