import { httpLink, type TRPCLink } from '@trpc/client';
import type { AppRouter } from '../server/transports/trpc/app-router.ts';
import type { AddressBook } from './address-book.ts';
import { ConnectionFailed, createApiError } from './baton-errors.ts';
import { type ClientClock, sleep } from './client-clock.ts';
import { readProblem, readRetryAfter } from './read-error.ts';
import { backoffMs, isOfAddress } from './retry-rules.ts';
import type { Envelope, Line } from './rpc-client.ts';
import { RPC_PATH, type ServerUrl } from './server-url.ts';

/** How long a server that is looked for may take to say that it is there. */
export const PROBE_TIMEOUT_MS = 5_000;

/** A fetch that goes to the addresses of the board alone, with the token, and follows no redirect with it. */
export type TokenFetch = (url: string, init?: RequestInit) => Promise<Response>;

/**
 * Throws ConnectionFailed, and BatonError where the server answered with a problem document. `isAnswer` knows answers that are
 * neither JSON nor events. A token of null: the browser's cookie stands for it, which a page of the server's own sends.
 */
export function createTokenFetch(
  addresses: readonly ServerUrl[],
  token: string | null,
  isAnswer: (response: Response) => boolean = () => false,
): TokenFetch {
  const origins = new Set(addresses.map(({ origin }) => origin));
  return async (target, init) => {
    if (!origins.has(new URL(target).origin)) throw new TypeError('The token goes to its own servers only.');
    const headers = new Headers(init?.headers);
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    const credentials = token === null ? 'same-origin' : 'omit';
    const response = await fetch(target, { ...init, headers, redirect: 'error', credentials });
    if (!isAnswer(response)) await refuseProblem(response);
    return response;
  };
}

/** The line over HTTP: one request a call. Nothing waits here: each call fails by itself. */
export function httpLine(book: AddressBook, tokenFetch: TokenFetch): Line {
  return lineOver(book, () => tokenFetch);
}

/**
 * The line over HTTP for calls that should outlive a restart of the server: once requests found nobody at any address, all wait
 * until a server answers again, rather than spend their few repeats on closed ports.
 */
export function patientHttpLine(book: AddressBook, given: { tokenFetch: TokenFetch; clock: ClientClock }): Line {
  const deserted = new Set<ServerUrl>();
  const isDown = () => deserted.size === book.all.length;
  const watchedFetch =
    (address: ServerUrl): TokenFetch =>
    async (target, init) => {
      try {
        const response = await given.tokenFetch(target, init);
        deserted.delete(address);
        return response;
      } catch (error) {
        if (error instanceof TypeError && init?.signal?.aborted !== true) deserted.add(address);
        throw error;
      }
    };
  return {
    ...lineOver(book, watchedFetch),
    async ready(signal) {
      for (let attempt = 1; isDown(); attempt += 1) {
        const found = await findLiving(book.all, { clock: given.clock, signal });
        signal.throwIfAborted();
        if (found === null) await sleep(given.clock, backoffMs(attempt, Math.random()), signal);
        else deserted.delete(found);
      }
      return book.current;
    },
  };
}

function lineOver(book: AddressBook, fetchAt: (address: ServerUrl) => TokenFetch): Line {
  return {
    link: linkByAddress(book.all, fetchAt),
    envelopeIn: 'headers',
    addresses: book.all,
    ready: async () => book.current,
    failed(at, error) {
      if (isOfAddress(error)) book.leave(at);
    },
  };
}

/** A link for each address; a call goes by the one that it was given when it was sent. */
function linkByAddress(addresses: readonly ServerUrl[], fetchAt: (address: ServerUrl) => TokenFetch): TRPCLink<AppRouter> {
  return (runtime) => {
    const links = new Map<unknown, ReturnType<TRPCLink<AppRouter>>>();
    for (const address of addresses) {
      const link: TRPCLink<AppRouter> = httpLink({
        url: `${address.http}${RPC_PATH}`,
        // tRPC hands over what it made itself, which its own looser types do not say.
        fetch: (target, init) => fetchAt(address)(String(target), init as RequestInit),
        headers: ({ op }) => envelopeHeaders(op.context['envelope']),
      });
      links.set(address, link(runtime));
    }
    return (sending) => {
      const link = links.get(sending.op.context['address']);
      if (link === undefined) throw new TypeError('A call over HTTP names one of the addresses.');
      return link(sending);
    };
  };
}

/** The first address to answer; null: none does now. */
async function findLiving(
  addresses: readonly ServerUrl[],
  { clock, signal }: { clock: ClientClock; signal: AbortSignal },
): Promise<ServerUrl | null> {
  const end = new AbortController();
  const onAbort = () => end.abort();
  const cancel = clock.setTimer(PROBE_TIMEOUT_MS, onAbort, 'foreground');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  // Without the token: anyone may ask whether the server is there.
  const init = { redirect: 'error', credentials: 'omit', signal: end.signal } as const;
  try {
    return await Promise.any(addresses.map((address) => fetch(`${address.http}/healthz`, init).then(() => address)));
  } catch {
    // Each of them failed.
    return null;
  } finally {
    cancel();
    signal.removeEventListener('abort', onAbort);
    // Ends the requests to the slower ones, and the bodies that nobody reads.
    end.abort();
  }
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
  throw new ConnectionFailed(`Status ${response.status} with ${type === '' ? 'no' : type} content is no answer of Batonpass.`);
}
