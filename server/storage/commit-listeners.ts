import type { EventRecord } from '../domain/records.ts';
import type { Log } from '../kernel/log.ts';

type Listener = (events: readonly EventRecord[]) => void;

/** Who hears of the events of each commit. */
export class CommitListeners {
  readonly #listeners = new Set<Listener>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Returns how to stop. */
  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The commit has happened: a listener that fails can neither undo it nor keep the others from hearing of it. */
  tell(events: readonly EventRecord[]): void {
    for (const listener of this.#listeners) {
      try {
        listener(events);
      } catch (error) {
        this.#log.error({ error: String(error), events: events.length }, 'a listener failed on committed events');
      }
    }
  }
}
