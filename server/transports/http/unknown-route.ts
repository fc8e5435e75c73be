import type { Context, Hono } from 'hono';
import { BatonError } from '../../contract/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { DoorEnv } from './door-env.ts';
import { problemReply } from './problem-reply.ts';

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;
const SHOWN_MAX_CHARS = 200;

/** Answers what no route answers: 404, and where the path exists with another method, which ones. */
export function mountUnknown(app: Hono<DoorEnv>, log: Log): void {
  app.notFound((c) => {
    const allowed = METHODS.filter((method) => app.router.match(method, c.req.path)[0].length > 0);
    const reply = problemReply(noRoute(c, allowed), { requestId: c.env.requestId, log });
    const allow = allowed.length === 0 ? {} : { Allow: allowed.join(', ') };
    return new Response(c.req.method === 'HEAD' ? null : reply.body, {
      status: reply.status,
      headers: { ...reply.headers, ...allow },
    });
  });
  app.onError((error, c) => {
    const reply = problemReply(error, { requestId: c.env.requestId, log });
    return new Response(reply.body, reply);
  });
}

function noRoute(c: Context<DoorEnv>, allowed: readonly string[]): BatonError {
  const asked = `${c.req.method} ${c.req.path.slice(0, SHOWN_MAX_CHARS)}`;
  return new BatonError('not_found', {
    detail: `There is no ${asked}.`,
    hint: allowed.length === 0 ? 'See /openapi.json for what there is.' : `This path takes ${allowed.join(', ')}.`,
  });
}
