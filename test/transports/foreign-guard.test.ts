import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningHttp, startHttp } from '../support/start-http.ts';
import { rawRequest, sendRaw } from './raw-http.ts';
import { openSocket, refusedUpgrade } from './test-socket.ts';

let http: RunningHttp;

beforeAll(async () => {
  http = await startHttp({ extraHosts: ['Board.example'] });
});
afterAll(() => http.close());

const get = (path: string, headers: readonly string[]) => sendRaw(http.port, rawRequest(`GET ${path}`, headers));
const ownHost = () => `Host: 127.0.0.1:${http.port}`;
const ROUTES = ['/healthz', '/readyz', '/openapi.json', '/v1/tasks', '/v1/events/stream', '/trpc/tasks.list', '/nowhere', '/'];

test('[SE2] a host of ours is answered in any case of letters, and by each of its names', async () => {
  for (const host of [`127.0.0.1:${http.port}`, `LocalHost:${http.port}`, `[::1]:${http.port}`, 'board.EXAMPLE']) {
    expect((await get('/healthz', [`Host: ${host}`])).status, host).toBe(200);
  }
});

test('[SE2] a foreign or oddly spelled host gets 421 on every route, before anything else', async () => {
  const port = http.port;
  const spellings = [
    'evil.example',
    `evil.example:${port}`,
    '127.0.0.1',
    `127.0.0.1:${port + 1}`,
    `127.0.0.1:0${port}`,
    `127.0.0.1.:${port}`,
    `localhost.:${port}`,
    `user@127.0.0.1:${port}`,
    `127.1:${port}`,
    `0x7f.0.0.1:${port}`,
    `2130706433:${port}`,
    `[::ffff:127.0.0.1]:${port}`,
    `[0:0:0:0:0:0:0:1]:${port}`,
    `127.0.0.1:${port},evil.example`,
    `127.0.0.1:${port}/`,
    '',
  ];
  for (const host of spellings) {
    const answer = await get('/healthz', [`Host: ${host}`]);
    expect([400, 421], `Host: ${host}`).toContain(answer.status);
    expect(answer.head.toLowerCase(), host).toContain('application/problem+json');
  }
  for (const path of ROUTES) {
    const answer = await get(path, ['Host: evil.example', `Authorization: Bearer ${http.adminToken}`]);
    expect(answer.status, path).toBe(421);
    expect(JSON.parse(answer.body).code, path).toBe('misdirected');
  }
});

test('[SE2] a request without Host, with two, or with an absolute target is refused', async () => {
  expect((await sendRaw(http.port, 'GET /healthz HTTP/1.0\r\n\r\n')).status).toBe(421);
  expect((await get('/healthz', [])).status).toBe(400);
  expect((await get('/healthz', [ownHost(), 'Host: evil.example'])).status).toBe(400);
  expect(
    (await get('/healthz', [ownHost(), `Origin: http://127.0.0.1:${http.port}`, 'Origin: http://evil.example'])).status,
  ).toBe(403);
  expect((await get('http://evil.example/healthz', [ownHost()])).status).toBe(421);
});

test('[SE2] pages of ours and programs without Origin are let in, other pages get 403 on every route', async () => {
  expect((await get('/healthz', [ownHost(), `Origin: http://127.0.0.1:${http.port}`])).status).toBe(200);
  const own = `127.0.0.1:${http.port}`;
  const spellings = [
    'null',
    'http://evil.example',
    `https://${own}`,
    `HTTP://${own}`,
    `http://${own}/`,
    `http://user@${own}`,
    `http://127.0.0.1:${http.port + 1}`,
    'http://127.0.0.1',
    `http://127.0.0.1.:${http.port}`,
    `http://${own}.evil.example`,
    `http://evil.example#${own}`,
    '',
  ];
  for (const origin of spellings) expect((await get('/healthz', [ownHost(), `Origin: ${origin}`])).status, origin).toBe(403);
  for (const path of ROUTES) {
    const answer = await get(path, [ownHost(), 'Origin: http://evil.example', `Authorization: Bearer ${http.adminToken}`]);
    expect(answer.status, path).toBe(403);
    expect(answer.head.toLowerCase(), path).not.toContain('access-control');
  }
});

test('[SE2] WebSocket upgrades pass the same two checks', async () => {
  const headers = { authorization: `Bearer ${http.adminToken}` };
  for (const path of ['/v1/events/ws', '/trpc', '/nowhere']) {
    const foreignHost = await refusedUpgrade(`${http.url}${path}`, { ...headers, host: 'evil.example' });
    expect(foreignHost).toMatchObject({ status: 421, problem: { code: 'misdirected' } });
    const foreignPage = await refusedUpgrade(`${http.url}${path}`, { ...headers, origin: 'http://evil.example' });
    expect(foreignPage).toMatchObject({ status: 403, problem: { code: 'forbidden' } });
    expect((await refusedUpgrade(`${http.url}${path}`, { ...headers, origin: 'null' })).status).toBe(403);
  }
  const socket = await openSocket(`${http.url}/v1/events/ws`, { ...headers, origin: http.url });
  socket.ws.close();
  await socket.closed;
});

test('[SE2] a preflight of a foreign page is answered without any permission', async () => {
  const answer = await sendRaw(
    http.port,
    rawRequest('OPTIONS /v1/tasks', [ownHost(), 'Origin: http://evil.example', 'Access-Control-Request-Method: POST']),
  );
  expect(answer.status).toBe(403);
  expect(answer.head.toLowerCase()).not.toContain('access-control-allow');
});
