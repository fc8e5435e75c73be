import type { RawData, WebSocket } from 'ws';
import { BatonError } from '../../contract/errors.ts';
import { CLOSE_CODES, ClientFrame, type ServerFrame } from '../../contract/frames.ts';
import type { CallContext } from '../../domain/auth/principal.ts';
import { unreachable } from '../../kernel/invariant.ts';
import type { DoorParts } from '../http/door-deps.ts';
import { logUnknown } from '../http/problem-reply.ts';
import { toBatonError } from '../trpc/rpc-errors.ts';
import { closeCode, TRY_LATER } from './close-code.ts';
import type { EventFrames } from './event-frames.ts';
import { keepAlive } from './keep-alive.ts';
import { type PacedSocket, paceSocket, SlowConsumer } from './paced-socket.ts';
import type { OpenStream } from './stream-registry.ts';

/** Frames of a client that may wait while earlier ones are answered. */
export const PENDING_FRAMES_MAX = 16;
/** The standard close code for our failure. */
const INTERNAL_ERROR = 1011;

export interface LiveSocketDeps {
  readonly parts: DoorParts;
  readonly frames: EventFrames;
  readonly requestId: string;
  /** Whose socket it is, where the upgrade has said so. */
  readonly proven: ProvenCaller | null;
  readonly prove: (token: string) => Promise<ProvenCaller>;
}

export interface ProvenCaller {
  readonly token: string;
  readonly call: CallContext;
}

/** One socket of /v1/events/ws: its frames are answered in order, and at most one subscription runs. */
export class LiveSocket implements OpenStream {
  readonly kind = 'live';
  readonly #socket: WebSocket;
  readonly #deps: LiveSocketDeps;
  readonly #paced: PacedSocket;
  #call: CallContext | null = null;
  #leave: () => void = () => {};
  #subscription: AbortController | null = null;
  #cursor: string | null = null;
  #turn: Promise<void> = Promise.resolve();
  #pending = 0;
  #authTimer: NodeJS.Timeout | undefined;
  #bookmarkTimer: NodeJS.Timeout | undefined;

  constructor(socket: WebSocket, deps: LiveSocketDeps) {
    this.#socket = socket;
    this.#deps = deps;
    this.#paced = paceSocket(socket, deps.parts.limits);
  }

  start(): void {
    const { limits } = this.#deps.parts;
    const socket = this.#socket;
    this.#authTimer = setTimeout(() => this.#tooLate(), limits.socketAuthTimeoutMs).unref();
    this.#bookmarkTimer = setInterval(() => this.#bookmark(), limits.bookmarkMs).unref();
    if (this.#deps.proven !== null) this.#admit(this.#deps.proven);
    keepAlive(socket, limits.socketPingMs);
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    // What went wrong with the connection shows in its close, which always follows.
    socket.on('error', () => {});
    socket.once('close', () => this.#ended());
  }

  goAway(resumeAfterMs: number): void {
    this.#finish({ type: 'goingAway', resumeAfterMs }, CLOSE_CODES.restart, 'restart');
  }

  expel(): void {
    this.#fail('unauthenticated', 'The token is no longer valid.', CLOSE_CODES.badToken);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (isBinary) {
      this.#fail('bad_request', 'Frames are JSON text, not binary.', CLOSE_CODES.badFrame);
      return;
    }
    if (this.#pending >= PENDING_FRAMES_MAX) {
      this.#fail('rate_limited', `More than ${PENDING_FRAMES_MAX} frames wait for an answer.`, TRY_LATER);
      return;
    }
    this.#pending += 1;
    this.#turn = this.#turn
      .then(() => this.#answer(String(data)))
      .catch((error: unknown) => this.#explain(error))
      .finally(() => {
        this.#pending -= 1;
      });
  }

  async #answer(text: string): Promise<void> {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const frame = readFrame(text);
    if (this.#call !== null) this.#deps.parts.limiter.take(this.#call.principal.tokenId);
    switch (frame.type) {
      case 'auth':
        if (this.#call !== null) throw badFrame('The socket has a token already.');
        this.#admit(await this.#deps.prove(frame.token));
        return;
      case 'subscribe':
        if (this.#call === null) throw notProven();
        // One at a time: a further one takes the place of the one before.
        this.#subscription?.abort();
        void this.#stream(this.#call, frame.after);
        return;
      case 'ping':
        return this.#paced.send(JSON.stringify({ type: 'pong' } satisfies ServerFrame));
      default:
        return unreachable(frame);
    }
  }

  #admit({ token, call }: ProvenCaller): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#leave = this.#deps.parts.streams.admit({ tokenId: call.principal.tokenId, token }, this);
    this.#call = call;
    clearTimeout(this.#authTimer);
  }

  async #stream(call: CallContext, after: string | undefined): Promise<void> {
    const subscription = new AbortController();
    this.#subscription = subscription;
    const { frames, parts } = this.#deps;
    try {
      for await (const batch of parts.services.events.subscribe(call, after, subscription.signal)) {
        this.#cursor = batch.cursor;
        for (const frame of frames.of(call.project, batch.events)) {
          this.#cursor = frame.cursor;
          await this.#paced.send(frame.bytes);
          if (subscription.signal.aborted) return;
        }
        if (batch.live) await this.#paced.send(JSON.stringify({ type: 'live', cursor: batch.cursor } satisfies ServerFrame));
        this.#bookmarkTimer?.refresh();
      }
    } catch (error) {
      if (!subscription.signal.aborted) this.#explain(error);
    } finally {
      if (this.#subscription === subscription) this.#subscription = null;
    }
  }

  #explain(error: unknown): void {
    const { frame, closeWith } = this.#answerTo(error);
    if (closeWith === null) this.#say(frame);
    else this.#finish(frame, closeWith, frame.type === 'error' ? frame.code : frame.type);
  }

  #answerTo(error: unknown): { frame: ServerFrame; closeWith: number | null } {
    if (error instanceof SlowConsumer) {
      const detail = `The reader is too slow and was cut off. Come back and subscribe after ${this.#cursor}.`;
      return { frame: { type: 'error', code: 'slow_consumer', detail }, closeWith: CLOSE_CODES.slowConsumer };
    }
    const known = toBatonError(error);
    if (!(known instanceof BatonError)) {
      logUnknown(error, { requestId: this.#deps.requestId, log: this.#deps.parts.log });
      return { frame: { type: 'error', code: 'internal', detail: 'The server failed.' }, closeWith: INTERNAL_ERROR };
    }
    if (known.code === 'cursor_expired' || known.code === 'log_reset') {
      // Not the end of the socket: the client reads the snapshot and subscribes again.
      return { frame: { type: 'reset', code: known.code, snapshot: '/v1/snapshot' }, closeWith: null };
    }
    const detail = `${known.details.detail} ${known.details.hint}`;
    return { frame: { type: 'error', code: known.code, detail }, closeWith: closeCode(known) };
  }

  #tooLate(): void {
    this.#fail('unauthenticated', 'No token came in time.', CLOSE_CODES.authTimeout);
  }

  #bookmark(): void {
    if (this.#subscription === null || this.#cursor === null) return;
    this.#say({ type: 'bookmark', cursor: this.#cursor });
  }

  #fail(code: string, detail: string, closeWith: number): void {
    this.#finish({ type: 'error', code, detail }, closeWith, code);
  }

  #finish(last: ServerFrame, closeWith: number, reason: string): void {
    this.#say(last);
    this.#subscription?.abort();
    this.#paced.close(closeWith, reason);
  }

  #say(frame: ServerFrame): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #ended(): void {
    clearTimeout(this.#authTimer);
    clearInterval(this.#bookmarkTimer);
    this.#subscription?.abort();
    this.#leave();
  }
}

function readFrame(text: string): ClientFrame {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badFrame('The frame is not JSON.');
  }
  const frame = ClientFrame.safeParse(value);
  if (frame.success) return frame.data;
  const issue = frame.error.issues[0];
  throw badFrame(`The frame cannot be read: ${issue?.path.map(String).join('.')} ${issue?.message}.`);
}

function badFrame(detail: string): BatonError {
  return new BatonError('bad_request', { detail, hint: 'The frames are in openapi/frames.json.' });
}

function notProven(): BatonError {
  return new BatonError('unauthenticated', {
    detail: 'The socket has no token yet.',
    hint: 'Send the Authorization header with the upgrade, or an auth frame first.',
  });
}
