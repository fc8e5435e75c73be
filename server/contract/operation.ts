import type { Role } from './agents.ts';
import type { ErrorCode } from './errors.ts';

/** What a procedure says of itself beside its input and output; the other doors are made from it. */
export interface OperationMeta {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With `{name}` for each part that is taken from the path. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly status: 200 | 201;
  readonly tag:
    | 'agents'
    | 'sessions'
    | 'tasks'
    | 'reviews'
    | 'messages'
    | 'reservations'
    | 'events'
    | 'projects'
    | 'tokens'
    | 'auth'
    | 'insight';
  /** Where REST has plain bytes in place of JSON: the body of the request, or the answer. */
  readonly bytes?: 'request' | 'response';
  /** The codes that it may answer beside those that every operation may. */
  readonly errors: readonly ErrorCode[];
  /** The least role that may call it; `anyone` needs no token. */
  readonly role: Role | 'anyone';
}
