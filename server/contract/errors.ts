import { z } from 'zod';

interface ErrorKind {
  readonly status: number;
  readonly retryable: boolean;
  readonly title: string;
}

/** The one table of errors. Every door shows these codes; nothing else is an error of ours. */
export const ERRORS = {
  bad_request: { status: 400, retryable: false, title: 'The request cannot be read' },
  unauthenticated: { status: 401, retryable: false, title: 'No valid token' },
  forbidden: { status: 403, retryable: false, title: 'Not allowed' },
  not_found: { status: 404, retryable: false, title: 'Not found' },
  version_conflict: { status: 409, retryable: false, title: 'Changed by somebody else' },
  task_held: { status: 409, retryable: false, title: 'Held by another' },
  not_claimable: { status: 409, retryable: false, title: 'Cannot be claimed' },
  paths_reserved: { status: 409, retryable: false, title: 'Paths that another holds' },
  lease_lost: { status: 409, retryable: false, title: 'The lease is no longer yours' },
  message_taken: { status: 409, retryable: false, title: 'Taken by another' },
  stale_review: { status: 409, retryable: false, title: 'The review is out of date' },
  name_taken: { status: 409, retryable: false, title: 'The name is taken' },
  wip_limit: { status: 409, retryable: false, title: 'Holds enough already' },
  agent_paused: { status: 409, retryable: false, title: 'Paused' },
  cycle: { status: 409, retryable: false, title: 'The dependencies would form a circle' },
  cursor_expired: { status: 410, retryable: false, title: 'The cursor is too old' },
  log_reset: { status: 410, retryable: false, title: 'The log has begun anew' },
  too_large: { status: 413, retryable: false, title: 'Too large' },
  wrong_content_type: { status: 415, retryable: false, title: 'Wrong content type' },
  misdirected: { status: 421, retryable: false, title: 'Not a host of this server' },
  invalid_input: { status: 422, retryable: false, title: 'The request makes no sense' },
  key_reused: { status: 422, retryable: false, title: 'Idempotency key used for another request' },
  epoch_required: { status: 428, retryable: false, title: 'A version or epoch is required' },
  rate_limited: { status: 429, retryable: true, title: 'Too many requests' },
  inbox_full: { status: 429, retryable: true, title: 'The inbox is full' },
  internal: { status: 500, retryable: true, title: 'Internal error' },
  unavailable: { status: 503, retryable: true, title: 'Not available now' },
  storage_full: { status: 507, retryable: true, title: 'The disk is full' },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;

const codes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];
export const ErrorCodeSchema = z.enum(codes).meta({ id: 'ErrorCode' });

/** RFC 9457 problem details, as every door sends them. */
export const Problem = z
  .object({
    type: z.string().describe('A URI that names the kind of problem.'),
    title: z.string().describe('The kind of problem in a few words; the same for each code.'),
    status: z.int().describe('The HTTP status.'),
    detail: z.string().describe('What happened here, naming the thing.'),
    code: ErrorCodeSchema,
    hint: z.string().describe('What to do next.'),
    retryable: z.boolean().describe('Whether the same request may succeed later.'),
    requestId: z.string(),
    current: z.unknown().optional().describe('The object as it is now, where the caller acted on old knowledge.'),
    problems: z
      .array(
        z.object({
          path: z.string(),
          message: z.string(),
          position: z.int().optional().describe('Of the character in that text at which it stops being right, counted from 0.'),
          expected: z.string().optional().describe('What could stand there.'),
        }),
      )
      .optional()
      .describe('Each part of the request that is wrong, with its path.'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

export interface ErrorDetails {
  /** What happened, naming the thing. */
  readonly detail: string;
  /** What the caller should do next. */
  readonly hint: string;
  readonly current?: unknown;
  readonly problems?: ReadonlyArray<{ path: string; message: string; position?: number; expected?: string }>;
  readonly retryAfterSeconds?: number;
}

/** A caller's mistake, or a state of ours that the caller must know of. */
export class BatonError extends Error {
  override readonly name = 'BatonError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(details.detail);
    this.code = code;
    this.details = details;
  }
}

/** The problem document of an error. Anything that is not a BatonError becomes `internal` and says nothing of the inside. */
export function toProblem(error: unknown, requestId: string): Problem {
  const known = error instanceof BatonError ? error : internalError();
  const kind = ERRORS[known.code];
  return {
    type: `urn:batonpass:error:${known.code}`,
    title: kind.title,
    status: kind.status,
    detail: known.details.detail,
    code: known.code,
    hint: known.details.hint,
    retryable: kind.retryable,
    requestId,
    ...(known.details.current === undefined ? {} : { current: known.details.current }),
    ...(known.details.problems === undefined ? {} : { problems: [...known.details.problems] }),
  };
}

function internalError(): BatonError {
  return new BatonError('internal', {
    detail: 'The server failed to answer.',
    hint: 'Try again with the same Idempotency-Key; if it stays, give the requestId to whoever runs the server.',
  });
}
