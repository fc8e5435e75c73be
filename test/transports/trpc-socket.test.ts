import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../server/contract/errors.ts';
import { JSON_MAX_DEPTH } from '../../server/transports/http/http-limits.ts';
import { type RunningHttp, startHttp } from '../support/start-http.ts';
import { type Message, openSocket, refusedUpgrade } from './test-socket.ts';

let http: RunningHttp;
let token: string;
let auth: Record<string, string>;
const open = (path = '/trpc', headers: Record<string, string> = auth) => openSocket(`${http.url}${path}`, headers);

beforeAll(async () => {
  http = await startHttp({ limits: { streamsPerSocket: 2 } });
  token = (await http.register('scout', { maxConcurrent: 10 })).token;
  auth = { authorization: `Bearer ${token}` };
});
afterAll(() => http.close());
afterEach(async () => {
  expect((await http.call('GET', '/healthz')).status).toBe(200);
});

const call = (id: number, path: string, input: unknown, method = 'query') => ({ id, method, params: { path, input } });
const answerTo = (id: number) => (message: Message) => message.id === id && message.result?.type !== 'started';

test('[API] calls over one socket carry their own idempotency key and session, and answer as REST does', async () => {
  const socket = await open();
  const input = { title: 'by socket', $call: { idempotencyKey: 'ws-1' } };
  socket.send(call(1, 'tasks.create', input, 'mutation'));
  const first = await socket.next(answerTo(1));
  socket.send(call(2, 'tasks.create', input, 'mutation'));
  const again = await socket.next(answerTo(2));
  expect(again.result.data).toEqual(first.result.data);
  const { id } = first.result.data;
  expect((await http.call('GET', `/v1/tasks/${id}`, { token })).body).toMatchObject({ title: 'by socket' });
  socket.send(call(3, 'tasks.claim', { id, $call: { session: 'ses_unknown' } }, 'mutation'));
  expect((await socket.next(answerTo(3))).error.data.problem).toMatchObject({ code: 'not_found' });
  socket.ws.close();
});

test('[EV3] a subscription gives each event with its cursor and resumes after lastEventId', async () => {
  await http.call('POST', '/v1/tasks', { body: { title: 'x' } });
  const socket = await open();
  socket.send(call(1, 'events.subscribe', {}, 'subscription'));
  const first = await socket.next(answerTo(1));
  expect(first.result).toMatchObject({ type: 'data', data: { data: { seq: 1 } } });
  socket.ws.terminate();
  const resumed = await open();
  resumed.send({ id: 2, method: 'subscription', params: { path: 'events.subscribe', input: {}, lastEventId: first.result.id } });
  expect((await resumed.next(answerTo(2))).result.data.data.seq).toBe(2);
  resumed.ws.close();
});

test('[EV2] a subscription from a cursor of another log ends with the problem document', async () => {
  const socket = await open();
  socket.send(call(1, 'events.subscribe', { after: 'log_other.1' }, 'subscription'));
  const { error } = await socket.next((message) => message.error !== undefined);
  expect(error.data.httpStatus).toBe(410);
  expect(Problem.parse(error.data.problem)).toMatchObject({ code: 'log_reset', current: { snapshot: '/v1/snapshot' } });
  expect(JSON.stringify(error)).not.toContain('stack');
  socket.ws.close();
});

test('[SE1] a browser proves itself by connection params; without or with bad ones the socket is refused', async () => {
  const good = await open('/trpc?connectionParams=1', {});
  good.send({ method: 'connectionParams', data: { token } });
  good.send(call(1, 'tasks.list', {}));
  expect((await good.next(answerTo(1))).result.data.items).toBeInstanceOf(Array);
  good.ws.close();
  expect((await refusedUpgrade(`${http.url}/trpc`)).status).toBe(401);
  for (const data of [{ token: 'bat_x' }, { nope: '1' }, { token: '' }]) {
    const bad = await open('/trpc?connectionParams=1', {});
    bad.send({ method: 'connectionParams', data });
    expect((await bad.next()).error.data.problem.status, JSON.stringify(data)).toBeLessThan(402);
    expect(await bad.closed).toBe(4401);
  }
});

test('[SE1] a socket whose connection params do not come in time is closed with 4408', async () => {
  const hurried = await startHttp({ limits: { socketAuthTimeoutMs: 300 } });
  const silent = await openSocket(`${hurried.url}/trpc?connectionParams=1`);
  expect(await silent.closed).toBe(4408);
  await hurried.close();
});

test('[SE6] messages that cannot be read get a problem, and the socket goes on', async () => {
  const socket = await open();
  const messages = ['{', 'null', '[]', '7', '{"id":1}', '{"id":{},"method":"query","params":{"path":"x"}}', Buffer.from('{}')];
  for (const message of messages) {
    if (message !== '[]') {
      socket.send(message);
      const { error } = await socket.next((one) => one.error !== undefined);
      expect(error.data.problem, String(message)).toMatchObject({ code: 'bad_request' });
    } else socket.send(message);
  }
  const inputs = [
    'x',
    7,
    null,
    [],
    { title: 7 },
    { title: 'x', nope: 1 },
    { title: 'a\u0000b' },
    { title: '\ud800' },
    { title: 'x', $call: 7 },
  ];
  for (const input of inputs) {
    socket.send(call(9, 'tasks.create', input, 'mutation'));
    expect((await socket.next(answerTo(9))).error.data.problem, JSON.stringify(input)).toMatchObject({ code: 'bad_request' });
  }
  const deep = `${'['.repeat(JSON_MAX_DEPTH)}${']'.repeat(JSON_MAX_DEPTH)}`;
  socket.send(`{"id":8,"method":"mutation","params":{"path":"tasks.create","input":{"title":${deep}}}}`);
  const { error: tooDeep } = await socket.next((one) => one.error !== undefined);
  expect(tooDeep.data.problem.detail).toContain(String(JSON_MAX_DEPTH));
  for (const path of ['nope', '__proto__', 'constructor', 'tasks', 'tasks.__proto__', '']) {
    socket.send(call(10, path, {}));
    expect((await socket.next(answerTo(10))).error.data.problem.status, path).toBe(404);
  }
  socket.send(call(11, 'tasks.list', {}));
  expect((await socket.next(answerTo(11))).result.data.items).toBeInstanceOf(Array);
  socket.ws.close();
});

test('[SE6] a batch over the limit is refused as a whole, a message over 1 MiB closes the socket', async () => {
  const socket = await open();
  socket.send(Array.from({ length: 21 }, (_, i) => call(i, 'tasks.list', {})));
  expect((await socket.next()).error.data.problem).toMatchObject({ code: 'too_large' });
  socket.send(Array.from({ length: 20 }, (_, i) => call(i, 'tasks.list', {})));
  for (let i = 0; i < 20; i += 1) expect((await socket.next()).result.data.items).toBeInstanceOf(Array);
  socket.send(call(1, 'tasks.create', { title: 'x'.repeat(1_100_000) }, 'mutation'));
  expect(await socket.closed).toBe(1009);
});

test('[SE6] a socket may hold only so many subscriptions', async () => {
  const socket = await open();
  for (const id of [1, 2, 3]) socket.send(call(id, 'events.subscribe', {}, 'subscription'));
  const { id, error } = await socket.next((message) => message.error !== undefined);
  expect([1, 2, 3]).toContain(id);
  expect(error.data.problem).toMatchObject({ code: 'rate_limited' });
  socket.ws.close();
});

test('[API] a call that waits ends when its socket closes', async () => {
  const socket = await open();
  const ended = new Promise<void>((resolve) => {
    const { claimNext } = http.services.tasks;
    http.services.tasks.claimNext = (ctx, input, gone) => {
      gone().addEventListener('abort', () => resolve());
      socket.ws.terminate();
      return claimNext(ctx, input, gone);
    };
  });
  socket.send(call(1, 'tasks.claimNext', { waitSeconds: 20, labels: ['nobody-has-this'] }, 'mutation'));
  await ended;
});
