import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What the token is for, readable in the token itself so that a leaked one can be told apart. */
export type TokenKind = 'agent' | 'viewer' | 'admin' | 'browser' | 'link';

const SECRET_BYTES = 24;
const TOKEN_PATTERN = /^bat_(agent|viewer|admin|browser|link)_([0-9a-z]{10,40})_([0-9a-f]{48})_([0-9a-f]{8})$/;

export interface ParsedToken {
  readonly id: string;
  readonly secret: string;
}

/** A new secret: 192 random bits, in hexadecimal. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('hex');
}

/** The token as it is shown once: `bat_<kind>_<id>_<secret>_<crc>`. */
export function formatToken(kind: TokenKind, id: string, secret: string): string {
  const body = `bat_${kind}_${id}_${secret}`;
  return `${body}_${checksum(body)}`;
}

/** The parts of a well-formed token, or null. The checksum tells a mistyped token from a revoked one; it proves nothing. */
export function parseToken(text: string): ParsedToken | null {
  const match = TOKEN_PATTERN.exec(text);
  if (match?.[2] === undefined || match[3] === undefined) return null;
  const body = text.slice(0, text.lastIndexOf('_'));
  return checksum(body) === match[4] ? { id: match[2], secret: match[3] } : null;
}

/** A plain SHA-256 is enough: the secret is 192 random bits, not a password. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret);
}

export function sameHash(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}

function checksum(body: string): string {
  return crc32(body).toString(16).padStart(8, '0');
}
