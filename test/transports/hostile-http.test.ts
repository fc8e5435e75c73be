import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { BODY_MAX_BYTES, JSON_MAX_DEPTH } from '../../server/transports/http/http-limits.ts';
import { type RunningHttp, startHttp } from '../support/start-http.ts';
import { rawRequest, sendRaw } from './raw-http.ts';

let http: RunningHttp;
let token: string;

beforeAll(async () => {
  http = await startHttp();
  token = (await http.register('scout')).token;
});
afterAll(() => http.close());
afterEach(async () => {
  expect((await http.call('GET', '/healthz')).status).toBe(200);
});

/** Each body goes to REST and, as the input of the same operation, to tRPC. */
const DOORS = ['/v1/tasks', '/trpc/tasks.create'];

function post(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  return fetch(`${http.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where that is not so.
async function problemOf(reply: Response): Promise<any> {
  const body = JSON.parse(await reply.text());
  return body.error?.data?.problem ?? body;
}

async function expectProblem(reply: Response, code: string, about = ''): Promise<void> {
  const problem = await problemOf(reply);
  expect(problem, about).toMatchObject({ code, status: reply.status, retryable: false });
  expect(problem.detail.length, about).toBeGreaterThan(10);
  expect(problem.hint.length, about).toBeGreaterThan(3);
  expect(JSON.stringify(problem), about).not.toMatch(/node_modules|at .*\.ts:|ZodError|TRPCError/);
}

test('[SE6] what is not JSON gets 400 that says so, through REST and tRPC', async () => {
  for (const body of ['{', '{"title":}', "{'title':'x'}", '{"title":"x",}', '\u0000', 'undefined', '{"title":"x"} trailing']) {
    for (const door of DOORS) await expectProblem(await post(door, body), 'bad_request', `${door} ${body}`);
  }
  const latin1 = Buffer.from('{"title":"caf\u00e9"}', 'latin1');
  for (const door of DOORS) await expectProblem(await post(door, latin1), 'bad_request', 'not UTF-8');
});

test('[SE6] JSON of a wrong shape gets 400 that names the place', async () => {
  for (const body of ['[]', '1', '"x"', 'null', 'true', '[[]]', '{}', '{"title":7}', '{"title":null}', '{"title":["x"]}']) {
    for (const door of DOORS) await expectProblem(await post(door, body), 'bad_request', `${door} ${body}`);
  }
  const problem = await problemOf(await post('/v1/tasks', '{"title":"x","priority":"high","labels":[1]}'));
  expect(problem.problems.map(({ path }: { path: string }) => path)).toEqual(['priority', 'labels.0']);
});

test('[SE6] unknown fields are refused by name, also those that mean something to JavaScript', async () => {
  for (const key of ['nope', '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
    for (const door of DOORS)
      await expectProblem(await post(door, `{"title":"x","${key}":{"polluted":true}}`), 'bad_request', key);
  }
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  expect((await problemOf(await post('/v1/tasks', '{"title":"x","nope":1}'))).detail).toContain('nope');
  await expectProblem(await post('/v1/tasks', '{"title":"x","$call":{"idempotencyKey":"k"}}'), 'bad_request');
  await expectProblem(await post('/trpc/tasks.create', '{"title":"x","$call":{"nope":1}}'), 'bad_request');
});

test('[SE6] JSON deeper than the limit gets 400 that names the limit; at the limit it is read', async () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  for (const door of DOORS) {
    for (const deep of [nested(100_000), `{"title":${nested(JSON_MAX_DEPTH)}}`]) {
      const problem = await problemOf(await post(door, deep));
      expect(problem).toMatchObject({ code: 'bad_request', status: 400 });
      expect(problem.detail).toContain(String(JSON_MAX_DEPTH));
    }
    const flat = await problemOf(await post(door, `{"title":${nested(JSON_MAX_DEPTH - 1)}}`));
    expect(flat.detail).toContain('title');
  }
  const asInput = encodeURIComponent(nested(1_000));
  const read = await fetch(`${http.url}/trpc/tasks.list?input=${asInput}`, { headers: { authorization: `Bearer ${token}` } });
  await expectProblem(read, 'bad_request');
});

test('[SE6] NUL and lone surrogates are refused wherever text is kept', async () => {
  for (const title of ['a\\u0000b', '\\ud800', '\\udc00x']) {
    for (const door of DOORS) await expectProblem(await post(door, `{"title":"${title}"}`), 'bad_request', title);
  }
  for (const path of [
    '/v1/tasks/T-1%00',
    '/v1/tasks/%ff',
    '/v1/tasks/%',
    '/v1/tasks/..%2f',
    '/v1/tasks/T-99999999999999999999',
  ]) {
    expect([400, 404], path).toContain((await http.call('GET', path)).status);
  }
});

test('[SE6] a body over 1 MiB gets 413, declared or not; one of exactly 1 MiB is read', async () => {
  const big = Buffer.alloc(10 * BODY_MAX_BYTES, ' ');
  for (const door of DOORS) {
    const head = [`Host: 127.0.0.1:${http.port}`, `Authorization: Bearer ${token}`, 'Content-Type: application/json'];
    const declared = await sendRaw(http.port, rawRequest(`POST ${door}`, [...head, `Content-Length: ${big.length}`]), big);
    expect(declared.status).toBe(413);
    const chunk = Buffer.concat([Buffer.from(`${big.length.toString(16)}\r\n`), big, Buffer.from('\r\n0\r\n\r\n')]);
    const chunked = await sendRaw(http.port, rawRequest(`POST ${door}`, [...head, 'Transfer-Encoding: chunked']), chunk);
    expect(chunked.status).toBe(413);
    expect(JSON.parse(chunked.body)).toMatchObject({ code: 'too_large' });
    const fitting = `{"title":"x","brief":""}`.padEnd(BODY_MAX_BYTES, ' ');
    expect([200, 201]).toContain((await post(door, fitting)).status);
    expect((await post(door, `${fitting} `)).status).toBe(413);
  }
});

test('[SE2] a body that is not declared as JSON gets 415', async () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'application/json; charset=latin1',
    '',
  ]) {
    for (const door of DOORS)
      await expectProblem(await post(door, '{"title":"x"}', { 'content-type': type }), 'wrong_content_type', type);
  }
  const packed = await post('/v1/tasks', '{"title":"x"}', { 'content-encoding': 'gzip' });
  await expectProblem(packed, 'wrong_content_type');
  for (const type of ['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"']) {
    expect((await post('/v1/tasks', '{"title":"x"}', { 'content-type': type })).status).toBe(201);
  }
});

test('[SE6] too many headers, or too large ones, get 413', async () => {
  const own = [`Host: 127.0.0.1:${http.port}`];
  const many = Array.from({ length: 10_000 }, (_, i) => `x-${i}: 1`);
  expect((await sendRaw(http.port, rawRequest('GET /healthz', [...own, ...many]))).status).toBe(413);
  const hundred = Array.from({ length: 99 }, (_, i) => `x-${i}: 1`);
  expect((await sendRaw(http.port, rawRequest('GET /healthz', [...own, ...hundred]))).status).toBe(200);
  expect((await sendRaw(http.port, rawRequest('GET /healthz', [...own, ...hundred, 'y: 1']))).status).toBe(413);
  expect((await sendRaw(http.port, rawRequest('GET /healthz', [...own, `x: ${'a'.repeat(20_000)}`]))).status).toBe(413);
});

test('[SE6] a request that comes too slowly is answered with 400 and cut off', async () => {
  // A server of its own: what the others send comes slowly too where the machine stands still for a moment.
  const hurried = await startHttp({ limits: { headersTimeoutMs: 300, requestTimeoutMs: 600 } });
  const slowHead = await sendRaw(hurried.port, 'POST /v1/tasks HTTP/1.1\r\nHost: 127');
  expect(slowHead.status).toBe(400);
  const head = [
    `Host: 127.0.0.1:${hurried.port}`,
    `Authorization: Bearer ${hurried.adminToken}`,
    'Content-Type: application/json',
    'Content-Length: 100',
  ];
  const slowBody = await sendRaw(hurried.port, rawRequest('POST /v1/tasks', head, '{"title":'));
  expect(slowBody.status).toBe(400);
  expect(JSON.parse(slowBody.body).code).toBe('bad_request');
  await hurried.close();
});

test('[SE6] bytes that are no HTTP get 4xx and a problem', async () => {
  for (const bytes of ['\u0000\u0001\u0002\r\n\r\n', 'GET\r\n\r\n', 'SPY /x HTTP/1.1\r\n\r\n', 'GET /x HTTP/9.9\r\n\r\n']) {
    const answer = await sendRaw(http.port, bytes);
    expect([400, 421], bytes).toContain(answer.status);
    expect(JSON.parse(answer.body).status).toBe(answer.status);
  }
  const both = [`Host: 127.0.0.1:${http.port}`, 'Content-Length: 3', 'Transfer-Encoding: chunked'];
  expect((await sendRaw(http.port, rawRequest('POST /v1/tasks', both, '0\r\n\r\n'))).status).toBe(400);
});

test('[SE6] a tRPC batch over the limit is refused', async () => {
  const batch = (calls: number) => {
    const paths = Array.from({ length: calls }, () => 'tasks.list').join(',');
    const input = JSON.stringify(Object.fromEntries(Array.from({ length: calls }, (_, i) => [i, {}])));
    return fetch(`${http.url}/trpc/${paths}?batch=1&input=${encodeURIComponent(input)}`, {
      headers: { authorization: `Bearer ${token}` },
    });
  };
  expect((await batch(21)).status).toBe(400);
  expect((await batch(20)).status).toBe(200);
});
