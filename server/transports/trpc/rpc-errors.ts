import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { BatonError } from '../../contract/errors.ts';

/** The error of ours behind what tRPC threw; what is neither ours nor the caller's stays what it is and becomes `internal`. */
export function toBatonError(error: unknown): unknown {
  if (error instanceof BatonError) return error;
  // The one place where zod reads is what a caller sent; what we send is not parsed by it outside tRPC.
  if (error instanceof ZodError) return badInput(error);
  if (!(error instanceof TRPCError)) return error;
  if (error.cause instanceof BatonError) return error.cause;
  if (error.cause instanceof ZodError) return badInput(error.cause);
  switch (error.code) {
    case 'NOT_FOUND':
      return new BatonError('not_found', { detail: 'There is no such procedure.', hint: 'See /openapi.json for what there is.' });
    case 'PARSE_ERROR':
    case 'BAD_REQUEST':
    case 'METHOD_NOT_SUPPORTED':
      return new BatonError('bad_request', {
        detail: 'The request cannot be read.',
        hint: 'Send JSON as /openapi.json describes it.',
      });
    case 'UNSUPPORTED_MEDIA_TYPE':
      return new BatonError('wrong_content_type', {
        detail: 'The body is not JSON.',
        hint: 'Send `Content-Type: application/json`.',
      });
    case 'PAYLOAD_TOO_LARGE':
      return new BatonError('too_large', { detail: 'The request is too large.', hint: 'Send less at once.' });
    default:
      return error.code === 'INTERNAL_SERVER_ERROR' && error.cause !== undefined ? error.cause : error;
  }
}

const PROBLEMS_MAX = 20;

function badInput(error: ZodError): BatonError {
  const problems = error.issues
    .slice(0, PROBLEMS_MAX)
    .map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  const first = problems[0];
  return new BatonError('bad_request', {
    detail:
      first === undefined ? 'The request cannot be read.' : `${first.path === '' ? 'The request' : first.path}: ${first.message}`,
    hint: 'Mend each of `problems`; /openapi.json says what is expected.',
    problems,
  });
}
