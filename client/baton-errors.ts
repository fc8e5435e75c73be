import type { ErrorCode, Problem } from '../server/contract/errors.ts';
import type { LostReason } from '../server/contract/sessions.ts';

/** What a server said of a failed call. Codes that this client does not know yet are kept as they came. */
export interface ApiProblem {
  readonly code: ErrorCode | (string & {});
  readonly status: number;
  readonly detail: string;
  readonly hint: string;
  readonly retryable: boolean;
  readonly requestId: string | null;
  readonly current?: unknown;
  readonly problems?: Problem['problems'] | undefined;
  /** When the server wants to be asked again, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** The root of all that this client throws on purpose. No message, field or cause of it holds the token. */
export abstract class BatonError extends Error {}

/**
 * The server was not reached, did not answer in time, or answered with what is no reply of Batonpass. That of a call names the
 * addresses that were tried.
 */
export class BatonConnectionError extends BatonError {
  override readonly name = 'BatonConnectionError';
  /** The same call may succeed later; calls repeat it by themselves before they throw this. */
  readonly retryable = true;
}

/** An error that the server reported: its code, and what to do next. There is a subclass for each code. */
export class BatonApiError extends BatonError {
  /** One of the error table's codes, or a newer one. */
  readonly code: ErrorCode | (string & {});
  /** The HTTP status of the code, also over WebSocket. */
  readonly status: number;
  /** What to do next. */
  readonly hint: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** Names the call in the server's log; null where no request was sent. */
  readonly requestId: string | null;
  /** The object as it is now, where the caller acted on old knowledge. */
  readonly current: unknown;
  /** Each part of the input that is wrong, with its path. */
  readonly problems: ReadonlyArray<{ path: string; message: string }>;
  /** When the server wants to be asked again, in milliseconds; null: it did not say. */
  readonly retryAfterMs: number | null;

  constructor(problem: ApiProblem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.code = problem.code;
    this.status = problem.status;
    this.hint = problem.hint;
    this.retryable = problem.retryable;
    this.requestId = problem.requestId;
    this.current = problem.current;
    this.problems = problem.problems ?? [];
    this.retryAfterMs = problem.retryAfterMs ?? null;
    this.name = new.target.name;
  }
}

/** 400: the request cannot be read; `problems` names each part. */
export class BadRequest extends BatonApiError {}
/** 401: no valid token. */
export class Unauthenticated extends BatonApiError {}
/** 403: the token may not do this. */
export class Forbidden extends BatonApiError {}
/** 404: no such thing in this project. */
export class NotFound extends BatonApiError {}
/** 409: somebody else changed it; `current` is the object as it is now. */
export class VersionConflict extends BatonApiError {}
/** 409: another holds the task; `current` is the task. */
export class TaskHeld extends BatonApiError {}
/** 409: the task is not in a state to be claimed by this agent; `current` is the task. */
export class NotClaimable extends BatonApiError {}
/** 409: another has taken the message to the role; `current` says who. */
export class MessageTaken extends BatonApiError {}
/** 409: another claim holds paths that these would overlap; `current` is its reservation. */
export class PathsReserved extends BatonApiError {}
/** 409: the revision was superseded, or already decided. */
export class StaleReview extends BatonApiError {}
/** 409: the name is in use. */
export class NameTaken extends BatonApiError {}
/** 409: the agent holds as many tasks as it may; `current` names them. */
export class WipLimit extends BatonApiError {}
/** 409: the agent or its project is paused. */
export class AgentPaused extends BatonApiError {}
/** 409: the dependencies would form a circle. */
export class DependencyCycle extends BatonApiError {}
/** 410: the cursor is older than what is kept; read the snapshot and go on from its `asOf`. */
export class CursorExpired extends BatonApiError {}
/** 410: the log has begun anew; read the snapshot and go on from its `asOf`. */
export class LogReset extends BatonApiError {}
/** 413: too much at once. */
export class TooLarge extends BatonApiError {}
/** 415: the body is not JSON. */
export class WrongContentType extends BatonApiError {}
/** 421: the server does not answer under this host name. */
export class Misdirected extends BatonApiError {}
/** 422: the request reads well and makes no sense. */
export class InvalidInput extends BatonApiError {}
/** 422: the idempotency key was used for another request. */
export class KeyReused extends BatonApiError {}
/** 428: the change must name the version or epoch that it is based on. */
export class EpochRequired extends BatonApiError {}
/** 429: too many requests; `retryAfterMs` says when to go on, where the server told. */
export class RateLimited extends BatonApiError {}
/** 429: too many messages wait in the recipient's inbox. */
export class InboxFull extends BatonApiError {}
/** 500: the server failed; quote `requestId` to whoever runs it. */
export class InternalError extends BatonApiError {}
/** 503: not available now, for instance while it restarts. */
export class Unavailable extends BatonApiError {}
/** 507: the server's disk is full; reading goes on. */
export class StorageFull extends BatonApiError {}

/**
 * Why a lease counts as lost. Beside the server's reasons: `not_trusted`, no renewal came in time by the client's own
 * clock (SPEC LE2); `closed`, this client was closed; `refused`, the server refused a call of the holder.
 */
export type LeaseLostReason = LostReason | 'not_trusted' | 'closed' | 'refused';

/** 409: the lease is no longer this client's. Stop working on the task; also the reason of a claim's `lost`. */
export class LeaseLost extends BatonApiError {
  /** `refused` where only the refusal of a call told of it. */
  readonly reason: LeaseLostReason;

  constructor(problem: ApiProblem, options?: ErrorOptions & { reason?: LeaseLostReason }) {
    super(problem, options);
    this.reason = options?.reason ?? 'refused';
  }
}

/** The class for each code of the table. A code without one does not compile. */
const CLASS_BY_CODE: Record<ErrorCode, new (problem: ApiProblem, options?: ErrorOptions) => BatonApiError> = {
  bad_request: BadRequest,
  unauthenticated: Unauthenticated,
  forbidden: Forbidden,
  not_found: NotFound,
  version_conflict: VersionConflict,
  task_held: TaskHeld,
  not_claimable: NotClaimable,
  paths_reserved: PathsReserved,
  lease_lost: LeaseLost,
  message_taken: MessageTaken,
  stale_review: StaleReview,
  name_taken: NameTaken,
  wip_limit: WipLimit,
  agent_paused: AgentPaused,
  cycle: DependencyCycle,
  cursor_expired: CursorExpired,
  log_reset: LogReset,
  too_large: TooLarge,
  wrong_content_type: WrongContentType,
  misdirected: Misdirected,
  invalid_input: InvalidInput,
  key_reused: KeyReused,
  epoch_required: EpochRequired,
  rate_limited: RateLimited,
  inbox_full: InboxFull,
  internal: InternalError,
  unavailable: Unavailable,
  storage_full: StorageFull,
};

/** The error of a problem document: the class of its code, or BatonApiError itself for a code that is not known here. */
export function createApiError(problem: ApiProblem): BatonApiError {
  const classes: Record<string, (typeof CLASS_BY_CODE)[ErrorCode] | undefined> = CLASS_BY_CODE;
  const known = Object.hasOwn(CLASS_BY_CODE, problem.code) ? classes[problem.code] : undefined;
  return new (known ?? BatonApiError)(problem);
}

/** Whether the same call may succeed if it is sent again. */
export function isRetryable(error: unknown): boolean {
  return error instanceof BatonConnectionError || (error instanceof BatonApiError && error.retryable);
}
