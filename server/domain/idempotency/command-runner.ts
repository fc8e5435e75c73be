import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { BatonError } from '../../contract/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { CallContext } from '../auth/principal.ts';
import { Overtaken, type Storage, type WriteTx } from '../store.ts';

/** How long a reply is kept for a repeat (SPEC ID1). */
export const REPLY_KEPT_MS = 24 * 60 * 60 * 1_000;

interface Command<T> {
  readonly ctx: CallContext;
  readonly operation: string;
  readonly input: unknown;
  /** Whether the reply holds a token, which is never stored in clear. */
  readonly sealed?: boolean;
  readonly work: (tx: WriteTx) => Promise<T>;
}

export interface CommandRunner {
  /** Runs one command atomically, once per Idempotency-Key. Throws `key_reused` when the key came with another request. */
  run<T>(command: Command<T>): Promise<T>;
}

export function createCommandRunner(deps: { storage: Storage; clock: Clock }): CommandRunner {
  return {
    run(command) {
      const key = command.ctx.idempotencyKey;
      if (key === null) return deps.storage.write(command.work);
      return runOnce(deps, command, key);
    },
  };
}

async function runOnce<T>(deps: { storage: Storage; clock: Clock }, command: Command<T>, key: string): Promise<T> {
  const { ctx } = command;
  const scope = digest([ctx.project, ctx.principal.agent ?? ctx.principal.tokenId, command.operation, key]);
  const requestHash = digest([command.input]);
  const { reply, replayed } = await deps.storage.write(async (tx) => {
    const stored = await tx.q.findReply({ scope });
    if (stored !== undefined) {
      if (stored.requestHash !== requestHash) throw keyReused(key);
      return { reply: open<T>(stored.reply, { ctx, scope, key }), replayed: true };
    }
    const fresh = await command.work(tx);
    const text = JSON.stringify(fresh ?? null);
    const kept = command.sealed === true ? seal(text, ctx, scope) : text;
    const { changes } = await tx.q.insertReply({ scope, requestHash, reply: kept, createdAt: deps.clock.wallNow() });
    // The same request came twice at once, by two ways, and the other was faster: its reply is the one to give.
    if (changes !== 1) throw new Overtaken(stillRunning(key));
    return { reply: fresh, replayed: false };
  });
  ctx.reply.replayed = replayed;
  return reply;
}

function digest(parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

// A reply with a token is sealed under a key made from the caller's own token, which the store does not hold:
// the caller that repeats its request can read it, a thief of the database cannot.
const SEAL_MARK = 'sealed:';
const IV_BYTES = 12;
const TAG_BYTES = 16;

function sealingKey(ctx: CallContext, scope: string): Buffer {
  return Buffer.from(hkdfSync('sha256', ctx.sealingSecret, scope, 'batonpass reply', 32));
}

function seal(text: string, ctx: CallContext, scope: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(ctx, scope), iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return SEAL_MARK + Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
}

function open<T>(kept: string, from: { ctx: CallContext; scope: string; key: string }): T {
  if (!kept.startsWith(SEAL_MARK)) return JSON.parse(kept) as T; // our own row, of the shape that this operation stored
  const bytes = Buffer.from(kept.slice(SEAL_MARK.length), 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(from.ctx, from.scope), bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const head = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
  try {
    return JSON.parse(Buffer.concat([head, decipher.final()]).toString('utf8')) as T; // our own row, as above
  } catch {
    // Another token of the same agent: it may not read what was shown once to the first.
    throw keyReused(from.key);
  }
}

function stillRunning(key: string): BatonError {
  return new BatonError('unavailable', {
    detail: `Another request with the Idempotency-Key ${key} is being answered.`,
    hint: 'Send the request again with the same key.',
    retryAfterSeconds: 1,
  });
}

function keyReused(key: string): BatonError {
  return new BatonError('key_reused', {
    detail: `The Idempotency-Key ${key} was used for another request of this operation.`,
    hint: 'Make a new key for each new request; keep a key only to repeat the same one.',
  });
}
