import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { Context, Hono } from 'hono';
import { BatonError } from '../../contract/errors.ts';
import type { DoorParts } from '../http/door-deps.ts';
import type { DoorEnv } from '../http/door-env.ts';
import { type HttpContext, httpContext, requestConnection } from '../http/http-context.ts';
import { checkJsonBytes, readJsonBytes } from '../http/json-body.ts';
import { logUnknown, problemReply, REQUEST_ID_HEADER } from '../http/problem-reply.ts';
import { askedProject } from '../rest/rest-input.ts';
import { queryOf } from '../rest/rest-routes.ts';
import { appRouter } from './app-router.ts';
import { toBatonError } from './rpc-errors.ts';

export const TRPC_PATH = '/trpc';

/** Mounts tRPC over HTTP. What streams goes over the WebSocket alone. */
export function mountTrpc(app: Hono<DoorEnv>, streamName: string, parts: DoorParts): void {
  app.on(['GET', 'POST'], `${TRPC_PATH}/*`, async (c) => {
    const { incoming, outgoing, requestId } = c.env;
    try {
      if (c.req.path === `${TRPC_PATH}/${streamName}`) throw streamsElsewhere(streamName);
      const query = queryOf(incoming.url ?? '');
      const connection = requestConnection(outgoing, parts.state.draining);
      const ctx = httpContext(parts, { incoming, connection, requestId, project: askedProject(query) });
      const input = query?.get('input');
      if (input !== null && input !== undefined) checkJsonBytes(Buffer.from(input), parts.limits.jsonMaxDepth);
      if (incoming.method === 'POST') keepBody(c, await readJsonBytes(incoming, parts.limits));
      return await answer(c, { parts, ctx });
    } catch (error) {
      const reply = problemReply(error, { requestId, log: parts.log });
      return new Response(reply.body, reply);
    }
  });
}

function streamsElsewhere(name: string): BatonError {
  return new BatonError('bad_request', {
    detail: `${name} is a subscription, and over plain HTTP there is none.`,
    hint: `Open a WebSocket at ${TRPC_PATH}, or read /v1/events/stream.`,
  });
}

/** The Node adapter takes a body that is read already from here; there is no other way to hand it one. */
function keepBody(c: Context<DoorEnv>, bytes: Buffer): void {
  if (bytes.length === 0) throw new BatonError('bad_request', { detail: 'The body is empty.', hint: 'Send the input as JSON.' });
  Object.assign(c.env.incoming, { rawBody: bytes });
}

function answer(c: Context<DoorEnv>, { parts, ctx }: { parts: DoorParts; ctx: HttpContext }): Promise<Response> {
  const { requestId } = c.env;
  return fetchRequestHandler({
    endpoint: TRPC_PATH,
    req: c.req.raw,
    router: appRouter,
    maxBatchSize: parts.limits.batchMaxCalls,
    createContext: () => ctx,
    onError: ({ error }) => {
      const known = toBatonError(error);
      if (!(known instanceof BatonError)) logUnknown(known, { requestId, log: parts.log });
    },
    responseMeta: () => ({
      headers: {
        'Cache-Control': 'no-store',
        [REQUEST_ID_HEADER]: requestId,
        ...(ctx.reply.replayed ? { 'Idempotency-Replayed': 'true' } : {}),
        ...(ctx.cookies?.header ? { 'Set-Cookie': ctx.cookies.header } : {}),
      },
    }),
  });
}
