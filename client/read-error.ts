import { TRPCClientError } from '@trpc/client';
import { type ApiProblem, BatonError, ConnectionFailed, createApiError } from './baton-errors.ts';

/** Waits that the server asks for are believed up to this. */
const RETRY_AFTER_MAX_MS = 24 * 60 * 60 * 1_000;

/** The error of ours for whatever a transport threw. */
export function readError(thrown: unknown): BatonError {
  if (thrown instanceof BatonError) return thrown;
  if (!(thrown instanceof TRPCClientError)) return connectionError(thrown);
  if (thrown.cause instanceof BatonError) return thrown.cause;
  const data: unknown = thrown.data;
  const problem = readProblem(isRecord(data) ? data['problem'] : undefined, retryAfterOf(thrown.meta));
  if (problem !== null) return createApiError(problem);
  return connectionError(thrown.cause ?? thrown);
}

/** A problem document (RFC 9457) as the server sends it, or null for what is none. */
export function readProblem(value: unknown, retryAfterMs: number | null): ApiProblem | null {
  if (!isRecord(value)) return null;
  const { code, status, detail, hint, retryable, requestId, current, problems } = value;
  if (typeof code !== 'string' || typeof status !== 'number') return null;
  return {
    code,
    status,
    detail: typeof detail === 'string' ? detail : code,
    hint: typeof hint === 'string' ? hint : '',
    retryable: retryable === true,
    requestId: typeof requestId === 'string' && requestId !== '' ? requestId : null,
    current,
    problems: Array.isArray(problems) ? problems.filter(isPathProblem) : [],
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  };
}

/** The milliseconds that a Retry-After header asks for, as seconds or as a date; null: none, or not readable. */
export function readRetryAfter(header: string | null, wallNow: number): number | null {
  if (header === null || header === '') return null;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - wallNow;
  return Number.isFinite(wait) ? Math.min(RETRY_AFTER_MAX_MS, Math.max(0, wait)) : null;
}

function retryAfterOf(meta: Record<string, unknown> | undefined): number | null {
  const response: unknown = meta?.['response'];
  return response instanceof Response ? readRetryAfter(response.headers.get('retry-after'), Date.now()) : null;
}

function connectionError(cause: unknown): ConnectionFailed {
  // A close event or a rejected value of another kind says nothing to a reader; an Error does.
  const known = cause instanceof Error;
  return new ConnectionFailed(
    `The server could not be reached${known ? `: ${rootMessage(cause)}` : ''}.`,
    known ? { cause } : {},
  );
}

/** fetch says only "fetch failed"; what failed is in its cause. */
function rootMessage(error: Error): string {
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isPathProblem(value: unknown): value is { path: string; message: string } {
  return isRecord(value) && typeof value['path'] === 'string' && typeof value['message'] === 'string';
}
