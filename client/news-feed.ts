import type { News, NewsKind } from '../server/contract/wait.ts';
import { CursorExpired, isRetryable, LogReset } from './baton-errors.ts';
import { type ClientClock, sleep } from './client-clock.ts';
import { backoffMs, EMPTY_TOO_SOON_MS } from './retry-rules.ts';
import type { Rpc } from './rpc.ts';

/** How long one call waits on the server, in seconds: the longest that it allows. */
const WAIT_SECONDS = 25;

/** What to be told of. */
export interface NewsOptions {
  /** Only these kinds of news; absent: all. */
  readonly kinds?: readonly NewsKind[];
  /** Of tasks only those with at least one of these labels; absent: any. */
  readonly labels?: readonly string[];
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
}

interface NewsDeps {
  readonly rpc: Rpc;
  readonly clock: ClientClock;
  /** Fires when the client is closed. */
  readonly closing: AbortSignal;
}

/** What concerns this agent. It is `Baton.news`. */
export class NewsFeed {
  readonly #deps: NewsDeps;

  constructor(deps: NewsDeps) {
    this.#deps = deps;
  }

  /**
   * A task that this agent could claim, a message, a review to do, a decision on its work, a cancelled or lost task (SPEC WT1), as it
   * comes, each once: first what is there already. Costs one sleeping request, each from where the one before ended, however long the
   * server is away between them; claims nothing. Throws Forbidden for a person.
   */
  async *watch(options: NewsOptions = {}): AsyncGenerator<News, void> {
    const { rpc, clock, closing } = this.#deps;
    const signal = options.signal === undefined ? closing : AbortSignal.any([options.signal, closing]);
    const asked = { waitSeconds: WAIT_SECONDS, kinds: [...(options.kinds ?? [])], labels: [...(options.labels ?? [])] };
    let cursor: string | undefined;
    for (let failures = 0; !signal.aborted; ) {
      const sentAt = clock.monotonicNow();
      try {
        const result = await rpc.wait.mutate({ ...asked, ...(cursor === undefined ? {} : { cursor }) }, { signal });
        cursor = result.cursor;
        failures = 0;
        yield* result.news;
        const tookMs = clock.monotonicNow() - sentAt;
        if (result.news.length === 0 && tookMs < EMPTY_TOO_SOON_MS) await sleep(clock, EMPTY_TOO_SOON_MS, signal);
      } catch (error) {
        if (signal.aborted) return;
        // The log does not reach back so far, or has begun anew: what is there now is all that there is to tell.
        if (error instanceof CursorExpired || error instanceof LogReset) cursor = undefined;
        else if (!isRetryable(error)) throw error;
        failures += 1;
        await sleep(clock, backoffMs(failures, Math.random()), signal);
      }
    }
  }
}
