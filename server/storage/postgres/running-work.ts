import type { EntryDraft } from '../../domain/inbox/inbox-records.ts';
import type { EventRecord } from '../../domain/records.ts';
import { Overtaken } from '../../domain/store.ts';
import { calledLate, closeHandle, foreignAwait, type Outcome, startWork, type WorkHandle } from '../work-handle.ts';
import type { Plan } from './catalogue.ts';
import type { Params } from './statement.ts';

export type EventDraft = Omit<EventRecord, 'seq'>;

/** A query that a work asked and that is not answered yet. */
export interface Ask {
  readonly work: RunningWork;
  readonly plan: Plan;
  readonly params: Params;
  readonly answer: (value: unknown) => void;
}

/** Why a work has to be run again rather than answered. */
export type Setback =
  /** A row that it needs is another transaction's at this moment; it has to wait for it, in a transaction of its own. */
  | 'row-held'
  /** Something that it had read was changed by another before it wrote. */
  | 'overtaken';

/** Counts the ends of works, to put them in order. */
let ends = 0;

/** A work while it runs together with others in one transaction. */
export class RunningWork {
  readonly handle: WorkHandle = { closedBecause: null, unawaited: 0 };
  readonly pending: Ask[] = [];
  /** What it appended, in order; written with the commit. */
  readonly appended: EventDraft[] = [];
  /** What it put into inboxes, in order; numbered and written with the commit. */
  readonly posted: EntryDraft[] = [];
  /** Whether the database was changed on its behalf, so that it cannot be left out of the commit. */
  hasWritten = false;
  setback: Setback | null = null;
  /** Its place among the works of a batch by when each came to its end: who waited for whom. */
  endedAs = 0;
  /** What it came to, kept also where it is run again. */
  outcome: Outcome<unknown> | null = null;

  /** Runs `work` up to its first query. */
  start(work: () => Promise<unknown>): void {
    startWork(work).then(
      (value) => this.#settle({ ok: true, value }),
      (error: unknown) => this.#settle({ ok: false, error }),
    );
  }

  get isSettled(): boolean {
    return this.outcome !== null;
  }

  /** Asks a query on its behalf. */
  ask(plan: Plan, params: Params): Promise<unknown> {
    return new Answer(this, (resolve) => {
      if (this.handle.closedBecause !== null) throw calledLate(plan.name, this.handle.closedBecause);
      this.pending.push({ work: this, plan, params, answer: resolve });
    });
  }

  /** Ends a work that waits for something foreign. */
  abortForeign(): void {
    this.#settle({ ok: false, error: foreignAwait() });
  }

  /** Ends a work for this transaction; it will be run again, alone. */
  putOff(setback: Setback): void {
    if (this.isSettled) return;
    this.setback = setback;
    this.abandon();
  }

  /** Ends a work whose transaction has come to nothing. */
  abandon(): void {
    this.#settle({ ok: false, error: new Error('its transaction came to nothing') });
  }

  // What comes after an end, from a work that was aborted, is of no account.
  #settle(outcome: Outcome<unknown>): void {
    if (this.isSettled) return;
    this.outcome = closeHandle(this.handle, outcome);
    ends += 1;
    this.endedAs = ends;
    this.pending.length = 0;
    if (!outcome.ok && outcome.error instanceof Overtaken) this.setback = 'overtaken';
  }
}

/** The answer of a query: a promise that knows whether somebody awaits it, and whose failure ends no process. */
class Answer implements Promise<unknown> {
  readonly [Symbol.toStringTag] = 'Answer';
  readonly #work: RunningWork;
  readonly #promise: Promise<unknown>;
  #isTaken = false;

  constructor(work: RunningWork, ask: (resolve: (value: unknown) => void) => void) {
    this.#work = work;
    work.handle.unawaited += 1;
    this.#promise = new Promise(ask);
    this.#promise.catch(() => undefined);
  }

  // biome-ignore lint/suspicious/noThenProperty: being awaited is what it is for.
  then<A = unknown, B = never>(
    onFulfilled?: ((value: unknown) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    if (!this.#isTaken) {
      this.#isTaken = true;
      this.#work.handle.unawaited -= 1;
    }
    return this.#promise.then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<unknown> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<unknown> {
    return this.then().finally(onFinally);
  }
}
