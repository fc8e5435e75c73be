import { BatonError } from '../../contract/errors.ts';
import { CLOSE_CODES } from '../../contract/frames.ts';

/** The standard code for what cannot be served now, and may be later. */
export const TRY_LATER = 1013;

/** With which code a socket closes for an error. Only a token that is not good is worth giving up for; what passes says so. */
export function closeCode(error: unknown): number {
  if (!(error instanceof BatonError)) return TRY_LATER;
  if (error.code === 'unauthenticated') return CLOSE_CODES.badToken;
  return error.code === 'rate_limited' || error.code === 'unavailable' ? TRY_LATER : CLOSE_CODES.badFrame;
}
