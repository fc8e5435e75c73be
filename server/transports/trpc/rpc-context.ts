import type { ArtifactContent } from '../../contract/artifacts.ts';
import type { OpenArtifact } from '../../domain/artifacts/artifact-service.ts';
import type { Services } from '../../domain/services.ts';
import type { RateLimiter } from '../rate-limiter.ts';

/** What a door knows of a call before anyone has looked at its token. */
export interface RpcContext {
  readonly services: Services;
  readonly limiter: RateLimiter;
  /** The bearer token, or null. */
  readonly token: string | null;
  readonly project: string | null;
  readonly session: string | null;
  readonly idempotencyKey: string | null;
  readonly requestId: string;
  /** Set by the call, for the door to show. */
  readonly reply: { replayed: boolean };
  /** What a door does with plain bytes. Absent where there is only JSON: bytes are then base64 within it. */
  readonly bytes?: ByteDoor | undefined;
  /** Keeps and drops the cookie of a browser. Absent where an answer cannot carry one. */
  readonly cookies?: CookieDoor | undefined;
  /** What the door says of its connection. Absent where calls come from this process. */
  readonly connection?: CallerConnection | undefined;
  /** Told of each call that ended. */
  readonly observe?: ((call: EndedCall) => void) | undefined;
}

export interface ByteDoor {
  /** The body of the request. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Takes what is to be answered; what comes back stands for it in the answer of the procedure, which such a door does not send. */
  answer(opened: OpenArtifact): ArtifactContent;
}

export interface CookieDoor {
  /** Sends the browser its token as cookie, for so many seconds. */
  keep(token: string, seconds: number): void;
  drop(): void;
}

export interface CallerConnection {
  /** Fires when the caller has gone away or the server stops. Made only when asked for: most calls need none. */
  gone(): AbortSignal;
  /** Resolves when the connection takes more, so that a stream of answers is never faster than its reader. */
  writable(): Promise<void>;
  /** Counts a stream of this connection in, and returns how to count it out. Throws `rate_limited` when there are too many. */
  openStream(): () => void;
}

export interface EndedCall {
  readonly operationId: string;
  readonly status: number;
  readonly durationMs: number;
}
