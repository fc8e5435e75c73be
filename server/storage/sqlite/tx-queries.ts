import type { Database } from 'better-sqlite3';
import { InvariantError } from '../../kernel/invariant.ts';
import type { Query } from '../queries/query.ts';
import { calledLate, type WorkHandle } from '../work-handle.ts';
import { compileStatement } from './compile-statement.ts';

/** Binds a query set to a connection: gives a maker of handles, one for each work, whose methods are the set's queries. */
export function bindQueries<Port>(db: Database, set: { readonly [Name in keyof Port]: Query }): () => WorkHandle & Port {
  // The methods stand on a prototype: a handle for each work then costs one small object rather than eighty closures.
  class Handle implements WorkHandle {
    closedBecause: string | null = null;
    unawaited = 0;
  }
  for (const [name, query] of Object.entries<Query>(set)) {
    const bound = compileStatement(db, query);
    Object.defineProperty(Handle.prototype, name, {
      value(this: Handle, params: Readonly<Record<string, unknown>>) {
        return answerWithin(this, { db, name, query: () => bound(params) });
      },
    });
  }
  return () => new Handle() as Handle & Port; // the loop above gave the prototype every method of the port
}

/** Answers a query on behalf of a work, if the work still goes on and its transaction still stands. */
export function answerWithin<T>(handle: WorkHandle, call: { db: Database; name: string; query: () => T }): Promise<T> {
  return new QueryAnswer(handle, () => {
    if (handle.closedBecause !== null) throw calledLate(call.name, handle.closedBecause);
    // SQLite may have rolled back everything under this work; what is asked now would run outside any transaction.
    if (!call.db.inTransaction) throw new InvariantError(`${call.name} was called after SQLite had given up the transaction`);
    return call.query();
  });
}

/**
 * The answer of a query, known at once, handed out as a promise. It is a promise of our own for two reasons: it counts
 * whether somebody awaits it, and a failure that nobody awaits does not end the process.
 */
class QueryAnswer<T> implements Promise<T> {
  readonly [Symbol.toStringTag] = 'QueryAnswer';
  readonly #handle: WorkHandle;
  readonly #settled: Settled<T>;
  #taken = false;

  constructor(handle: WorkHandle, query: () => T) {
    this.#handle = handle;
    handle.unawaited += 1;
    this.#settled = attempt(query);
  }

  // biome-ignore lint/suspicious/noThenProperty: being awaited is what it is for.
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    if (!this.#taken) {
      this.#taken = true;
      this.#handle.unawaited -= 1;
    }
    const settled = 'error' in this.#settled ? Promise.reject(this.#settled.error) : Promise.resolve(this.#settled.value);
    return settled.then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.then().finally(onFinally);
  }
}

type Settled<T> = { readonly value: T } | { readonly error: unknown };

function attempt<T>(query: () => T): Settled<T> {
  try {
    return { value: query() };
  } catch (error) {
    return { error };
  }
}
