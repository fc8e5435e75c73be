import { ConnectionFailed } from '../baton-errors.ts';
import type { OpenFeed } from '../live-events.ts';
import type { SocketLine } from '../ws-line.ts';

/** How long a WebSocket may take to open before the server is asked whether it can be reached without one. */
export const SOCKET_PROOF_MS = 4_000;

interface Ways {
  /** Begins to open a WebSocket. */
  readonly openSocket: () => { socket: SocketLine; feed: OpenFeed };
  /** The same events as a stream over HTTP. */
  readonly stream: OpenFeed;
  readonly isReachable: (signal: AbortSignal) => Promise<boolean>;
  readonly onState: (isOpen: boolean) => void;
  readonly closing: AbortSignal;
}

/**
 * The feed over a WebSocket; over HTTP from then on, once the first WebSocket did not open while the server answered. One that has
 * opened before is only waited for: then nothing on the way refuses it.
 */
export function feedWithFallback({ openSocket, stream, isReachable, onState, closing }: Ways): OpenFeed {
  let way: ReturnType<typeof openSocket> | null = null;
  let isRefused = false;
  let hasOpened = false;
  const start = () => {
    const opened = openSocket();
    const unwatch = opened.socket.watch((isOpen) => {
      hasOpened ||= isOpen;
      if (!isRefused) onState(isOpen);
    });
    closing.addEventListener('abort', () => {
      unwatch();
      void opened.socket.close();
    });
    return opened;
  };
  return async function* open(after, signal) {
    if (!isRefused) {
      way ??= start();
      const late = AbortSignal.timeout(SOCKET_PROOF_MS);
      const isOpen = await opens(way.socket, AbortSignal.any([signal, late]));
      if (isOpen) return yield* way.feed(after, signal);
      if (signal.aborted) return;
      if (hasOpened || !(await isReachable(signal))) throw new ConnectionFailed('The server could not be reached.');
      isRefused = true;
      void way.socket.close();
    }
    yield* stream(after, signal);
  };
}

async function opens(socket: SocketLine, signal: AbortSignal): Promise<boolean> {
  try {
    await socket.ready(signal);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
