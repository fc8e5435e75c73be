import { afterAll, beforeAll, expect, test } from 'vitest';
import { ERRORS, Problem } from '../../server/contract/errors.ts';
import { type RunningHttp, startHttp } from '../support/start-http.ts';
import { ENGINE } from '../support/test-database.ts';

/** What must be in force, and what health says of it. */
const DURABILITY = {
  sqlite: { engine: 'sqlite', journal: 'wal', synchronous: 'FULL' },
  postgres: { engine: expect.stringMatching(/^postgres/i), journal: expect.any(String), synchronous: 'on' },
};

let http: RunningHttp;
let token: string;

beforeAll(async () => {
  http = await startHttp();
  token = (await http.register('scout', { maxConcurrent: 50 })).token;
});
afterAll(() => http.close());

const newTask = async (title = 'x') => (await http.call('POST', '/v1/tasks', { token, body: { title } })).body;

test('[API] every failure is one problem document with its code, status and request id', async () => {
  const cases: Array<[string, string, object, string]> = [
    ['GET', '/v1/tasks/T-404', { token }, 'not_found'],
    ['GET', '/v1/tasks', { token: null }, 'unauthenticated'],
    ['GET', '/v1/tasks', { token: 'bat_agent_nonsense' }, 'unauthenticated'],
    ['GET', '/v1/tasks', { token: null, headers: { authorization: 'Basic eHg=' } }, 'unauthenticated'],
    ['GET', '/v1/tokens', { token }, 'forbidden'],
    ['GET', '/v1/tasks?nope=1', { token }, 'bad_request'],
    ['GET', '/v1/tasks?limit=1&limit=2', { token }, 'bad_request'],
    ['GET', '/v1/tasks?limit=1e3', { token }, 'bad_request'],
    ['GET', '/v1/tasks?limit=', { token }, 'bad_request'],
    ['GET', '/v1/tasks?limit=201', { token }, 'bad_request'],
    ['GET', '/v1/reviews?mine=1', { token }, 'bad_request'],
    ['GET', '/v1/reviews?mine=TRUE', { token }, 'bad_request'],
    ['POST', '/v1/tasks?nope=1', { token, body: { title: 'x' } }, 'bad_request'],
    ['POST', '/v1/tasks?title=x', { token, body: {} }, 'bad_request'],
    ['POST', '/v1/tasks/T-1/claim', { token, body: { id: 'T-2' } }, 'bad_request'],
    ['GET', '/v1/nowhere', { token }, 'not_found'],
    ['PUT', '/v1/tasks', { token }, 'not_found'],
    ['HEAD', '/v1/tasks', { token }, 'not_found'],
    ['GET', '/v1/events?after=x', { token }, 'bad_request'],
    ['GET', '/v1/events?after=log.1', { token }, 'log_reset'],
    ['GET', '/v1/events/stream?after=log.1', { token }, 'log_reset'],
    ['GET', '/v1/events/stream?nope=1', { token }, 'bad_request'],
    ['GET', '/v1/events/ws', { token }, 'bad_request'],
    ['GET', '/metrics', { token: null }, 'unauthenticated'],
    ['GET', '/trpc/nope', { token }, 'not_found'],
    ['GET', '/trpc/events.subscribe?input=%7B%7D', { token, headers: { accept: 'text/event-stream' } }, 'bad_request'],
  ];
  for (const [method, path, options, code] of cases) {
    const { status, headers, body } = await http.call(method, path, options);
    expect(status, path).toBe(ERRORS[code as keyof typeof ERRORS].status);
    expect(headers.get('baton-request-id'), path).toMatch(/^req_[0-9a-z]+-[0-9a-z]+$/);
    if (method === 'HEAD') continue;
    const problem = Problem.strict().parse(body.error?.data?.problem ?? body);
    expect(problem, path).toMatchObject({ code, status, requestId: headers.get('baton-request-id') });
    if (body.error === undefined) expect(headers.get('content-type')).toBe('application/problem+json');
  }
});

test('[API] a path that exists says which methods it takes', async () => {
  const reply = await http.call('PUT', '/v1/tasks', { token });
  expect(reply.headers.get('allow')).toBe('GET, POST');
  expect(reply.body.hint).toContain('GET, POST');
});

test('[API] a request id of the client is kept if it is a short plain word', async () => {
  for (const [sent, kept] of [
    ['my-request.7', true],
    ['x'.repeat(65), false],
    ['<script>', false],
    ['a b', false],
  ] as const) {
    const { headers } = await http.call('GET', '/v1/tasks', { token, headers: { 'baton-request-id': sent } });
    expect(headers.get('baton-request-id') === sent).toBe(kept);
  }
});

test('[API] a failure of ours says nothing of the inside and is logged with its request id', async () => {
  const logged: Array<[object, string]> = [];
  const nothing = () => {};
  const log = {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (fields: object, text: string) => logged.push([fields, text]),
  };
  const broken = await startHttp({ log });
  broken.services.tasks.list = () => Promise.reject(new Error('secret: the table has no column'));
  for (const path of ['/v1/tasks', '/trpc/tasks.list?input=%7B%7D']) {
    const { status, headers, body } = await broken.call('GET', path);
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(body.error?.data?.problem ?? body).toMatchObject({ code: 'internal', retryable: true });
    const fields = logged.find(([one]) => 'requestId' in one && one.requestId === headers.get('baton-request-id'));
    expect(JSON.stringify(fields)).toContain('secret');
    expect(JSON.stringify(logged)).not.toContain(broken.adminToken);
  }
  await broken.close();
});

test('[API] an empty body is an empty object', async () => {
  const { id } = await newTask();
  expect((await http.call('POST', `/v1/tasks/${id}/claim`, { token })).status).toBe(200);
  expect((await http.call('POST', `/v1/tasks/${id}/claim`, { token, body: {} })).status).toBe(200);
});

test('[ID1] a repeat with its key gets the stored reply, marked; another request with it gets 422', async () => {
  const send = (title: string) =>
    http.call('POST', '/v1/tasks', { token, body: { title }, headers: { 'idempotency-key': 'once-1' } });
  const first = await send('only once');
  const again = await send('only once');
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(first.headers.get('idempotency-replayed')).toBeNull();
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.body).toEqual(first.body);
  expect((await send('something else')).body.code).toBe('key_reused');
  for (const key of ['', 'k'.repeat(201)]) {
    const reply = await http.call('POST', '/v1/tasks', { token, body: { title: 'x' }, headers: { 'idempotency-key': key } });
    expect(reply.body.code).toBe('bad_request');
  }
});

test('[ID1] over tRPC the key comes as a header or in the envelope, and is the same key', async () => {
  const headers = { 'idempotency-key': 'once-2' };
  const first = await http.call('POST', '/trpc/tasks.create', { token, body: { title: 'by rpc' }, headers });
  const again = await http.call('POST', '/trpc/tasks.create', {
    token,
    body: { title: 'by rpc', $call: { idempotencyKey: 'once-2' } },
  });
  expect(first.body.result.data.id).toBe(again.body.result.data.id);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});

test('[SE4] `project` chooses among projects for those who may see several; for others it is not found', async () => {
  await http.call('POST', '/v1/projects', { body: { name: 'second' } });
  const made = await http.call('POST', '/v1/tasks?project=second', { body: { title: 'there' } });
  expect(made.body).toMatchObject({ id: 'T-1', project: 'second' });
  expect((await http.call('GET', '/v1/tasks?project=second')).body.items).toHaveLength(1);
  expect((await http.call('GET', '/v1/tasks?project=third')).body.code).toBe('not_found');
  expect((await http.call('GET', '/v1/tasks?project=second', { token })).body.code).toBe('not_found');
  expect((await http.call('GET', '/v1/tasks?project=main', { token })).status).toBe(200);
  expect((await http.call('GET', '/v1/tasks?project=main&project=second')).body.code).toBe('bad_request');
});

test('[TK2] If-Match carries the version, bare or quoted; without it 428, weak or in the body 400, stale 409 with the current object', async () => {
  const { id } = await newTask();
  const patch = (body: object, ifMatch?: string) =>
    http.call('PATCH', `/v1/tasks/${id}`, {
      token,
      body,
      ...(ifMatch === undefined ? {} : { headers: { 'if-match': ifMatch } }),
    });
  expect((await patch({ title: 'a' })).status).toBe(428);
  expect((await patch({ title: 'a' }, '1')).body).toMatchObject({ title: 'a', version: 2 });
  expect((await patch({ title: 'b' }, '"2"')).body).toMatchObject({ title: 'b', version: 3 });
  for (const weak of ['W/"3"', '*', '"3", "4"', 'x', '3.0'])
    expect((await patch({ title: 'c' }, weak)).body.code, weak).toBe('bad_request');
  expect((await patch({ title: 'c', ifMatch: 3 })).body.code).toBe('bad_request');
  expect((await patch({ title: 'c' }, '2')).body).toMatchObject({
    code: 'version_conflict',
    current: { title: 'b', version: 3 },
  });
});

test('[SE1] health, readiness and the contract need no token, and health says the durability in force', async () => {
  const health = await http.call('GET', '/healthz', { token: null });
  expect(health.body).toEqual({
    service: 'batonpass',
    status: 'ok',
    version: '0.0.0',
    durability: DURABILITY[ENGINE],
  });
  expect((await http.call('GET', '/readyz', { token: null })).body).toEqual({ status: 'ready' });
  expect((await http.call('GET', '/openapi.json', { token: null })).body.openapi).toBe('3.1.0');
  expect((await http.call('GET', '/', { token: null })).body.contract).toBe('/openapi.json');
});

test('[API] metrics count calls by operation and status over every door, and events and open streams', async () => {
  await newTask();
  await http.call('GET', '/v1/tasks?nope=1', { token });
  await http.call('POST', '/trpc/tasks.create', { token, body: { title: 'x' } });
  const { body } = await http.call('GET', '/metrics', { token });
  expect(body).toMatch(/baton_requests_total\{operation="createTask",status="201"\} [1-9]/);
  expect(body).toMatch(/baton_requests_total\{operation="listTasks",status="400"\} [1-9]/);
  expect(body).toMatch(/baton_request_duration_seconds_count\{operation="createTask"\} [1-9]/);
  expect(body).toMatch(/baton_events_appended_total [1-9]/);
  expect(body).toMatch(/baton_open_streams\{kind="live"\} 0/);
  expect(body).toContain('nodejs_eventloop_lag_seconds');
});

test('[SE6] a token that sends too much gets 429 with Retry-After, and others are not held up', async () => {
  const narrow = await startHttp({ limits: { requestsPerSecond: 0.001, requestsBurst: 5 } });
  const { token: busy } = await narrow.register('busy');
  for (let i = 0; i < 5; i += 1) expect((await narrow.call('GET', '/v1/projects', { token: busy })).status).toBe(200);
  const refused = await narrow.call('GET', '/v1/projects', { token: busy });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(refused.body).toMatchObject({ code: 'rate_limited', retryable: true });
  expect((await narrow.call('GET', '/trpc/projects.list?input=%7B%7D', { token: busy })).status).toBe(429);
  expect((await narrow.call('GET', '/v1/projects')).status).toBe(200);
  await narrow.close();
});

test('[API] a waiting call ends when its caller goes away', async () => {
  const { token: waiter } = await http.register('waiter');
  const gone = new AbortController();
  const ended = new Promise<void>((resolve) => {
    const { claimNext } = http.services.tasks;
    http.services.tasks.claimNext = (ctx, input, left) => {
      left().addEventListener('abort', () => resolve());
      queueMicrotask(() => gone.abort());
      return claimNext(ctx, input, left);
    };
  });
  const call = fetch(`${http.url}/v1/tasks/claim-next`, {
    method: 'POST',
    headers: { authorization: `Bearer ${waiter}`, 'content-type': 'application/json' },
    body: JSON.stringify({ waitSeconds: 20, labels: ['nobody-has-this'] }),
    signal: gone.signal,
  });
  await expect(call).rejects.toThrow();
  await ended;
});
