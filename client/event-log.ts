import { type Following, followEvents, type LiveEvent } from './live-events.ts';

/** From where to follow the log, and until when. */
export interface EventOptions {
  /** A cursor: of an event, of a snapshot (`asOf`), of a page. Absent: from the beginning of the log. */
  readonly after?: string;
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
}

/** The log of the project. It is `Baton.events`. */
export class EventLog {
  readonly #following: Following;

  /** The signal of `following` ends all iterations. */
  constructor(following: Following) {
    this.#following = following;
  }

  /**
   * The project's events after a cursor, then live, in order, each once: across lost connections, restarts of the server and a
   * change of the node (SPEC EV3). Throws CursorExpired or LogReset when the cursor is of no use any more: read the snapshot and begin again.
   */
  async *watch({ after, signal }: EventOptions = {}): AsyncGenerator<LiveEvent, void> {
    const closing = this.#following.signal;
    const until = signal === undefined ? closing : AbortSignal.any([signal, closing]);
    yield* followEvents(after, { ...this.#following, signal: until });
  }
}
