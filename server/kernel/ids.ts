import { createHash, randomBytes } from 'node:crypto';

/** Where ids come from; a test passes its own to make them repeat. */
export interface Ids {
  /** `prefix_` and 26 characters that sort by time of making and cannot be guessed. */
  next(prefix: string): string;
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARS = 10;
const RANDOM_CHARS = 16;

export const systemIds: Ids = { next: (prefix) => `${prefix}_${timePart(Date.now())}${randomPart()}` };

/** An id of the same shape that the same time and texts always give, for what must not be made twice. */
export function derivedId(prefix: string, at: number, parts: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  return `${prefix}_${timePart(at)}${chars(digest.subarray(0, RANDOM_CHARS))}`;
}

function timePart(now: number): string {
  let rest = now;
  let text = '';
  for (let i = 0; i < TIME_CHARS; i += 1) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function randomPart(): string {
  return chars(randomBytes(RANDOM_CHARS));
}

function chars(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => ALPHABET.charAt(byte % 32)).join('');
}
