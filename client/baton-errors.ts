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

/**
 * The root of what calls throw: what the server reported, with its code and what to do next, or that it could not be asked. There is a
 * subclass for each code, by the code's own name. No message, field or cause of it holds the token.
 */
export class BatonError extends Error {
  /** One of the error table's codes, or a newer one; or `connection_failed`. */
  readonly code: ErrorCode | (string & {});
  /** The HTTP status of the code, also over WebSocket; 0 where no server answered. */
  readonly status: number;
  /** What to do next. */
  readonly hint: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** Names the call in the server's log; null where no server answered. */
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

/**
 * The server was not reached, did not answer in time, or answered with what is no reply of Batonpass; whether it did what was asked is not
 * known. That of a call names the addresses that were tried. Calls repeat themselves before they throw this.
 */
export class ConnectionFailed extends BatonError {
  constructor(detail: string, options?: ErrorOptions) {
    const hint = 'Look whether the server runs at that address.';
    super({ code: 'connection_failed', status: 0, detail, hint, retryable: true, requestId: null }, options);
  }
}

/** 400: the request cannot be read; `problems` names each part. */
export class BadRequest extends BatonError {}
/** 401: no valid token. */
export class Unauthenticated extends BatonError {}
/** 403: the token may not do this. */
export class Forbidden extends BatonError {}
/** 404: no such thing in this project. */
export class NotFound extends BatonError {}
/** 409: somebody else changed it; `current` is the object as it is now. */
export class VersionConflict extends BatonError {}
/** 409: another holds the task; `current` is the task. */
export class TaskHeld extends BatonError {}
/** 409: the task is not in a state to be claimed by this agent; `current` is the task. */
export class NotClaimable extends BatonError {}
/** 409: another has taken the message to the role; `current` says who. */
export class MessageTaken extends BatonError {}
/** 409: another claim holds paths that these would overlap; `current` is its reservation. */
export class PathsReserved extends BatonError {}
/** 409: the revision was superseded, or already decided. */
export class StaleReview extends BatonError {}
/** 409: the name is in use. */
export class NameTaken extends BatonError {}
/** 409: the agent holds as many tasks as it may; `current` names them. */
export class WipLimit extends BatonError {}
/** 409: the agent or its project is paused. */
export class AgentPaused extends BatonError {}
/** 409: the dependencies would form a circle. */
export class Cycle extends BatonError {}
/** 410: the cursor is older than what is kept; read the snapshot and go on from its `asOf`. */
export class CursorExpired extends BatonError {}
/** 410: the log has begun anew; read the snapshot and go on from its `asOf`. */
export class LogReset extends BatonError {}
/** 413: too much at once. */
export class TooLarge extends BatonError {}
/** 415: the body is not JSON. */
export class WrongContentType extends BatonError {}
/** 421: the server does not answer under this host name. */
export class Misdirected extends BatonError {}
/** 422: the request reads well and makes no sense. */
export class InvalidInput extends BatonError {}
/** 422: the idempotency key was used for another request. */
export class KeyReused extends BatonError {}
/** 428: the change must name the version or epoch that it is based on. */
export class EpochRequired extends BatonError {}
/** 429: too many requests; `retryAfterMs` says when to go on, where the server told. */
export class RateLimited extends BatonError {}
/** 429: too many messages wait in the recipient's inbox. */
export class InboxFull extends BatonError {}
/** 500: the server failed; quote `requestId` to whoever runs it. */
export class Internal extends BatonError {}
/** 503: not available now, for instance while it restarts. */
export class Unavailable extends BatonError {}
/** 507: the server's disk is full; reading goes on. */
export class StorageFull extends BatonError {}

/**
 * Why a lease counts as lost. Beside the server's reasons: `not_trusted`, no renewal came in time by the client's own
 * clock (SPEC LE2); `closed`, this client was closed; `stopped`, its worker was; `refused`, the server refused a call of the holder;
 * `let_go`, it could not be given back, and is left to run out.
 */
export type LeaseLostReason = LostReason | 'not_trusted' | 'closed' | 'stopped' | 'refused' | 'let_go';

/** 409: the lease is no longer this client's. Stop working on the task; also the reason of a claim's `lost`. */
export class LeaseLost extends BatonError {
  /** `refused` where only the refusal of a call told of it. */
  readonly reason: LeaseLostReason;

  constructor(problem: ApiProblem, options?: ErrorOptions & { reason?: LeaseLostReason }) {
    super(problem, options);
    this.reason = options?.reason ?? 'refused';
  }
}

/** The class for each code of the table. A code without one does not compile. */
const CLASS_BY_CODE: Record<ErrorCode, new (problem: ApiProblem, options?: ErrorOptions) => BatonError> = {
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
  cycle: Cycle,
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
  internal: Internal,
  unavailable: Unavailable,
  storage_full: StorageFull,
};

/** The error of a problem document: the class of its code, or BatonError itself for a code that is not known here. */
export function createApiError(problem: ApiProblem): BatonError {
  const classes: Record<string, (typeof CLASS_BY_CODE)[ErrorCode] | undefined> = CLASS_BY_CODE;
  const known = Object.hasOwn(CLASS_BY_CODE, problem.code) ? classes[problem.code] : undefined;
  return new (known ?? BatonError)(problem);
}

/** Whether the same call may succeed if it is sent again. */
export function isRetryable(error: unknown): boolean {
  return error instanceof BatonError && error.retryable;
}

/** There was no task to claim, or no review to take in hand, within the time. The message says why. */
export class NothingClaimable extends Error {
  override readonly name = 'NothingClaimable';
}
