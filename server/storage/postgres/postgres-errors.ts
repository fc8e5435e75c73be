import { BatonError } from '../../contract/errors.ts';
import { Overtaken } from '../../domain/store.ts';

const RETRY_AFTER_SECONDS = 1;

/** Another transaction was in the way: two that waited for each other, a lock that did not come, an order that could not be. */
const CROSSED: readonly string[] = ['40001', '40P01', '55P03'];
/** The server goes away or comes up, takes no further connection, or ended a statement or an idle transaction. */
const AWAY = /^(08|57P|53300|57014|25P03|25P04)/;
const FULL: readonly string[] = ['53100', '53200'];
/** A transaction that has failed already: never the reason itself. */
const FAILED_TRANSACTION = '25P02';

/** The SQLSTATE of an error of the server, or the code of the system's; empty for anything else. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return String(error.code);
}

/** Whether the server itself refused the statement; otherwise the connection failed, or we did. */
export function isFromServer(error: unknown): boolean {
  return error instanceof Error && 'severity' in error;
}

/** Whether the same work may well succeed a moment later, because only another stood in its way. */
export function isCrossed(error: unknown): boolean {
  return CROSSED.includes(codeOf(error));
}

export function isAftermath(error: unknown): boolean {
  return codeOf(error) === FAILED_TRANSACTION;
}

/** Whether the connection is gone or of no use, rather than the statement wrong. */
export function isConnectionError(error: unknown): boolean {
  if (error instanceof BatonError) return error.code === 'unavailable';
  if (isFromServer(error)) return AWAY.test(codeOf(error)) && codeOf(error) !== '57014';
  // The driver's own errors carry no code: "Connection terminated".
  return codeOf(error).startsWith('E') || /connection|timeout|not queryable/i.test(String(error));
}

/** The caller's view of an error: what passes is `unavailable`, the rest stays ours. */
export function fromPostgresError(error: unknown): unknown {
  if (error instanceof Overtaken) return error.reason;
  if (error instanceof BatonError) return error;
  if (FULL.includes(codeOf(error))) return storageFull();
  if (isCrossed(error)) return crowded();
  if (isConnectionError(error) || AWAY.test(codeOf(error))) return unreachableNow('the database cannot be reached');
  return error;
}

/** The database is away for now; nothing was stored that was not acknowledged. */
export function unreachableNow(why: string): BatonError {
  return new BatonError('unavailable', {
    detail: `The database does not answer: ${why}.`,
    hint: 'Try again with the same Idempotency-Key; the server finds its database again by itself.',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

/** Nobody knows whether the commit happened, and a second run could do everything twice. */
export function outcomeUnknown(): BatonError {
  return new BatonError('unavailable', {
    detail: 'The database went away while it was storing this, so it is not known whether it did.',
    hint: 'Send it again with the same Idempotency-Key: it is done once. Without a key, look before you repeat.',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

/** Too many others wanted the same rows for too long. */
export function crowded(): BatonError {
  return new BatonError('unavailable', {
    detail: 'Too many others are changing the same at this moment.',
    hint: 'Try again in a second with the same Idempotency-Key.',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

function storageFull(): BatonError {
  return new BatonError('storage_full', {
    detail: 'The disk of the database is full; nothing was stored.',
    hint: 'Reads go on. Try again when whoever runs the database has made room; it recovers by itself.',
  });
}
