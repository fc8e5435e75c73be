import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningHttp, startHttp } from '../support/start-http.ts';
import { doorsOf, operations } from './authorization-doors.ts';
import { AUTHORIZATION, CALLERS, type CallerKind, expected } from './authorization-table.ts';

let server: RunningHttp;
let tokens: Record<CallerKind, string | null>;

beforeAll(async () => {
  server = await startHttp();
  const named = async (role: string) => (await server.register(`the-${role}`, { role })).token;
  const revoked = (await server.register('gone')).token;
  await server.call('DELETE', `/v1/tokens/${revoked.split('_')[2]}`);
  await server.call('POST', '/v1/projects', { body: { name: 'side' } });
  const other = await server.call('POST', '/v1/agents?project=side', { body: { name: 'elsewhere', role: 'lead' } });
  tokens = {
    none: null,
    malformed: 'bat_agent_notatoken',
    revoked,
    other: other.body.token,
    viewer: await named('viewer'),
    agent: await named('agent'),
    reviewer: await named('reviewer'),
    lead: await named('lead'),
    admin: server.adminToken,
  };
});

afterAll(() => server.close());

test('[SE4] every operation of the router has a row in the table, and no row is of an operation that is gone', () => {
  expect(Object.keys(AUTHORIZATION).sort()).toEqual(operations.map((operation) => operation.name).sort());
});

describe('[SE1] [SE4] who may do what, through every door', () => {
  for (const operation of operations) {
    for (const { name, ask } of doorsOf(operation)) {
      test(`[SE1] [SE4] ${operation.name} through ${name}`, async () => {
        const row = AUTHORIZATION[operation.name];
        if (row === undefined) throw new Error('this operation has no row in the authorization table');
        const got: Record<string, string> = {};
        for (const caller of CALLERS) got[caller] = await ask(server, { operation, input: row.input, token: tokens[caller] });
        expect(got).toEqual(Object.fromEntries(CALLERS.map((caller) => [caller, expected(row, caller)])));
      });
    }
  }
});
