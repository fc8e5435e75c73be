import type { Event } from '../server/contract/events.ts';
import { ConnectionFailed, isRetryable } from './baton-errors.ts';
import { type ClientClock, sleep } from './client-clock.ts';
import { backoffMs, isOfAddress, isTurnOver } from './retry-rules.ts';

/** An event and the cursor after it: pass it as `after` to go on from there, also in another process. */
export type LiveEvent = Event & { readonly cursor: string };

/** Opens the server's feed after a cursor, or at the beginning of the log. It may end or fail at any time. */
export type OpenFeed = (after: string | undefined, signal: AbortSignal) => AsyncGenerator<LiveEvent, void>;

/** So many holes at the same place are no accident of a connection: the log itself has one. */
const HOLES_MAX = 5;

/** What following the log needs. */
export interface Following {
  readonly open: OpenFeed;
  /** How many addresses `open` goes round: each time that one fails it goes on to the next. */
  readonly addresses: number;
  readonly clock: ClientClock;
  /** Ends the iteration without an error. */
  readonly signal: AbortSignal;
}

/**
 * Every event after the cursor, in order, each once, across lost connections and restarts of the server (SPEC EV3). The numbers
 * of a log are dense, so a hole or a repeat is seen here and mended by asking again. Throws CursorExpired and LogReset, which
 * only the caller can answer, and whatever else will not pass by itself.
 */
export async function* followEvents(
  after: string | undefined,
  { open, addresses, clock, signal }: Following,
): AsyncGenerator<LiveEvent, void> {
  let cursor = after;
  let seq: number | null = null;
  for (let failures = 1, holes = 0; !signal.aborted; failures += 1) {
    const feed = open(cursor, signal);
    let wentOn = false;
    try {
      for await (const event of feed) {
        if (signal.aborted) return;
        if (seq !== null && event.seq <= seq) continue;
        if (seq !== null && event.seq > seq + 1) {
          holes += 1;
          break;
        }
        cursor = event.cursor;
        seq = event.seq;
        failures = 1;
        holes = 0;
        yield event;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isRetryable(error)) throw error;
      wentOn = isOfAddress(error);
    }
    if (holes >= HOLES_MAX) throw new ConnectionFailed(`The server's log skips the event after number ${seq}.`);
    if (wentOn && !isTurnOver(failures, addresses)) continue;
    await sleep(clock, backoffMs(Math.ceil(failures / addresses), Math.random()), signal);
  }
}
