import { z } from 'zod';

export const NAME_MAX_CHARS = 64;
export const PAGE_DEFAULT_ITEMS = 50;
export const PAGE_MAX_ITEMS = 200;
export const REASON_MAX_CHARS = 2_000;
export const BODY_MAX_CHARS = 65_536;
export const CURSOR_MAX_CHARS = 64;
export const IDEMPOTENCY_KEY_MAX_CHARS = 200;

/** True when `text` can be stored and sent as UTF-8 and holds no NUL. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

/** Text of at most `maxChars`, without NUL and lone surrogates, which no store keeps faithfully. */
export function boundedText(maxChars: number, minChars = 0) {
  return z
    .string()
    .min(minChars)
    .max(maxChars)
    .refine(isStorableText, { message: 'must be well-formed Unicode without NUL characters' });
}

export const Name = z
  .string()
  .min(1)
  .max(NAME_MAX_CHARS)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'use lower-case letters, digits, dot, dash and underscore, starting with a letter or digit')
  .describe('A name: lower-case letters, digits, dot, dash, underscore.');

export const Reason = boundedText(REASON_MAX_CHARS, 1).describe('Why, for the people and agents who read it later.');
export const Timestamp = z.iso.datetime().describe('RFC 3339, UTC.');
export const Epoch = z.int().min(1).describe("The fencing token that the claim gave: the task's epoch.");
export const Version = z.int().min(1).describe('Grows by one with each change of the object.');
export const DurationMs = z.int().min(0).describe('A duration in milliseconds.');
export const Limit = z.int().min(1).max(PAGE_MAX_ITEMS).default(PAGE_DEFAULT_ITEMS).describe('How many items at most.');
/** What lets in whoever has it. The format tells programs to show it to nobody: the Python SDK leaves it out of every repr. */
export const Secret = z.string().meta({ format: 'password' });
export const Cursor = z.string().min(1).max(CURSOR_MAX_CHARS);

export const TaskId = z
  .string()
  .regex(/^T-[1-9][0-9]{0,14}$/, 'a task id looks like T-12')
  .describe('T- and a number, unique in the project and never used again.');
