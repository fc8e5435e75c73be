import type { LiveEvent, OpenFeed } from './live-events.ts';
import { readError } from './read-error.ts';
import type { Rpc } from './rpc.ts';
import type { Line } from './rpc-client.ts';

/** How many events wait for a slow reader before the subscription is ended; it begins again where the reader has come to. */
export const FEED_BUFFER_MAX = 5_000;

/**
 * The feed as a tRPC subscription over the WebSocket, which tRPC takes up again after the last event, at whatever address, when the
 * socket was lost.
 */
export function wsFeed(rpc: Rpc, line: Pick<Line, 'ready' | 'failed'>): OpenFeed {
  return async function* open(after, signal) {
    const at = await line.ready(signal);
    if (signal.aborted) return;
    const buffer = new FeedBuffer();
    const subscription = rpc.events.subscribe.subscribe(after === undefined ? {} : { after }, {
      onData: ({ id, data }) => {
        if (!buffer.push({ ...data, cursor: id })) subscription.unsubscribe();
      },
      onError: (thrown) => {
        const error = readError(thrown);
        line.failed(at, error);
        buffer.end(error);
      },
      onStopped: () => buffer.end(null),
      onComplete: () => buffer.end(null),
    });
    const onAbort = () => buffer.end(null);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      yield* buffer.drain();
    } finally {
      signal.removeEventListener('abort', onAbort);
      subscription.unsubscribe();
    }
  };
}

/** What has come and was not read yet. */
class FeedBuffer {
  #events: LiveEvent[] = [];
  #ended: { error: Error | null } | null = null;
  #wake = () => {};

  /** False: it is full and takes no more. */
  push(event: LiveEvent): boolean {
    if (this.#ended !== null) return false;
    this.#events.push(event);
    if (this.#events.length >= FEED_BUFFER_MAX) this.end(null);
    this.#wake();
    return this.#ended === null;
  }

  end(error: Error | null): void {
    this.#ended ??= { error };
    this.#wake();
  }

  async *drain(): AsyncGenerator<LiveEvent, void> {
    for (;;) {
      const events = this.#events;
      this.#events = [];
      yield* events;
      if (this.#events.length > 0) continue;
      if (this.#ended?.error != null) throw this.#ended.error;
      if (this.#ended !== null) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
