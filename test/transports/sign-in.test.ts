import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningHttp, startHttp } from '../support/start-http.ts';
import { openSocket, refusedUpgrade } from './test-socket.ts';

let http: RunningHttp;
let origin: string;

beforeAll(async () => {
  http = await startHttp();
  origin = `http://127.0.0.1:${http.port}`;
});
afterAll(() => http.close());

async function signIn(name: string): Promise<{ cookie: string; header: string }> {
  const link = await http.call('POST', '/v1/login-links', { body: { name } });
  const { code } = link.body;
  const reply = await http.call('POST', '/v1/login', { token: null, body: { code } });
  expect(reply.status).toBe(200);
  const header = reply.headers.get('set-cookie') ?? '';
  expect(JSON.stringify(reply.body)).not.toContain('bat_');
  return { cookie: header.split(';')[0] ?? '', header };
}

const asking = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
  http.call(method, path, { token: null, headers, ...(body === undefined ? {} : { body }) });

test('[SE5] a link becomes a cookie that no script reads and no other site sends, named for this port', async () => {
  const { header } = await signIn('ann');
  expect(header).toMatch(new RegExp(`^baton-${http.port}=bat_browser_\\w+; Path=/; Max-Age=\\d+; HttpOnly; SameSite=Strict$`));
});

test('[SE5] the cookie reads without an Origin, and writes only with our own', async () => {
  const { cookie } = await signIn('bea');
  await http.call('PATCH', '/v1/agents/bea', { body: { role: 'reviewer' } });
  expect((await asking('GET', '/v1/tasks', { cookie })).status).toBe(200);
  expect((await asking('GET', '/trpc/tasks.list?input=%7B%7D', { cookie })).status).toBe(200);
  expect((await asking('POST', '/v1/tasks', { cookie }, { title: 'a' })).status).toBe(401);
  expect((await asking('POST', '/v1/tasks', { cookie, origin: 'http://127.0.0.1:1' }, { title: 'a' })).status).toBe(403);
  expect((await asking('POST', '/v1/tasks', { cookie, origin }, { title: 'a' })).status).toBe(201);
});

test('[SE5] a cookie of another port, or one that is none, is nobody', async () => {
  const { cookie } = await signIn('cleo');
  const value = cookie.slice(cookie.indexOf('=') + 1);
  expect((await asking('GET', '/v1/tasks', { cookie: `baton-1=${value}` })).status).toBe(401);
  expect((await asking('GET', '/v1/tasks', { cookie: `xbaton-${http.port}=${value}` })).status).toBe(401);
  expect((await asking('GET', '/v1/tasks', { cookie: `baton-${http.port}=x` })).status).toBe(401);
  expect((await asking('GET', '/v1/tasks', { cookie: `other=1; ${cookie}; more=2` })).status).toBe(200);
});

test('[SE5] a socket opens by the cookie from our own page only, and closes when the browser signs out', async () => {
  const { cookie } = await signIn('dora');
  expect((await refusedUpgrade(`${http.url}/trpc`, { cookie })).problem.code).toBe('unauthenticated');
  const socket = await openSocket(`${http.url}/trpc`, { cookie, origin });
  const closed = new Promise<number>((resolve) => socket.ws.once('close', resolve));
  const out = await asking('POST', '/v1/logout', { cookie, origin }, {});
  expect(out.status).toBe(200);
  expect(out.headers.get('set-cookie')).toMatch(new RegExp(`^baton-${http.port}=; Path=/; Max-Age=0;`));
  expect(await closed).toBe(4401);
  expect((await asking('GET', '/v1/tasks', { cookie })).status).toBe(401);
});

test('[SE5] no code is used up where no cookie can be set', async () => {
  const { body: link } = await http.call('POST', '/v1/login-links', { body: { name: 'emma' } });
  const socket = await openSocket(`${http.url}/trpc`, { authorization: `Bearer ${http.adminToken}` });
  socket.send({ id: 1, method: 'mutation', params: { path: 'auth.login', input: { code: link.code } } });
  const answer = await socket.next((message) => message.id === 1);
  expect(answer.error.data.problem.code).toBe('invalid_input');
  socket.ws.terminate();
  const overTrpc = await asking('POST', '/trpc/auth.login', {}, { code: link.code });
  expect(overTrpc.status).toBe(200);
  expect(overTrpc.headers.get('set-cookie')).toContain(`baton-${http.port}=bat_browser_`);
});

test('[SE5] a repeat of the request for a link with its key gets the same link, and the log and the list hold no code', async () => {
  const headers = { 'idempotency-key': 'link-1' };
  const first = await http.call('POST', '/v1/login-links', { body: { name: 'fay' }, headers });
  const again = await http.call('POST', '/v1/login-links', { body: { name: 'fay' }, headers });
  expect(again.body).toEqual(first.body);
  const secret = String(first.body.code).split('_')[3] ?? '';
  const seen = [await http.call('GET', '/v1/events'), await http.call('GET', '/v1/tokens'), await http.call('GET', '/v1/agents')];
  for (const { body } of seen) expect(JSON.stringify(body)).not.toContain(secret);
});
