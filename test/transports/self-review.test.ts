import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doorsOf, operations } from '../contract/authorization-doors.ts';
import { type RunningHttp, startHttp } from '../support/start-http.ts';

let server: RunningHttp;
let review: string;
/** Everybody who was granted an epoch of T-1 since it was last done, with every token by which they could come. */
const workers: Record<string, string> = {};

const post = async (path: string, body: object, token?: string) => {
  const reply = await server.call('POST', path, { body, ...(token === undefined ? {} : { token }) });
  if (reply.status >= 300) throw new Error(`${path}: ${JSON.stringify(reply.body)}`);
  return reply.body;
};

async function work(token: string, end: 'release' | 'submit'): Promise<void> {
  const { epoch } = await post('/v1/tasks/T-1/claim', {}, token);
  await post(`/v1/tasks/T-1/${end}`, { epoch, ...(end === 'submit' ? { summary: 'done' } : { reason: 'no time' }) }, token);
}

beforeAll(async () => {
  server = await startHttp();
  await post('/v1/tasks', { title: 'judged' });
  workers['who held it early'] = (await server.register('early')).token;
  workers['a reviewer who held it'] = (await server.register('rita', { role: 'reviewer' })).token;
  workers['a lead who held it'] = (await server.register('lea', { role: 'lead' })).token;
  workers['the author'] = (await server.register('scout')).token;
  for (const token of Object.values(workers)) await work(token, token === workers['the author'] ? 'submit' : 'release');
  workers['the author with a second token'] = (await post('/v1/tokens', { agent: 'scout', label: 'second' })).token;
  workers['the author that has joined again'] = (await server.register('scout', { rejoin: true })).token;
  review = (await server.call('GET', '/v1/reviews')).body.items[0].id;
});

afterAll(() => server.close());

/** What they try, and what they hear. With the epoch of a claim that is not theirs it is the lease that is missing. */
const ATTEMPTS: ReadonlyArray<[operation: string, input: Record<string, unknown>, code: string]> = [
  ['reviews.claim', {}, 'forbidden'],
  ['reviews.decide', { revision: 1, decision: 'approve' }, 'forbidden'],
  ['reviews.decide', { revision: 1, decision: 'approve', epoch: 1 }, 'lease_lost'],
  ['reviews.decide', { revision: 1, decision: 'request_changes', note: 'no' }, 'forbidden'],
  ['tasks.update', { reviewer: 'none' }, 'forbidden'],
  ['tasks.update', { reviewer: 'early' }, 'forbidden'],
];

describe('nobody who held any epoch decides, or chooses who does', () => {
  for (const name of new Set(ATTEMPTS.map(([operation]) => operation))) {
    const operation = operations.find((one) => one.name === name);
    if (operation === undefined) throw new Error(`there is no ${name}`);
    for (const door of doorsOf(operation)) {
      test(`[RV2] ${name} through ${door.name}`, async () => {
        const { version } = (await server.call('GET', '/v1/tasks/T-1')).body;
        const target = name === 'tasks.update' ? { id: 'T-1', ifMatch: version } : { id: review };
        for (const [, input, code] of ATTEMPTS.filter(([of]) => of === name)) {
          for (const [who, token] of Object.entries(workers)) {
            const got = await door.ask(server, { operation, input: { ...target, ...input }, token });
            expect({ who, input, got }).toEqual({ who, input, got: code });
          }
        }
      });
    }
  }
});

test('[RV2] after all that the review waits still, with no approval; a retired author is nobody, and its name is taken for good', async () => {
  const before = (await server.call('GET', '/v1/reviews')).body.items;
  expect(before).toMatchObject([{ id: review, status: 'open', approvals: [], reviewer: 'any', epoch: 0 }]);
  await post('/v1/agents/scout/retire', { reason: 'under another name' });
  const body = { revision: 1, decision: 'approve' };
  for (const who of ['the author', 'the author with a second token', 'the author that has joined again']) {
    const reply = await server.call('POST', `/v1/reviews/${review}/decide`, { body, token: workers[who] ?? '' });
    expect(reply.status).toBe(401);
  }
  for (const rejoin of [true, false]) {
    expect((await server.call('POST', '/v1/agents', { body: { name: 'scout', rejoin } })).body.code).toBe('name_taken');
  }
  const { token } = await server.register('somebody-else');
  expect((await post(`/v1/reviews/${review}/decide`, body, token)).task.status).toBe('done');
});
