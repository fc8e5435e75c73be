import type { Context, Hono } from 'hono';
import { BatonError } from '../../contract/errors.ts';
import { DASHBOARD_PATH } from '../dashboard/mount-dashboard.ts';
import { bearerToken } from './bearer-token.ts';
import type { DoorParts } from './door-deps.ts';
import type { DoorEnv } from './door-env.ts';
import { problemReply, REQUEST_ID_HEADER } from './problem-reply.ts';
import { LIVE_PATH } from './upgrade-door.ts';

/** What answers without a principal: whether the server lives, and its contract. Nothing here tells of the data (SPEC SE1). */
export function mountHealth(app: Hono<DoorEnv>, contract: () => object, parts: DoorParts): void {
  const { version } = parts.config;
  const route = routes(app, parts);
  let text: string | null = null;

  const places = async () => ({ name: 'batonpass', version, contract: '/openapi.json', reference: '/docs', health: '/healthz' });
  app.get('/', (c) => (isForPeople(c, parts) ? toDashboard(c) : answerJson(c, parts, places)));
  route('/healthz', async () => ({
    status: 'ok',
    service: 'batonpass',
    version,
    durability: await parts.storage.durability(),
  }));
  route('/readyz', async () => {
    if (parts.state.draining.aborted) throw notReady('The server is going down.');
    const durability = await parts.storage.durability().catch(() => null);
    if (durability === null) throw notReady('The storage cannot be read.');
    return { status: 'ready' };
  });
  route('/openapi.json', async () => {
    text ??= JSON.stringify(contract());
    return text;
  });
  route(LIVE_PATH, () => {
    throw new BatonError('bad_request', {
      detail: `${LIVE_PATH} is a WebSocket.`,
      hint: 'Open it as one; over plain HTTP read /v1/events/stream.',
    });
  });
  app.get('/metrics', (c) =>
    answered(c, parts, async () => {
      await parts.services.auth.authenticate(bearerToken(c.env.incoming.headers.authorization));
      const { contentType, text } = await parts.metrics.render();
      return new Response(text, { headers: { 'Content-Type': contentType, ...common(c.env.requestId) } });
    }),
  );
}

type Route = (path: string, read: () => Promise<object | string>) => void;

function routes(app: Hono<DoorEnv>, parts: DoorParts): Route {
  return (path, read) => void app.get(path, (c) => answerJson(c, parts, read));
}

function answerJson(c: Context<DoorEnv>, parts: DoorParts, read: () => Promise<object | string>): Promise<Response> {
  return answered(c, parts, async () => {
    const value = await read();
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    return new Response(body, { headers: { 'Content-Type': 'application/json', ...common(c.env.requestId) } });
  });
}

/** Whether a browser shows a person what it asked for; programs that ask for anything at all get JSON. */
function isForPeople(c: Context<DoorEnv>, parts: DoorParts): boolean {
  return parts.dashboard != null && (c.req.header('accept') ?? '').includes('text/html');
}

function toDashboard(c: Context<DoorEnv>): Response {
  return new Response(null, { status: 302, headers: { Location: DASHBOARD_PATH, ...common(c.env.requestId) } });
}

async function answered(c: Context<DoorEnv>, parts: DoorParts, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    const reply = problemReply(error, { requestId: c.env.requestId, log: parts.log });
    return new Response(reply.body, reply);
  }
}

function common(requestId: string): Record<string, string> {
  return { 'Cache-Control': 'no-store', [REQUEST_ID_HEADER]: requestId };
}

function notReady(detail: string): BatonError {
  return new BatonError('unavailable', { detail, hint: 'Ask again in a moment.', retryAfterSeconds: 1 });
}
