import { createWSClient, wsLink } from '@trpc/client';
import type { AddressBook } from './address-book.ts';
import { ConnectionFailed, Unauthenticated } from './baton-errors.ts';
import { boundedSocketClass, SOCKET_CLOSE_MAX_MS } from './bounded-socket.ts';
import type { ClientClock } from './client-clock.ts';
import { isOfAddress } from './retry-rules.ts';
import type { Line } from './rpc-client.ts';
import { RPC_PATH } from './server-url.ts';
import { SocketPlace } from './socket-place.ts';

/** How often an idle WebSocket is tried, and how long the answer may take before the connection counts as dead. */
export const PING_INTERVAL_MS = 10_000;
export const PONG_TIMEOUT_MS = 5_000;
/** A handshake that takes longer is given up where there is another address to go on to. */
export const SOCKET_OPEN_MAX_MS = 4_000;
/** tRPC sends the calls of one moment as one message, and the server takes no more than this many at once. */
export const CALLS_PER_MESSAGE = 20;
/** With this code the server closes a socket whose token is not, or no longer, good. */
const CLOSE_BAD_TOKEN = 4401;

/** A line that is one connection, which is there or is not. */
export interface SocketLine extends Line {
  /** Calls `listener` with whether the socket is open, now and each time that it changes. Returns what ends that. */
  watch(listener: (isOpen: boolean) => void): () => void;
  close(): Promise<void>;
}

/**
 * The line over one WebSocket; a token of null: the browser's cookie stands for it. The socket opens itself again, at the next
 * address, for as long as it is not closed.
 */
export function wsLine(book: AddressBook, given: { token: string | null; clock: ClientClock }): SocketLine {
  if (typeof globalThis.WebSocket !== 'function') {
    throw new TypeError("This runtime has no WebSocket (Node has one from 22 on): pass transport: 'http'.");
  }
  const { token, clock } = given;
  const place = new SocketPlace(book, clock);
  let refused = false;
  const client = createWSClient({
    url: () => `${place.next().ws}${RPC_PATH}`,
    WebSocket: boundedSocketClass({
      openMaxMs: book.all.length > 1 ? SOCKET_OPEN_MAX_MS : null,
      onNew: (socket) => place.opening(socket),
      onOpen: () => place.opened(),
      onGone: () => place.gone(),
    }),
    // A function, so that the token is in no object that could be printed; it travels in the first message, never in the URL.
    ...(token === null ? {} : { connectionParams: () => ({ token }) }),
    // What tRPC counts begins anew with each socket that opened, even if it was dropped at once.
    retryDelayMs: () => place.waitMs(Math.random()),
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
    addresses: book.all,
    async ready(signal) {
      for (;;) {
        if (refused) throw tokenRefused();
        await whenOpen(client, { signal, isRefused: () => refused });
        await turn();
        // Meanwhile the socket may have gone; then tRPC would open one of its own.
        if (place.at !== null && client.connectionState.get().state === 'pending') return place.at;
      }
    },
    failed(at, error) {
      if (isOfAddress(error)) place.useless(at);
    },
    watch(listener) {
      // tRPC calls an open connection `pending`.
      const watching = client.connectionState.subscribe({ next: ({ state }) => listener(state === 'pending') });
      return () => watching.unsubscribe();
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
        if (state === 'idle') settle(() => reject(isRefused() ? tokenRefused() : new ConnectionFailed('The socket is closed.')));
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
