import type { IncomingMessage, ServerResponse } from 'node:http';
import { IDEMPOTENCY_KEY_MAX_CHARS } from '../../contract/common.ts';
import { BatonError } from '../../contract/errors.ts';
import type { CallerConnection, RpcContext } from '../trpc/rpc-context.ts';
import { bearerToken } from './bearer-token.ts';
import { BrowserCookie, cookieToken } from './browser-cookie.ts';
import type { DoorParts } from './door-deps.ts';

const SESSION_MAX_CHARS = 64;

/** The context of a call over HTTP, whose answer may carry a cookie. */
export type HttpContext = RpcContext & { readonly cookies: BrowserCookie | undefined };

/** What the headers of a request say of the call. Throws `bad_request` for headers that cannot be what they should. */
export function httpContext(
  parts: DoorParts,
  from: { incoming: IncomingMessage; connection: CallerConnection | undefined; requestId: string; project: string | null },
): HttpContext {
  const { headers } = from.incoming;
  const { behindProxy } = parts.config;
  const isUpgrade = from.connection === undefined;
  return {
    services: parts.services,
    limiter: parts.limiter,
    token: bearerToken(headers.authorization) ?? cookieToken(from.incoming, { behindProxy, isUpgrade }),
    cookies: isUpgrade ? undefined : new BrowserCookie(from.incoming, { behindProxy }),
    project: from.project,
    session: header(headers['baton-session'], 'Baton-Session', SESSION_MAX_CHARS),
    idempotencyKey: header(headers['idempotency-key'], 'Idempotency-Key', IDEMPOTENCY_KEY_MAX_CHARS),
    requestId: from.requestId,
    reply: { replayed: false },
    connection: from.connection,
    observe: parts.metrics.observe,
  };
}

/** The connection of one request: its caller is gone when the connection closes before the answer is out. */
export function requestConnection(outgoing: ServerResponse, draining: AbortSignal): CallerConnection {
  let signal: AbortSignal | null = null;
  return {
    gone() {
      signal ??= AbortSignal.any([closedEarly(outgoing), draining]);
      return signal;
    },
    writable: () => Promise.resolve(),
    openStream: () => () => {},
  };
}

function closedEarly(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController();
  if (outgoing.destroyed) controller.abort();
  else outgoing.once('close', () => controller.abort());
  return controller.signal;
}

function header(sent: string | string[] | undefined, name: string, maxChars: number): string | null {
  if (sent === undefined) return null;
  if (typeof sent === 'string' && sent.length > 0 && sent.length <= maxChars) return sent;
  throw new BatonError('bad_request', {
    detail: `The header ${name} is empty or longer than ${maxChars} characters.`,
    hint: 'Send it once, with a value, or leave it out.',
  });
}
