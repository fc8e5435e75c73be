import { type TRPCLink, type TRPCRequestOptions, TRPCUntypedClient } from '@trpc/client';
import type { AppRouter } from '../server/transports/trpc/app-router.ts';
import type { ClientClock } from './client-clock.ts';
import { readError } from './read-error.ts';
import { endOfCall, repeatCall, type Sent } from './repeat-call.ts';
import { RETRIES_DEFAULT } from './retry-rules.ts';
import type { ServerUrl } from './server-url.ts';

/** How long one sending of a call to one address may take; a call that waits on the server gets its waiting time on top. */
export const CALL_TIMEOUT_MS = 30_000;
/** The name of the field that carries, over WebSocket, what HTTP says in headers. */
const ENVELOPE_FIELD = '$call';

/** What a caller may set for one call, as the `context` of tRPC's request options. */
export interface CallPolicy {
  /** How long one sending to one address may take, in milliseconds. */
  readonly timeoutMs?: number;
  /** How often the call is sent again after a failure that may pass; with several addresses, each time through all of them. */
  readonly retries?: number;
  /** A key of the caller's own, where it repeats calls by itself across restarts of its process (SPEC ID1). */
  readonly idempotencyKey?: string;
  /** The call names no session: it begins one, or is no business of one. */
  readonly withoutSession?: boolean;
}

/** What goes with each call beside its input. */
export interface Envelope {
  readonly idempotencyKey?: string;
  readonly session?: string;
  readonly project?: string;
}

/** One way to the server, at any of its addresses. */
export interface Line {
  readonly link: TRPCLink<AppRouter>;
  /** `input`: the envelope goes into the input; `headers`: the link reads it from the operation's context. */
  readonly envelopeIn: 'input' | 'headers';
  /** All that a call may be sent to. */
  readonly addresses: readonly ServerUrl[];
  /** Resolves, with where it will go, when a call can be sent; rejects when `signal` fires or none ever can. */
  ready(signal: AbortSignal): Promise<ServerUrl>;
  /** Told of what went wrong at an address, so that the next call goes elsewhere where that may help. */
  failed(at: ServerUrl, error: unknown): void;
}

interface LineUse {
  readonly line: Line;
  readonly clock: ClientClock;
  /** The session and project of the calls, as they are now. */
  readonly identity: () => Omit<Envelope, 'idempotencyKey'>;
  /** Fires when the client is closed. */
  readonly closing: AbortSignal;
}

interface Call {
  readonly type: 'query' | 'mutation';
  readonly path: string;
  readonly input: unknown;
  readonly opts: TRPCRequestOptions | undefined;
}

/**
 * tRPC's client with what a caller of Batonpass needs: an idempotency key on each mutation that stays over repeats, time-outs,
 * repeats after failures that may pass, and the errors of ours. A link could not do it: tRPC's retryLink knows no Retry-After,
 * and whatever a link throws comes out wrapped.
 */
export class RpcClient extends TRPCUntypedClient<AppRouter> {
  readonly #use: LineUse;

  constructor(use: LineUse) {
    super({ links: [use.line.link] });
    this.#use = use;
  }

  override query(path: string, input?: unknown, opts?: TRPCRequestOptions): Promise<unknown> {
    return this.#call({ type: 'query', path, input, opts });
  }

  override mutation(path: string, input?: unknown, opts?: TRPCRequestOptions): Promise<unknown> {
    return this.#call({ type: 'mutation', path, input, opts });
  }

  override subscription(...[path, input, opts]: Parameters<TRPCUntypedClient<AppRouter>['subscription']>) {
    const { line, identity } = this.#use;
    return super.subscription(path, withEnvelope(input, identity(), line.envelopeIn), opts);
  }

  async #call(call: Call): Promise<unknown> {
    const { line, clock, closing } = this.#use;
    const policy = readPolicy(call.opts?.context);
    const idempotencyKey = call.type === 'mutation' ? (policy.idempotencyKey ?? crypto.randomUUID()) : undefined;
    const one = { ...policy, timeoutMs: policy.timeoutMs ?? timeoutOf(call.input), idempotencyKey };
    return repeatCall({
      send: () => this.#send(call, one),
      failed: (at, error) => line.failed(at, error),
      addresses: line.addresses,
      retries: policy.retries ?? RETRIES_DEFAULT,
      clock,
      closing,
      stop: call.opts?.signal ?? null,
    });
  }

  /** Sends a call once, to one address. */
  async #send(call: Call, one: Sending): Promise<Sent<unknown>> {
    const { line, clock, closing } = this.#use;
    const { timeoutMs } = one;
    const envelope = this.#envelope(one);
    const end = endOfCall({ clock, timeoutMs, closing, stop: call.opts?.signal ?? null, path: call.path });
    const input = withEnvelope(call.input, envelope, line.envelopeIn);
    let at: ServerUrl | null = null;
    try {
      at = await line.ready(end.signal);
      end.sent();
      const opts = { signal: end.signal, context: { ...call.opts?.context, envelope, address: at } };
      const value = await (call.type === 'query' ? super.query(call.path, input, opts) : super.mutation(call.path, input, opts));
      return { value };
    } catch (error) {
      // A transport ends an aborted call with an error of its own; what counts is why it was aborted.
      return { error: end.signal.aborted ? end.signal.reason : readError(error), at };
    } finally {
      end.dispose();
    }
  }

  #envelope({ idempotencyKey, withoutSession }: Sending): Envelope {
    const { session, project } = this.#use.identity();
    return {
      ...(session === undefined || withoutSession === true ? {} : { session }),
      ...(project === undefined ? {} : { project }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    };
  }
}

type Sending = Pick<CallPolicy, 'withoutSession'> & {
  readonly timeoutMs: number;
  readonly idempotencyKey: string | undefined;
};

function readPolicy(context: TRPCRequestOptions['context']): CallPolicy {
  const { timeoutMs, retries, idempotencyKey, withoutSession } = context ?? {};
  return {
    ...(typeof timeoutMs === 'number' ? { timeoutMs } : {}),
    ...(typeof retries === 'number' ? { retries } : {}),
    ...(typeof idempotencyKey === 'string' ? { idempotencyKey } : {}),
    ...(withoutSession === true ? { withoutSession } : {}),
  };
}

function timeoutOf(input: unknown): number {
  const waits = typeof input === 'object' && input !== null && 'waitSeconds' in input ? input.waitSeconds : 0;
  return CALL_TIMEOUT_MS + (typeof waits === 'number' ? waits * 1_000 : 0);
}

/** Over HTTP the project alone goes into the input: there is no header for it. */
function withEnvelope(input: unknown, envelope: Envelope, where: Line['envelopeIn']): unknown {
  const { project } = envelope;
  const shown = where === 'input' ? envelope : project === undefined ? {} : { project };
  if (Object.keys(shown).length === 0) return input;
  if (input === undefined) return { [ENVELOPE_FIELD]: shown };
  return typeof input === 'object' && input !== null ? { ...input, [ENVELOPE_FIELD]: shown } : input;
}
