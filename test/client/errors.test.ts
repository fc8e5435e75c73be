import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { createApiError } from '../../client/baton-errors.ts';
import * as client from '../../client/index.ts';
import { batonTools } from '../../client/integrations/langchain.ts';
import { ERRORS } from '../../server/contract/errors.ts';
import { openBoard, TRANSPORTS } from './open-board.ts';

const { BatonError, ConnectionFailed, connectBaton } = client;

/** Well formed, and of no server. */
const WRONG_TOKEN = 'bat_agent_0123456789abcdefghjkmnpqrs_thisisthesecretpart_00000000';

test('[SDK] each code of the error table has a class of its own that callers can import, and a newer code is tolerated', () => {
  const classes = new Set<unknown>();
  for (const [code, { status, retryable }] of Object.entries(ERRORS)) {
    const error = createApiError({
      code,
      status,
      retryable,
      detail: 'x',
      hint: 'y',
      requestId: 'req_1',
      current: { version: 2 },
    });
    expect(error).toBeInstanceOf(BatonError);
    expect(error).toMatchObject({
      code,
      status,
      retryable,
      message: 'x',
      hint: 'y',
      requestId: 'req_1',
      current: { version: 2 },
    });
    expect(Object.values(client)).toContain(error.constructor);
    expect(error.name).toBe(error.constructor.name);
    classes.add(error.constructor);
  }
  expect(classes.size).toBe(Object.keys(ERRORS).length);
  const newer = createApiError({ code: 'toString', status: 418, retryable: true, detail: 'x', hint: '', requestId: null });
  expect([newer.constructor, newer.code, newer.retryable]).toEqual([BatonError, 'toString', true]);
});

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('[SDK] what the server refuses comes as the class of its code, with everything that the server said', async () => {
    await using board = await openBoard();
    const id = await board.task();
    const baton = await board.connect('scout', { transport });
    const { rpc } = baton;
    await expect(rpc.tasks.update.mutate({ id, ifMatch: 9, title: 'x' })).rejects.toMatchObject({
      constructor: client.VersionConflict,
      current: { id, version: 1 },
      requestId: expect.stringMatching(/./),
    });
    await expect(rpc.tasks.update.mutate({ id, title: 'x' })).rejects.toThrow(client.EpochRequired);
    await expect(rpc.tasks.create.mutate({ title: '' })).rejects.toMatchObject({
      constructor: client.BadRequest,
      problems: [{ path: 'title', message: expect.stringMatching(/./) }],
    });
    await expect(rpc.tasks.create.mutate({ title: 'x', reviewsRequired: 1, dependsOn: ['T-99'] })).rejects.toThrow(
      client.NotFound,
    );
    await expect(rpc.tokens.list.query({})).rejects.toThrow(client.Forbidden);
    await board.server.call('POST', '/v1/agents/scout/pause', { body: { reason: 'maintenance' } });
    await expect(baton.claim(id)).rejects.toThrow(client.AgentPaused);
  });

  test('[SDK] more calls at once than the server takes in one message all come through', async () => {
    await using board = await openBoard();
    const baton = await board.connect('scout', { transport });
    const tasks = await Promise.all(Array.from({ length: 70 }, (_, i) => baton.rpc.tasks.create.mutate({ title: `Task ${i}` })));
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(70);
  });

  test('[SE5] the token is in no error, and in nothing that prints the client, its handles or its errors', async () => {
    await using board = await openBoard();
    const { token } = await board.server.register('scout');
    const baton = await connectBaton({ url: board.server.url, token, transport });
    const claim = await baton.claim(await board.task());
    const refused = await failure(connectBaton({ url: board.server.url, token: WRONG_TOKEN, transport }));
    expect(refused).toBeInstanceOf(client.Unauthenticated);
    const missing = await failure(baton.claim('T-999'));
    const author = await board.connect('author', { transport });
    await (await author.claim(await board.task())).submit('Done.');
    const review = await baton.reviews.claim();
    await author.inbox.send('Which port?', { to: { agent: 'scout' } });
    const letters = await baton.inbox.read();
    expect(letters).not.toEqual([]);
    const parts = [baton.reviews, baton.inbox, baton.events, baton.news, baton.events.watch()];
    await board.server.close();
    const lost = await failure(baton.rpc.tasks.list.query({}, { context: { retries: 0, timeoutMs: 200 } }));
    expect(lost).toBeInstanceOf(ConnectionFailed);
    const closed = await failure(connectBaton({ url: 'http://127.0.0.1:9', token, transport, clock: impatientClock() }));
    expect(closed).toBeInstanceOf(ConnectionFailed);
    for (const thing of [baton, baton.rpc, ...parts, claim, review, ...letters, refused, missing, lost, closed]) {
      for (const text of [inspect(thing, { depth: 20, showHidden: true, getters: true }), printed(thing)]) {
        expect(text).not.toContain(token);
        expect(text).not.toContain(WRONG_TOKEN);
      }
    }
    // What others' objects say when they are asked for everything is not ours, and some of them throw.
    expect(inspect(batonTools(baton), { depth: 20, showHidden: true })).not.toContain(token);
    await baton.close();
  });

  test('[SE5] a revoked token ends the connection, and every call says that the token is no longer good', async () => {
    await using board = await openBoard();
    const baton = await board.connect('scout', { transport });
    await board.server.call('POST', '/v1/agents/scout/retire', { body: { reason: 'gone' } });
    await vi.waitFor(async () => expect(await failure(baton.rpc.tasks.list.query({}))).toBeInstanceOf(client.Unauthenticated));
  });
});

test('[SDK] a person without leases connects without a session, and an agent is told what it lacks', async () => {
  await using board = await openBoard();
  const options = { url: board.server.url, token: board.server.adminToken };
  await expect(connectBaton(options)).rejects.toThrow(client.Forbidden);
  await using baton = await connectBaton({ ...options, session: 'none' });
  expect((await baton.rpc.tasks.list.query({})).items).toEqual([]);
  await expect(baton.work({}, () => 'never')).rejects.toThrow(TypeError);
});

test('[SDK] a token that no header can hold is refused without being shown', async () => {
  for (const token of ['', 'geheim\nniss', 'geheimniß']) {
    const error = await failure(connectBaton({ url: 'http://127.0.0.1:9', token }));
    expect(error).toBeInstanceOf(TypeError);
    expect(inspect(error)).not.toContain('geheim');
  }
});

test('[SE5] the token does not follow a redirect, and a page that is no answer of Batonpass is a connection error', async () => {
  const heard: string[] = [];
  const thief = createServer((request, response) => {
    heard.push(String(request.headers.authorization));
    response.end('{}');
  });
  const server = createServer((request, response) => {
    if (request.url?.includes('sessions.start') === true)
      response.writeHead(307, { location: `http://127.0.0.1:${portOf(thief)}/` }).end();
    else response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
  });
  await Promise.all([thief, server].map((one) => new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve))));
  const options = { url: `http://127.0.0.1:${portOf(server)}`, token: WRONG_TOKEN, transport: 'http' } as const;
  await expect(connectBaton(options)).rejects.toThrow(ConnectionFailed);
  expect(heard).toEqual([]);
  const baton = await connectBaton({ ...options, session: 'none' });
  await expect(baton.rpc.tasks.list.query({}, { context: { retries: 0 } })).rejects.toThrow('Status 502');
  await baton.close();
  for (const one of [thief, server]) one.close();
});

async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

function printed(thing: unknown): string {
  try {
    return `${String(thing)} ${JSON.stringify(thing)}`;
  } catch {
    // The proxy of tRPC cannot be made text; then it shows nothing either.
    return '';
  }
}

/** The real clock, with every wait a hundredth of its length. */
function impatientClock(): client.ClientClock {
  return {
    monotonicNow: () => performance.now(),
    wallNow: () => Date.now(),
    setTimer(delayMs, callback) {
      const timer = setTimeout(callback, delayMs / 100);
      return () => clearTimeout(timer);
    },
  };
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
  return address.port;
}
