import type { IncomingMessage } from 'node:http';
import { getWSConnectionHandler } from '@trpc/server/adapters/ws';
import type { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { Name } from '../../contract/common.ts';
import { BatonError } from '../../contract/errors.ts';
import { CLOSE_CODES } from '../../contract/frames.ts';
import type { DoorParts } from '../http/door-deps.ts';
import { checkJsonBytes } from '../http/json-body.ts';
import { logUnknown } from '../http/problem-reply.ts';
import { closeCode, TRY_LATER } from '../live/close-code.ts';
import { keepAlive } from '../live/keep-alive.ts';
import { type PacedSocket, paceSocket, SlowConsumer } from '../live/paced-socket.ts';
import type { OpenStream } from '../live/stream-registry.ts';
import { appRouter } from './app-router.ts';
import type { CallerConnection, RpcContext } from './rpc-context.ts';
import { toBatonError } from './rpc-errors.ts';

/** Answers to calls that ran already may wait beyond the bound; so far, and the socket is cut. */
const PILED_UP_FACTOR = 8;

/** What a browser sends first, since it cannot send headers with an upgrade. */
const ConnectionParams = z.object({
  token: z.string().max(300),
  session: z.string().max(64).optional(),
  project: Name.optional(),
});

export interface TrpcCaller {
  readonly token: string | null;
  readonly session: string | null;
  readonly project: string | null;
  readonly requestId: string;
}

/** Speaks tRPC on one socket. `from` is what the upgrade said; the connection params say the rest. */
export function serveTrpcSocket(
  socket: WebSocket,
  given: { parts: DoorParts; server: WebSocketServer; incoming: IncomingMessage; from: TrpcCaller },
): void {
  const { parts, incoming, from } = given;
  const stream = new TrpcSocket(socket, parts);
  const handler = getWSConnectionHandler({
    wss: given.server,
    router: appRouter,
    experimental_encoder: { encode: (value) => stream.encode(value), decode: (data) => decode(data, parts) },
    createContext: async ({ info }) => {
      try {
        const params = info.connectionParams === null ? {} : readParams(info.connectionParams);
        const ctx = rpcContext(parts, stream, { ...from, ...params });
        await stream.prove(ctx);
        return ctx;
      } catch (error) {
        stream.refuse(error);
        throw error;
      }
    },
    onError: ({ error }) => {
      const known = toBatonError(error);
      if (!(known instanceof BatonError)) logUnknown(known, { requestId: from.requestId, log: parts.log });
    },
  });
  handler(socket, incoming);
}

/** A message of tRPC, within the limits of any body. */
function decode(data: unknown, { limits }: DoorParts): unknown {
  if (typeof data !== 'string') throw new BatonError('bad_request', { detail: 'Messages are text.', hint: 'Send JSON.' });
  checkJsonBytes(Buffer.from(data), limits.jsonMaxDepth);
  const message: unknown = JSON.parse(data);
  if (!Array.isArray(message) || message.length <= limits.batchMaxCalls) return message;
  throw new BatonError('too_large', {
    detail: `A batch holds at most ${limits.batchMaxCalls} calls.`,
    hint: 'Send the others in further batches.',
  });
}

function readParams(params: unknown): Partial<TrpcCaller> {
  const { token, session, project } = ConnectionParams.parse(params);
  return { token, session: session ?? null, project: project ?? null };
}

function rpcContext(parts: DoorParts, connection: CallerConnection, caller: TrpcCaller): RpcContext {
  return {
    services: parts.services,
    limiter: parts.limiter,
    ...caller,
    idempotencyKey: null,
    reply: { replayed: false },
    connection,
    observe: parts.metrics.observe,
  };
}

class TrpcSocket implements OpenStream, CallerConnection {
  readonly kind = 'trpc';
  readonly #socket: WebSocket;
  readonly #parts: DoorParts;
  readonly #paced: PacedSocket;
  readonly #closed = new AbortController();
  readonly #gone: AbortSignal;
  readonly #authTimer: NodeJS.Timeout;
  #leave: () => void = () => {};
  #openStreams = 0;

  constructor(socket: WebSocket, parts: DoorParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#paced = paceSocket(socket, parts.limits);
    this.#gone = AbortSignal.any([this.#closed.signal, parts.state.draining]);
    this.#authTimer = setTimeout(
      () => this.#close(CLOSE_CODES.authTimeout, 'no token'),
      parts.limits.socketAuthTimeoutMs,
    ).unref();
    keepAlive(socket, parts.limits.socketPingMs);
    socket.once('close', () => {
      clearTimeout(this.#authTimer);
      this.#closed.abort();
      this.#leave();
    });
  }

  /** A message to send. When answers pile up, no more calls are read until they have gone out. */
  encode(value: unknown): string {
    const { socketBufferMaxBytes } = this.#parts.limits;
    if (this.#socket.bufferedAmount > PILED_UP_FACTOR * socketBufferMaxBytes) this.#socket.terminate();
    else if (this.#socket.bufferedAmount > socketBufferMaxBytes && !this.#socket.isPaused) {
      this.#socket.pause();
      // Too slow: writable has closed it.
      this.writable().then(
        () => this.#socket.resume(),
        () => this.#socket.terminate(),
      );
    }
    return JSON.stringify(value);
  }

  /** Looks at the token once, so that the socket closes with it; each call looks again. */
  async prove(ctx: RpcContext): Promise<void> {
    const principal = await ctx.services.auth.authenticate(ctx.token);
    if (this.#closed.signal.aborted) return;
    this.#leave = this.#parts.streams.admit({ tokenId: principal.tokenId, token: ctx.token ?? '' }, this);
    clearTimeout(this.#authTimer);
  }

  /** Closes once tRPC has told the client why. */
  refuse(error: unknown): void {
    const mayPass = closeCode(toBatonError(error)) === TRY_LATER;
    setImmediate(() => (mayPass ? this.#close(TRY_LATER, 'try later') : this.#close(CLOSE_CODES.badToken, 'unauthenticated')));
  }

  gone(): AbortSignal {
    return this.#gone;
  }

  async writable(): Promise<void> {
    try {
      await this.#paced.writable();
    } catch (error) {
      if (error instanceof SlowConsumer) this.#close(CLOSE_CODES.slowConsumer, 'slow consumer');
      throw error;
    }
  }

  openStream(): () => void {
    const { streamsPerSocket } = this.#parts.limits;
    if (this.#openStreams >= streamsPerSocket) throw tooManySubscriptions(streamsPerSocket);
    this.#openStreams += 1;
    return () => {
      this.#openStreams -= 1;
    };
  }

  goAway(resumeAfterMs: number): void {
    // tRPC's own word for it; its client connects again by itself.
    this.#socket.send(JSON.stringify({ id: null, method: 'reconnect' }));
    this.#close(CLOSE_CODES.restart, `resume after ${resumeAfterMs} ms`);
  }

  expel(): void {
    this.#close(CLOSE_CODES.badToken, 'unauthenticated');
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #close(code: number, reason: string): void {
    this.#paced.close(code, reason);
    this.#closed.abort();
  }
}

function tooManySubscriptions(limit: number): BatonError {
  return new BatonError('rate_limited', {
    detail: `This socket has ${limit} subscriptions already.`,
    hint: 'Stop some; one follows a whole project.',
    retryAfterSeconds: 5,
  });
}
