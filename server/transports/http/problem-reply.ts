import { BatonError, ERRORS, toProblem } from '../../contract/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { toBatonError } from '../trpc/rpc-errors.ts';

/** An HTTP answer before it takes the form that one door needs. */
export interface PlainReply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export const REQUEST_ID_HEADER = 'Baton-Request-Id';
const RETRY_AFTER_DEFAULT_SECONDS = 1;

/** The answer to a request that failed. What is not a mistake of the caller is logged, and nothing of it is shown. */
export function problemReply(error: unknown, to: { requestId: string; log: Log }): PlainReply {
  const known = toBatonError(error);
  if (!(known instanceof BatonError)) logUnknown(known, to);
  const problem = toProblem(known, to.requestId);
  return {
    status: problem.status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      [REQUEST_ID_HEADER]: to.requestId,
      ...retryAfter(known),
    },
    body: JSON.stringify(problem),
  };
}

export function logUnknown(error: unknown, to: { requestId: string; log: Log }): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  to.log.error({ requestId: to.requestId, error: { name, message, stack } }, 'a request failed');
}

function retryAfter(known: unknown): Record<string, string> {
  if (!(known instanceof BatonError)) return {};
  const { status, retryable } = ERRORS[known.code];
  const asked = known.details.retryAfterSeconds;
  if (!retryable || (asked === undefined && status !== 429 && status !== 503)) return {};
  return { 'Retry-After': String(asked ?? RETRY_AFTER_DEFAULT_SECONDS) };
}
