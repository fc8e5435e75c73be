import { initTRPC, TRPCError } from '@trpc/server';
import { BatonError, ERRORS, toProblem } from '../../contract/errors.ts';
import type { OperationMeta } from '../../contract/operation.ts';
import { authorizeCall } from './authorize-call.ts';
import { CallEnvelope } from './call-envelope.ts';
import type { RpcContext } from './rpc-context.ts';
import { toBatonError } from './rpc-errors.ts';

const t = initTRPC
  .context<RpcContext>()
  .meta<OperationMeta>()
  .create({
    isDev: false,
    // One way for each kind of stream: tRPC's over WebSocket, plain SSE at /v1/events/stream.
    sse: { enabled: false },
    errorFormatter: ({ shape, error, ctx }) => {
      const known = toBatonError(error);
      const problem = toProblem(known, ctx?.requestId ?? '');
      // The stock message and stack tell of the inside; the problem document says all that a caller may know.
      return {
        ...shape,
        message: problem.detail,
        data: { code: shape.data.code, httpStatus: problem.status, path: shape.data.path, problem },
      };
    },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Tells the door how each call ended, whichever door it came through. */
const observed = t.middleware(async ({ ctx, meta, next }) => {
  if (ctx.observe === undefined || meta === undefined) return next();
  const startedAt = performance.now();
  const result = await next();
  const status = result.ok ? meta.status : statusOf(result.error);
  ctx.observe({ operationId: meta.operationId, status, durationMs: performance.now() - startedAt });
  return result;
});

const authorized = t.middleware(async ({ ctx, meta, next, getRawInput }) => {
  const envelope = await readEnvelope(getRawInput);
  return next({ ctx: { call: await authorizeCall(ctx, meta, envelope) } });
});

/** Takes the envelope off, so that the operation's own schema sees only its own fields. */
const unwrap = t.middleware(async ({ next, getRawInput }) => {
  const raw = await getRawInput();
  if (!hasEnvelope(raw)) return next();
  const { $call: _, ...input } = raw;
  return next({ getRawInput: async () => input });
});

/** Begins the one declaration of an operation: all doors are made from it. */
export function operation(meta: OperationMeta) {
  return t.procedure.meta(meta).use(observed).use(authorized).use(unwrap);
}

function statusOf(error: unknown): number {
  const known = toBatonError(error);
  return known instanceof BatonError ? ERRORS[known.code].status : ERRORS.internal.status;
}

/** What a call over tRPC carries in place of headers. */
async function readEnvelope(getRawInput: () => Promise<unknown>): Promise<CallEnvelope> {
  const raw = await getRawInput();
  if (!hasEnvelope(raw)) return {};
  const parsed = CallEnvelope.safeParse(raw.$call);
  if (parsed.success) return parsed.data;
  throw new TRPCError({ code: 'BAD_REQUEST', cause: parsed.error });
}

function hasEnvelope(raw: unknown): raw is { $call: unknown } {
  return typeof raw === 'object' && raw !== null && '$call' in raw;
}
