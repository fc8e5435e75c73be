import { BatonError } from '../../contract/errors.ts';
import type { AuthService } from '../../domain/auth/auth-service.ts';
import type { Log } from '../../kernel/log.ts';

export type StreamKind = 'live' | 'trpc' | 'sse';

/** An open socket or event stream, as the registry sees it. */
export interface OpenStream {
  readonly kind: StreamKind;
  /** Tells the reader to come back after so long, and closes. */
  goAway(resumeAfterMs: number): void;
  /** Closes because the token is worth nothing any more. */
  expel(): void;
  /** Closes without another word. */
  terminate(): void;
}

export interface StreamRegistry {
  /** Counts a stream of this token in, and returns how to count it out. Throws `rate_limited` when the token has too many. */
  admit(owner: { tokenId: string; token: string }, stream: OpenStream): () => void;
  /** Throws `rate_limited` when the token has as many streams as it may. */
  checkRoom(tokenId: string): void;
  /** How many WebSockets are counted in. */
  sockets(): number;
  /** Closes all streams of a token at once (SPEC SE5). */
  expel(tokenId: string): void;
  counts(): ReadonlyMap<StreamKind, number>;
  /** Sends every reader away and resolves when all have gone, or when `graceMs` have passed and they were cut off. */
  drain(graceMs: number): Promise<void>;
  close(): void;
}

/** Tokens looked at again at a time: one that expired, or whose agent retired, loses its sockets at the next look. */
export const TOKENS_PER_CHECK = 200;
/** Readers come back spread over so long, so that a restart meets no stampede. */
export const RESUME_SPREAD_MS = 2_000;

interface Holding {
  readonly token: string;
  readonly streams: Set<OpenStream>;
}

export function createStreamRegistry(given: {
  auth: AuthService;
  log: Log;
  streamsPerToken: number;
  tokenCheckMs: number;
}): StreamRegistry {
  const holdings = new Map<string, Holding>();
  const counts = new Map<StreamKind, number>([
    ['live', 0],
    ['trpc', 0],
    ['sse', 0],
  ]);
  let emptied: () => void = () => {};
  const timer = setInterval(() => void checkSome(), given.tokenCheckMs).unref();
  let places: Iterator<[string, Holding]> = holdings.entries();

  async function checkSome(): Promise<void> {
    for (let i = 0; i < Math.min(TOKENS_PER_CHECK, holdings.size); i += 1) {
      let next = places.next();
      if (next.done === true) {
        places = holdings.entries();
        next = places.next();
      }
      if (next.done !== true) await check(next.value[0], next.value[1]);
    }
  }

  async function check(tokenId: string, { token }: Holding): Promise<void> {
    try {
      await given.auth.authenticate(token);
    } catch (error) {
      if (error instanceof BatonError && error.code === 'unauthenticated') expel(tokenId);
      else given.log.warn({ error: String(error) }, 'a token of an open socket could not be looked up');
    }
  }

  function expel(tokenId: string): void {
    for (const stream of [...(holdings.get(tokenId)?.streams ?? [])]) stream.expel();
  }

  function leave(tokenId: string, stream: OpenStream): void {
    const holding = holdings.get(tokenId);
    if (holding === undefined || !holding.streams.delete(stream)) return;
    counts.set(stream.kind, (counts.get(stream.kind) ?? 1) - 1);
    if (holding.streams.size === 0) holdings.delete(tokenId);
    if (holdings.size === 0) emptied();
  }

  function checkRoom(tokenId: string): void {
    const open = holdings.get(tokenId)?.streams.size ?? 0;
    if (open >= given.streamsPerToken) throw tooManyStreams(given.streamsPerToken);
  }

  return {
    checkRoom,
    sockets: () => (counts.get('live') ?? 0) + (counts.get('trpc') ?? 0),
    admit({ tokenId, token }, stream) {
      checkRoom(tokenId);
      const holding = holdings.get(tokenId) ?? { token, streams: new Set() };
      holding.streams.add(stream);
      holdings.set(tokenId, holding);
      counts.set(stream.kind, (counts.get(stream.kind) ?? 0) + 1);
      return () => leave(tokenId, stream);
    },
    expel,
    counts: () => counts,
    async drain(graceMs) {
      const all = () => [...holdings.values()].flatMap((holding) => [...holding.streams]);
      if (holdings.size === 0) return;
      const gone = new Promise<void>((resolve) => {
        emptied = resolve;
      });
      for (const stream of all()) stream.goAway(Math.floor(Math.random() * RESUME_SPREAD_MS));
      const cutOff = setTimeout(() => {
        for (const stream of all()) stream.terminate();
        emptied();
      }, graceMs);
      await gone;
      clearTimeout(cutOff);
    },
    close: () => clearInterval(timer),
  };
}

function tooManyStreams(limit: number): BatonError {
  return new BatonError('rate_limited', {
    detail: `This token has ${limit} sockets and event streams open already.`,
    hint: 'Close some; one socket can follow a whole project.',
    retryAfterSeconds: 5,
  });
}
