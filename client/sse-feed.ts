import type { Event } from '../server/contract/events.ts';
import type { AddressBook } from './address-book.ts';
import { BatonError, ConnectionFailed } from './baton-errors.ts';
import type { ClientClock } from './client-clock.ts';
import type { TokenFetch } from './http-line.ts';
import type { LiveEvent, OpenFeed } from './live-events.ts';
import { parseSse } from './parse-sse.ts';
import { readError } from './read-error.ts';
import { isOfAddress } from './retry-rules.ts';
import { queryOf } from './server-url.ts';

/** A stream on which nothing came for so long is dead: the server gives a sign of life every 15 s. */
export const FEED_SILENCE_MS = 45_000;
/** The server begins its answer before there is an event; one that takes longer hangs. */
export const FEED_OPEN_TIMEOUT_MS = 10_000;

interface SseDeps {
  readonly book: AddressBook;
  readonly project: string | undefined;
  readonly tokenFetch: TokenFetch;
  readonly clock: ClientClock;
  /** Told when a stream has begun and when it has ended. */
  readonly onState?: (isOpen: boolean) => void;
}

/** The feed as server-sent events, read by fetch: EventSource can send no token and is missing in Node. */
export function sseFeed({ book, project, tokenFetch, clock, onState }: SseDeps): OpenFeed {
  return async function* open(after, signal) {
    const at = book.current;
    const stop = new AbortController();
    const onAbort = () => stop.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const target = `${at.http}/v1/events/stream${queryOf({ after, project })}`;
      const late = () => stop.abort(new ConnectionFailed(`No event stream began within ${FEED_OPEN_TIMEOUT_MS} ms.`));
      const cancel = clock.setTimer(FEED_OPEN_TIMEOUT_MS, late, 'foreground');
      const init = { headers: { accept: 'text/event-stream' }, signal: stop.signal };
      const response = await tokenFetch(target, init).finally(cancel);
      if (response.body === null) throw new ConnectionFailed('The event stream has no body.');
      onState?.(true);
      for await (const { event, id, data } of parseSse(watched(response.body, { clock, stop }))) {
        if (id !== null && event !== 'bookmark') yield toLiveEvent(data, id);
      }
    } catch (thrown) {
      const error = thrown instanceof BatonError ? thrown : readError(thrown);
      if (!signal.aborted && isOfAddress(error)) book.leave(at);
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
      stop.abort();
      onState?.(false);
    }
  };
}

function toLiveEvent(data: string, cursor: string): LiveEvent {
  // The server's own schema made this text; a type that is newer than this client passes through.
  return { ...(JSON.parse(data) as Event), cursor };
}

/** The chunks of a body; a silence that is too long ends it with an error. */
async function* watched(
  body: ReadableStream<Uint8Array>,
  { clock, stop }: { clock: ClientClock; stop: AbortController },
): AsyncGenerator<Uint8Array, void> {
  const silent = () => stop.abort(new ConnectionFailed(`Nothing came on the event stream for ${FEED_SILENCE_MS} ms.`));
  // A reader rather than `for await`, which not every browser has on streams.
  const reader = body.getReader();
  try {
    for (;;) {
      const cancel = clock.setTimer(FEED_SILENCE_MS, silent, 'foreground');
      const { done, value } = await reader.read().finally(cancel);
      if (done) return;
      yield value;
    }
  } finally {
    // The abort of the request has cancelled the stream where it was not at its end.
    await reader.cancel().catch(() => {});
  }
}
