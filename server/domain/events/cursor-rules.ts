import { BatonError } from '../../contract/errors.ts';

const CURSOR_PATTERN = /^([0-9a-z_]{1,40})\.([0-9]{1,15})$/;

/** The part of a log that can still be read. */
export interface LogBounds {
  readonly incarnation: string;
  /** The number of the oldest event that is kept. */
  readonly first: number;
  /** The number of the newest event; 0: none yet. */
  readonly head: number;
}

/** A cursor names the log's incarnation and the last event seen: `<incarnation>.<seq>`. */
export function formatCursor(incarnation: string, seq: number): string {
  return `${incarnation}.${seq}`;
}

/** The number after which to read. Throws `cursor_expired` or `log_reset` (SPEC EV2), `bad_request` for what is no cursor. */
export function readCursor(cursor: string | undefined, log: LogBounds): number {
  if (cursor === undefined) return log.first - 1;
  const match = CURSOR_PATTERN.exec(cursor);
  if (match?.[2] === undefined) throw notACursor(cursor);
  const seq = Number(match[2]);
  if (match[1] !== log.incarnation || seq > log.head) throw logReset();
  if (seq < log.first - 1) throw cursorExpired(log);
  return seq;
}

function notACursor(cursor: string): BatonError {
  return new BatonError('bad_request', {
    detail: `${JSON.stringify(cursor)} is no cursor.`,
    hint: 'Pass nextCursor, head or asOf of an earlier answer unchanged, or leave `after` out to begin at the beginning.',
  });
}

function logReset(): BatonError {
  return new BatonError('log_reset', {
    detail: 'The cursor belongs to another incarnation of this log, or lies ahead of it: the server was restored or made anew.',
    hint: 'Read GET /v1/snapshot and go on from its asOf.',
    current: { snapshot: '/v1/snapshot' },
  });
}

function cursorExpired(log: LogBounds): BatonError {
  return new BatonError('cursor_expired', {
    detail: `The cursor is older than event ${log.first}, the oldest that is kept.`,
    hint: 'Read GET /v1/snapshot and go on from its asOf.',
    current: { snapshot: '/v1/snapshot' },
  });
}
