import { createTRPCClientProxy } from '@trpc/client';
import type { AppRouter } from '../../server/transports/trpc/app-router.ts';
import { AddressBook } from '../address-book.ts';
import { systemClock } from '../client-clock.ts';
import { type FetchedArtifact, FileLine, MEDIA_TYPE_HEADER } from '../file-line.ts';
import { createTokenFetch, patientHttpLine } from '../http-line.ts';
import { followEvents, type LiveEvent } from '../live-events.ts';
import type { Rpc } from '../rpc.ts';
import { type Envelope, type Line, RpcClient } from '../rpc-client.ts';
import { serverUrls } from '../server-url.ts';
import { sseFeed } from '../sse-feed.ts';
import { wsFeed } from '../ws-feed.ts';
import { wsLine } from '../ws-line.ts';
import { feedWithFallback } from './feed-with-fallback.ts';

/** A page of the server's own, signed in by its cookie: what a dashboard needs of the client. */
export interface Page {
  /** Every operation of the server, typed. Calls go by HTTP, and wait while the server is away. */
  readonly rpc: Rpc;
  /**
   * The project's events after a cursor, then live, in order, each once: by one WebSocket, or where something on the way refuses
   * that, as a stream over HTTP. Throws CursorExpired or LogReset when the cursor is of no use any more.
   */
  events(options: { after: string; signal: AbortSignal }): AsyncGenerator<LiveEvent, void>;
  /** Calls `listener` whenever the live connection opens or is lost. Returns what ends that. */
  watch(listener: (isOpen: boolean) => void): () => void;
  /** Reads a file that is attached to a task, whole. Throws NotFound. */
  fetchArtifact(taskId: string, name: string): Promise<FetchedArtifact>;
  close(): void;
}

/** Connects a page that the server itself has sent, whose cookie says who it is. `project`: absent, the cookie's own or `main`. */
export function connectPage({ origin, project }: { origin: string; project?: string | undefined }): Page {
  // Whoever got the page over plain http has shown its cookie already.
  const addresses = serverUrls(origin, { insecureHttp: true });
  const clock = systemClock;
  const book = new AddressBook(addresses, Math.random);
  const closing = new AbortController();
  const identity = (): Envelope => (project === undefined ? {} : { project });
  const rpcOver = (line: Line): Rpc =>
    createTRPCClientProxy<AppRouter>(new RpcClient({ line, clock, identity, closing: closing.signal }));
  const tokenFetch = createTokenFetch(addresses, null);
  const isFile = (response: Response) => response.ok && response.headers.has(MEDIA_TYPE_HEADER);
  const fileFetch = createTokenFetch(addresses, null, isFile);
  const files = new FileLine({ book, tokenFetch: fileFetch, clock, identity, closing: closing.signal });
  const listeners = new Set<(isOpen: boolean) => void>();
  const tell = (isOpen: boolean) => {
    for (const listener of listeners) listener(isOpen);
  };
  const open = feedWithFallback({
    openSocket: () => {
      const socket = wsLine(book, { token: null, clock });
      return { socket, feed: wsFeed(rpcOver(socket), socket) };
    },
    stream: sseFeed({ book, project, tokenFetch, clock, onState: tell }),
    isReachable: (signal) => isReachable(addresses[0].http, signal),
    onState: tell,
    closing: closing.signal,
  });
  return {
    rpc: rpcOver(patientHttpLine(book, { tokenFetch, clock })),
    events: ({ after, signal }) =>
      followEvents(after, { open, addresses: 1, clock, signal: AbortSignal.any([signal, closing.signal]) }),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    fetchArtifact: (taskId, name) => files.get(taskId, name),
    close: () => closing.abort(),
  };
}

/** Whether the server answers plain HTTP. */
async function isReachable(http: string, signal: AbortSignal): Promise<boolean> {
  try {
    await fetch(`${http}/healthz`, { credentials: 'omit', cache: 'no-store', signal });
    return true;
  } catch {
    return false;
  }
}
