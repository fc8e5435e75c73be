import { z } from 'zod';
import { IDEMPOTENCY_KEY_MAX_CHARS, Name } from '../../contract/common.ts';

/**
 * What HTTP says in headers, for calls over one WebSocket that has none of its own: sent as `$call` beside the fields
 * of the input.
 */
export const CallEnvelope = z.strictObject({
  idempotencyKey: z.string().min(1).max(IDEMPOTENCY_KEY_MAX_CHARS).optional(),
  session: z.string().min(1).max(64).optional(),
  project: Name.optional(),
});
export type CallEnvelope = z.infer<typeof CallEnvelope>;
