import { readOperations } from '../../server/transports/rest/read-operations.ts';
import { appRouter } from '../../server/transports/trpc/app-router.ts';
import type { RunningHttp } from '../support/start-http.ts';
import { openSocket, refusedUpgrade } from '../transports/test-socket.ts';

export const operations = readOperations(appRouter);
type Operation = (typeof operations)[number];

interface Ask {
  readonly operation: Operation;
  readonly input: Record<string, unknown>;
  readonly token: string | null;
}

/** Asks for an operation of project `main` through one door; answers `ok` or the code of the refusal. */
export type Door = (server: RunningHttp, ask: Ask) => Promise<string>;

const headersOf = (token: string | null): Record<string, string> => (token === null ? {} : { authorization: `Bearer ${token}` });

async function overRest(server: RunningHttp, { operation, input, token }: Ask): Promise<string> {
  const { method, path } = operation.meta;
  const rest = { ...input };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  const { ifMatch, ...body } = rest;
  const query = new URLSearchParams({ project: 'main', ...(method === 'GET' ? flat(rest) : {}) });
  const stop = new AbortController();
  const reply = await fetch(`${server.url}${filled}?${query}`, {
    method,
    signal: stop.signal,
    headers: {
      ...headersOf(token),
      ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': String(ifMatch) }),
    },
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: JSON.stringify(body) }),
  });
  if (reply.ok) {
    stop.abort();
    return 'ok';
  }
  return ((await reply.json()) as { code: string }).code; // a problem document: its shape has a test of its own
}

function flat(input: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)]));
}

interface RpcAnswer {
  readonly error?: { readonly data: { readonly problem: { readonly code: string } } };
}

async function overTrpcHttp(server: RunningHttp, { operation, input, token }: Ask): Promise<string> {
  const isQuery = operation.type === 'query';
  const query = isQuery ? `&input=${encodeURIComponent(JSON.stringify(input))}` : '';
  const reply = await fetch(`${server.url}/trpc/${operation.name}?project=main${query}`, {
    method: isQuery ? 'GET' : 'POST',
    headers: { ...headersOf(token), ...(isQuery ? {} : { 'content-type': 'application/json' }) },
    ...(isQuery ? {} : { body: JSON.stringify(input) }),
  });
  return codeOf((await reply.json()) as RpcAnswer); // what tRPC answers
}

async function overTrpcSocket(server: RunningHttp, { operation, input, token }: Ask): Promise<string> {
  // A token that proves nobody does not get as far as a socket.
  const refused = await upgradeRefusal(`${server.url}/trpc`, token);
  if (refused !== null) return refused;
  const socket = await openSocket(`${server.url}/trpc`, headersOf(token));
  try {
    socket.send({
      id: 1,
      method: operation.type,
      params: { path: operation.name, input: { ...input, $call: { project: 'main' } } },
    });
    return codeOf(await socket.next((message) => message.id === 1));
  } finally {
    socket.ws.terminate();
  }
}

function codeOf(answer: RpcAnswer): string {
  return answer.error === undefined ? 'ok' : answer.error.data.problem.code;
}

/** The plain WebSocket has one act: following the log. */
async function overLiveSocket(server: RunningHttp, { token }: Ask): Promise<string> {
  const url = `${server.url}/v1/events/ws?project=main`;
  if (token === null) {
    const waiting = await openSocket(url);
    waiting.send({ type: 'subscribe' });
    const frame = await waiting.next();
    waiting.ws.terminate();
    return frame.type === 'error' ? frame.code : 'ok';
  }
  return (await upgradeRefusal(url, token)) ?? 'ok';
}

/** The code with which an upgrade is refused, or null when it is not. */
async function upgradeRefusal(url: string, token: string | null): Promise<string | null> {
  try {
    return String((await refusedUpgrade(url, headersOf(token))).problem.code);
  } catch {
    return null;
  }
}

export function doorsOf(operation: Operation): ReadonlyArray<{ name: string; ask: Door }> {
  const socket = { name: 'tRPC over WebSocket', ask: overTrpcSocket };
  const rest = { name: 'REST', ask: overRest };
  if (operation.type === 'subscription') return [rest, socket, { name: 'live WebSocket', ask: overLiveSocket }];
  // No cookie can be set on a socket, which needs a token besides: test/transports/sign-in.test.ts.
  if (operation.meta.role === 'anyone') return [rest, { name: 'tRPC over HTTP', ask: overTrpcHttp }];
  return [rest, socket, { name: 'tRPC over HTTP', ask: overTrpcHttp }];
}
