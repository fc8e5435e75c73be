import { ConnectionFailed } from './baton-errors.ts';
import { type ClientClock, sleep } from './client-clock.ts';
import { isOfAddress, retryDelayMs } from './retry-rules.ts';
import type { ServerUrl } from './server-url.ts';

/** What became of one sending; `at` is null where it was not sent at all. */
export type Sent<T> = { readonly value: T } | { readonly error: unknown; readonly at: ServerUrl | null };

interface Repeating<T> {
  /** Sends the call once, to one address. */
  readonly send: () => Promise<Sent<T>>;
  /** Told of what went wrong at an address, so that the next sending goes elsewhere where that may help. */
  readonly failed: (at: ServerUrl, error: unknown) => void;
  /** All that the call may be sent to. */
  readonly addresses: readonly ServerUrl[];
  /** How often all of them are tried again after the first time. */
  readonly retries: number;
  readonly clock: ClientClock;
  /** Fires when the client is closed. */
  readonly closing: AbortSignal;
  /** Fires when the caller wants no answer any more. */
  readonly stop: AbortSignal | null;
}

/**
 * Sends a call until it is answered: at the next address where one failed, and after a wait once all of them have. Throws the error that
 * will not pass, or the last one.
 */
export async function repeatCall<T>(call: Repeating<T>): Promise<T> {
  const { send, failed, addresses, retries, clock, closing, stop } = call;
  const tried = new Set<ServerUrl>();
  for (let number = 1, turn = 1; ; turn += 1) {
    const sent = await send();
    if ('value' in sent) return sent.value;
    const { error, at } = sent;
    if (closing.aborted || stop?.aborted === true) throw error;
    if (at !== null) failed(at, error);
    // A call that was never sent has looked at all of them by itself.
    for (const address of at === null ? addresses : [at]) tried.add(address);
    if (at !== null && turn < addresses.length && isOfAddress(error)) continue;
    const delayMs = retryDelayMs(error, { number, retries, random: Math.random() });
    if (delayMs === null) throw withAddresses(error, tried);
    await sleep(clock, delayMs, stop === null ? closing : AbortSignal.any([stop, closing]));
    if (closing.aborted) throw closedError();
    stop?.throwIfAborted();
    number += 1;
    turn = 0;
  }
}

/** A connection error that says where the call has been. An address holds no token (see `serverUrl`). */
function withAddresses(error: unknown, tried: ReadonlySet<ServerUrl>): unknown {
  if (!(error instanceof ConnectionFailed)) return error;
  const names = [...tried].map(({ http }) => http).join(', ');
  return new ConnectionFailed(`${error.message} Tried: ${names}.`, error.cause === undefined ? {} : { cause: error.cause });
}

interface EndOfCall {
  readonly signal: AbortSignal;
  /** The call is on its way: from here on a time-out means that no answer came. */
  sent(): void;
  dispose(): void;
}

/** One signal for all that ends a call early: its time-out, the caller, the closing of the client. */
export function endOfCall(from: {
  clock: ClientClock;
  timeoutMs: number;
  closing: AbortSignal;
  stop: AbortSignal | null;
  path: string;
}): EndOfCall {
  const { clock, timeoutMs, closing, stop, path } = from;
  const end = new AbortController();
  const onClosing = () => end.abort(closedError());
  const onStop = () => end.abort(stop?.reason);
  let failed = 'could not be reached for';
  const onTimeout = () => end.abort(new ConnectionFailed(`The server ${failed} ${path} within ${timeoutMs} ms.`));
  const cancel = clock.setTimer(timeoutMs, onTimeout, 'foreground');
  if (closing.aborted) onClosing();
  if (stop?.aborted === true) onStop();
  closing.addEventListener('abort', onClosing, { once: true });
  stop?.addEventListener('abort', onStop, { once: true });
  return {
    signal: end.signal,
    sent() {
      failed = 'did not answer';
    },
    dispose() {
      cancel();
      closing.removeEventListener('abort', onClosing);
      stop?.removeEventListener('abort', onStop);
    },
  };
}

/** What calls of a closed client end with. */
export function closedError(): ConnectionFailed {
  return new ConnectionFailed('This client is closed.');
}
