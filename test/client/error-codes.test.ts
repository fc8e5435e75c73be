import { describe, expect, test } from 'vitest';
import * as client from '../../client/index.ts';
import openapi from '../../openapi/openapi.json' with { type: 'json' };
import { ERRORS } from '../../server/contract/errors.ts';
import { changeObjects, openMendingProxy } from './mending-proxy.ts';
import { openBoard, TRANSPORTS } from './open-board.ts';

const CODES = Object.entries(ERRORS);

test('[SDK] the contract names the codes that the clients have classes for', () => {
  expect([...openapi.components.schemas.ErrorCode.enum].sort()).toEqual(CODES.map(([code]) => code).sort());
});

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('[SDK] every code of the contract arrives as its class, with status, hint, current and request id', async () => {
    await using board = await openBoard();
    const { token } = await board.server.register('scout');
    let code = '';
    // A refusal of the real server, with nothing changed but which one it is.
    const mend = (value: unknown) =>
      changeObjects(value, (object) => {
        const kind = CODES.find(([known]) => known === code)?.[1];
        const isProblem = kind !== undefined && 'hint' in object && 'requestId' in object;
        return isProblem ? { ...object, code, status: kind.status, retryable: kind.retryable, current: { id: 'T-1' } } : object;
      });
    await using proxy = await openMendingProxy(board.server, mend);
    await using baton = await client.connectBaton({ url: proxy.url, token, transport });
    const arrived: Record<string, unknown> = {};
    for ([code] of CODES) {
      const get = baton.rpc.tasks.get.query({ id: 'T-999' }, { context: { retries: 0 } });
      const error = await get.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({
        code,
        status: ERRORS[code as client.ErrorCode].status,
        hint: expect.stringMatching(/./),
        requestId: expect.stringMatching(/./),
        current: { id: 'T-1' },
      });
      arrived[code] = Object.entries(client).find(([, value]) => value === (error as Error).constructor)?.[0];
    }
    const expected = CODES.map(([name]) => [name, name.replace(/(^|_)(.)/g, (_, __, first: string) => first.toUpperCase())]);
    expect(arrived).toEqual(Object.fromEntries(expected));
  });
});
