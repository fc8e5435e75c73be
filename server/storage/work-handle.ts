import { InvariantError } from '../kernel/invariant.ts';

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** What a work holds of its transaction: its queries fail after it is over, and it is known which answers nobody took. */
export interface WorkHandle {
  /** Why no query may run any more; null while the work goes on. */
  closedBecause: string | null;
  /** Queries whose promise was never looked at: somewhere an await was forgotten. */
  unawaited: number;
}

/** Ends what a work may ask. A work that left a query unawaited may have gone by its failure unnoticed, so it fails. */
export function closeHandle(handle: WorkHandle, outcome: Outcome<unknown>): Outcome<unknown> {
  handle.closedBecause = outcome.ok ? 'it had returned' : String(outcome.error);
  if (!outcome.ok || handle.unawaited === 0) return outcome;
  return { ok: false, error: new InvariantError(`a work returned without awaiting ${handle.unawaited} of its queries`) };
}

/** The refusal of a query that came too late. */
export function calledLate(name: string, because: string): InvariantError {
  return new InvariantError(`${name} was called after its work was over: ${because}`);
}

/** The end of a work that would hold its transaction open for something that is none of its queries. */
export function foreignAwait(): InvariantError {
  return new InvariantError('a work awaited something other than its own queries; it was aborted and nothing of it is kept');
}

/** Begins a work; what it throws before its first await is a rejection too. */
export function startWork<T>(work: () => Promise<T>): Promise<T> {
  try {
    return work();
  } catch (error) {
    return Promise.reject(error);
  }
}
