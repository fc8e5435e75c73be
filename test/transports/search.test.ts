import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseQuery } from '../../client/index.ts';
import { Problem } from '../../server/contract/errors.ts';
import { type RunningHttp, startHttp } from '../support/start-http.ts';

let http: RunningHttp;
let token: string;

beforeAll(async () => {
  http = await startHttp();
  token = (await http.register('scout', { role: 'viewer' })).token;
  await http.call('POST', '/v1/tasks', { body: { title: "Robert'); drop table tasks;--", labels: ['docs'] } });
});
afterAll(() => http.close());

const search = (q: string) => http.call('GET', `/v1/tasks?q=${encodeURIComponent(q)}`, { token });
const searchByRpc = (q: string) =>
  http.call('GET', `/trpc/tasks.list?input=${encodeURIComponent(JSON.stringify({ q }))}`, { token });

test('[QY1] a search by REST and by tRPC finds the same', async () => {
  const [rest, rpc] = [await search('status:todo -label:ui robert'), await searchByRpc('status:todo -label:ui robert')];
  expect(rest.body.items.map((task: { id: string }) => task.id)).toEqual(['T-1']);
  expect(rpc.body.result.data).toEqual(rest.body);
});

test('[QY2] what is no query is a problem with its place, which the client finds as well', async () => {
  for (const q of ['status:doen', 'label:docs is:', '"open', 'updated:10m']) {
    const { status, body } = await search(q);
    const problem = Problem.strict().parse(body);
    expect([status, problem.code, problem.problems?.[0]?.path]).toEqual([400, 'bad_request', 'q']);
    const { path: _, ...told } = problem.problems?.[0] ?? {};
    expect(parseQuery(q)).toEqual({ problem: told });
    expect((await searchByRpc(q)).body.error.data.problem.problems).toEqual(problem.problems);
  }
});

test('[QY2][QY3] whatever is asked for, it is never taken for SQL or for the syntax of an index', async () => {
  const hostile = [
    "robert'); drop table tasks;--",
    "' or 1=1 --",
    '" OR "1',
    '"\\" OR words:*"',
    'NEAR(a b, 2)',
    'task_texts:robert',
    '^robert + drop AND NOT',
    '"a" AND "b" NOT',
    'robert:*',
    "a' & 'b' | !('c') <-> :*",
    '\\',
    '%00',
    'label:"%_\\"',
    "label:'",
    'id:T-999999999999999',
    `${'a '.repeat(29)}b*`,
    '*',
    '-*',
    '\u0000',
  ];
  for (const q of hostile)
    for (const { status } of [await search(q), await searchByRpc(q)]) expect([200, 400], q).toContain(status);
  expect((await searchByRpc('half a character: \ud800')).status).toBe(400);
  expect((await search("robert'); drop table")).body.items).toHaveLength(1);
  expect((await search("'or 1=1")).body.items).toHaveLength(0);
});

test('[QY2] a cursor of a search is checked as any other', async () => {
  for (const cursor of ['x', '-1', '1 or 1', ''])
    expect((await http.call('GET', `/v1/tasks?q=robert&cursor=${encodeURIComponent(cursor)}`, { token })).status).toBe(400);
  expect((await http.call('GET', '/v1/tasks?q=robert&cursor=999999999999999', { token })).body).toEqual({
    items: [],
    nextCursor: null,
  });
});
