import { createWSClient, httpLink, type TRPCLink, wsLink } from '@trpc/client';
import type { AppRouter } from '../server/transports/trpc/app-router.ts';
import { BatonConnectionError, createApiError, Unauthenticated } from './baton-errors.ts';
import { type ClientClock, sleep } from './client-clock.ts';
import { readProblem, readRetryAfter } from './read-error.ts';
import { BACKOFF_MAX_MS, backoffMs } from './retry-rules.ts';
import type { Envelope, Line } from './rpc-client.ts';
import type { ServerUrl } from './server-url.ts';

/** Where the server's tRPC door is, for HTTP and WebSocket alike. */
const RPC_PATH = '/trpc';
/** How often an idle WebSocket is tried, and how long the answer may take before the connection counts as dead. */
export const PING_INTERVAL_MS = 10_000;
export const PONG_TIMEOUT_MS = 5_000;
/** The wait before a lost WebSocket is opened again doubles from here up to BACKOFF_MAX_MS. */
export const RECONNECT_MIN_MS = 100;
/** Closing waits so long for the socket; it closes by itself when it can. */
export const SOCKET_CLOSE_MAX_MS = 1_000;
/** tRPC sends the calls of one moment as one message, and the server takes no more than this many at once. */
export const CALLS_PER_MESSAGE = 20;
/** With this code the server closes a socket whose token is not, or no longer, good. */
const CLOSE_BAD_TOKEN = 4401;

/** A fetch that goes to the server alone, with the token, and follows no redirect with it. */
export type TokenFetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Throws BatonConnectionError, and BatonApiError where the server answered with a problem document. */
export function createTokenFetch(url: ServerUrl, token: string): TokenFetch {
  return async (target, init) => {
    if (new URL(target).origin !== url.origin) throw new TypeError('The token goes to its own server only.');
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token}`);
    const response = await fetch(target, { ...init, headers, redirect: 'error', credentials: 'omit' });
    await refuseProblem(response);
    return response;
  };
}

/** The line over HTTP: one request a call. Nothing waits here: each call fails by itself. */
export function httpLine(url: ServerUrl, tokenFetch: TokenFetch): Line {
  const link: TRPCLink<AppRouter> = httpLink({
    url: `${url.http}${RPC_PATH}`,
    // tRPC hands over what it made itself, which its own looser types do not say.
    fetch: (target, init) => tokenFetch(String(target), init as RequestInit),
    headers: ({ op }) => envelopeHeaders(op.context['envelope']),
  });
  return { link, envelopeIn: 'headers', ready: async () => {} };
}

/**
 * The line over HTTP for calls that should outlive a restart of the server: once a request found nobody there, all wait until the
 * server answers again, rather than spend their few repeats on a closed port.
 */
export function patientHttpLine(url: ServerUrl, given: { tokenFetch: TokenFetch; clock: ClientClock }): Line {
  let isDown = false;
  const tokenFetch: TokenFetch = async (target, init) => {
    try {
      const response = await given.tokenFetch(target, init);
      isDown = false;
      return response;
    } catch (error) {
      if (error instanceof TypeError && init?.signal?.aborted !== true) isDown = true;
      throw error;
    }
  };
  return {
    ...httpLine(url, tokenFetch),
    async ready(signal) {
      for (let attempt = 1; isDown; attempt += 1) {
        // Without the token: anyone may ask whether the server is there.
        const answers = await fetch(`${url.http}/healthz`, { redirect: 'error', credentials: 'omit', signal }).then(
          () => true,
          () => false,
        );
        signal.throwIfAborted();
        if (answers) isDown = false;
        else await sleep(given.clock, backoffMs(attempt, Math.random()), signal);
      }
    },
  };
}

/** The line over one WebSocket, which opens itself again for as long as it is not closed. */
export function wsLine(url: ServerUrl, token: string): Line & { close(): Promise<void> } {
  if (typeof globalThis.WebSocket !== 'function') {
    throw new TypeError("This runtime has no WebSocket (Node has one from 22 on): pass transport: 'http'.");
  }
  let refused = false;
  const client = createWSClient({
    url: `${url.ws}${RPC_PATH}`,
    // A function, so that the token is in no object that could be printed; it travels in the first message, never in the URL.
    connectionParams: () => ({ token }),
    retryDelayMs: (attempt) => Math.min(BACKOFF_MAX_MS, RECONNECT_MIN_MS * 2 ** attempt) * (1 - Math.random() / 4),
    keepAlive: { enabled: true, intervalMs: PING_INTERVAL_MS, pongTimeoutMs: PONG_TIMEOUT_MS },
    onClose(cause) {
      if (cause?.code !== CLOSE_BAD_TOKEN) return;
      refused = true;
      void client.close();
    },
  });
  const turn = createTurns(CALLS_PER_MESSAGE);
  return {
    link: wsLink({ client }),
    envelopeIn: 'input',
    async ready(signal) {
      if (refused) throw tokenRefused();
      await whenOpen(client, { signal, isRefused: () => refused });
      await turn();
    },
    close: () => closeSocket(client),
  };
}

/** tRPC waits for a socket that is being opened, and a network that swallows everything lets that last for minutes. */
async function closeSocket(client: ReturnType<typeof createWSClient>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, SOCKET_CLOSE_MAX_MS);
  });
  await Promise.race([client.close(), late]);
  clearTimeout(timer);
}

/** Lets so many pass at once that tRPC's next message holds no more than `most` calls. */
function createTurns(most: number): () => Promise<void> {
  let passed = 0;
  const waiting: Array<() => void> = [];
  // tRPC sends what has gathered in a timer of length 0. A timer that is begun in a timer comes after that.
  const afterSending = (act: () => void) => setTimeout(() => setTimeout(act, 0), 0);
  const next = () => {
    const going = waiting.splice(0, most);
    passed = going.length;
    if (passed > 0) afterSending(next);
    for (const go of going) go();
  };
  return () => {
    if (passed === 0) afterSending(next);
    if (passed < most) {
      passed += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
}

/**
 * Calls wait here for the socket rather than in tRPC's client: a call that it is given while it sleeps before the next try opens
 * a socket of its own, which the try then closes again with the call in it.
 */
function whenOpen(
  client: ReturnType<typeof createWSClient>,
  until: { signal: AbortSignal; isRefused: () => boolean },
): Promise<void> {
  if (client.connectionState.get().state === 'pending') return Promise.resolve();
  const { signal, isRefused } = until;
  return new Promise((resolve, reject) => {
    const onAbort = () => settle(() => reject(signal.reason));
    const watch = client.connectionState.subscribe({
      next({ state }) {
        // tRPC calls an open connection `pending`, and one that was closed for good `idle`.
        if (state === 'pending') settle(resolve);
        if (state === 'idle')
          settle(() => reject(isRefused() ? tokenRefused() : new BatonConnectionError('The socket is closed.')));
      },
    });
    const settle = (act: () => void) => {
      signal.removeEventListener('abort', onAbort);
      // The first state comes before subscribe has returned; then there is nothing to end yet.
      queueMicrotask(() => watch.unsubscribe());
      act();
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

function tokenRefused(): Unauthenticated {
  return new Unauthenticated({
    code: 'unauthenticated',
    status: 401,
    detail: 'The server closed the connection: the token is not valid, or was revoked.',
    hint: 'Connect again with a token that is good.',
    retryable: false,
    requestId: null,
  });
}

function envelopeHeaders(value: unknown): Record<string, string> {
  // Our own RpcClient put it there.
  const { idempotencyKey, session } = (value ?? {}) as Envelope;
  return {
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    ...(session === undefined ? {} : { 'baton-session': session }),
  };
}

/** Throws for an answer that is no reply of a procedure: a problem document, or what a program on the way says. */
async function refuseProblem(response: Response): Promise<void> {
  const type = response.headers.get('content-type') ?? '';
  if (/^application\/problem\+json/i.test(type)) {
    const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), Date.now());
    const problem = readProblem(await response.json().catch(() => null), retryAfterMs);
    if (problem !== null) throw createApiError(problem);
  }
  if (/^(application\/json|text\/event-stream)/i.test(type)) return;
  throw new BatonConnectionError(
    `Status ${response.status} with ${type === '' ? 'no' : type} content is no answer of Batonpass.`,
  );
}
