import type { ServerResponse } from 'node:http';
import type { Context, Hono } from 'hono';
import type { CallContext } from '../../domain/auth/principal.ts';
import type { LiveEvents } from '../../domain/events/event-service.ts';
import type { DoorParts } from '../http/door-deps.ts';
import type { DoorEnv } from '../http/door-env.ts';
import { httpContext, requestConnection } from '../http/http-context.ts';
import { logUnknown, problemReply, REQUEST_ID_HEADER } from '../http/problem-reply.ts';
import type { Operation } from '../rest/read-operations.ts';
import { askedProject, planInput, restInput } from '../rest/rest-input.ts';
import { queryOf } from '../rest/rest-routes.ts';
import { authorizeCall } from '../trpc/authorize-call.ts';
import type { OpenStream } from './stream-registry.ts';

/** Mounts the operation that streams events as server-sent events. */
export function mountEventStream(app: Hono<DoorEnv>, operation: Operation, parts: DoorParts): void {
  const plan = planInput(operation);
  const onlyAfter = { ...plan, queryFields: new Map([['after', 'text' as const]]) };
  app.get(operation.meta.path, async (c) => {
    const { incoming, outgoing, requestId } = c.env;
    try {
      const query = queryOf(incoming.url ?? '');
      const connection = requestConnection(outgoing, parts.state.draining);
      const ctx = httpContext(parts, { incoming, connection, requestId, project: askedProject(query) });
      const call = await authorizeCall(ctx, operation.meta, {});
      const fields = restInput(onlyAfter, { path: {}, query, body: {}, ifMatch: undefined });
      const input = operation.input.parse({ ...fields, lastEventId: incoming.headers['last-event-id'] });
      const after = [input['lastEventId'], input['after']].find((cursor) => typeof cursor === 'string');
      return await openStream(c, { parts, call, token: ctx.token ?? '', after });
    } catch (error) {
      const reply = problemReply(error, { requestId, log: parts.log });
      return new Response(reply.body, reply);
    }
  });
}

interface Reader {
  readonly parts: DoorParts;
  readonly call: CallContext;
  readonly token: string;
  readonly after: string | undefined;
}

async function openStream(c: Context<DoorEnv>, reader: Reader): Promise<Response> {
  const { parts, call } = reader;
  const { outgoing, requestId } = c.env;
  const { tokenId } = call.principal;
  parts.streams.checkRoom(tokenId);
  const stop = new AbortController();
  const batches = parts.services.events.subscribe(call, reader.after, stop.signal);
  // Read before the answer begins: a cursor that is no good is then an ordinary problem, not a broken stream.
  const first = await batches.next();
  const stream = new SseStream(outgoing, { parts, batches, first, stop, requestId });
  const leave = parts.streams.admit({ tokenId, token: reader.token }, stream);
  const end = () => {
    stop.abort();
    leave();
  };
  outgoing.once('close', end);
  // Meanwhile the caller may have gone, or a drain begun: neither will be told again.
  if (outgoing.destroyed) end();
  if (parts.state.draining.aborted) stream.goAway(0);
  return new Response(stream.body, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', [REQUEST_ID_HEADER]: requestId },
  });
}

interface SseSource {
  readonly parts: DoorParts;
  readonly batches: AsyncGenerator<LiveEvents, void>;
  readonly first: IteratorResult<LiveEvents, void>;
  readonly stop: AbortController;
  readonly requestId: string;
}

/** A stream that is pulled: nothing is read for a reader that takes nothing, and one that takes nothing for long is cut off. */
class SseStream implements OpenStream {
  readonly kind = 'sse';
  readonly body: ReadableStream<Uint8Array>;
  readonly #outgoing: ServerResponse;
  readonly #source: SseSource;
  #next: Promise<IteratorResult<LiveEvents, void>>;
  #lastWords: string | null = null;
  #interrupt: () => void = () => {};
  #slowTimer: NodeJS.Timeout | undefined;

  constructor(outgoing: ServerResponse, source: SseSource) {
    this.#outgoing = outgoing;
    this.#source = source;
    this.#next = Promise.resolve(source.first);
    this.body = new ReadableStream<Uint8Array>(
      { pull: (controller) => this.#pull(controller), cancel: () => source.stop.abort() },
      { highWaterMark: 0 },
    );
    source.stop.signal.addEventListener('abort', () => clearTimeout(this.#slowTimer), { once: true });
  }

  goAway(resumeAfterMs: number): void {
    this.#end(`retry: ${resumeAfterMs}\n\n`);
  }

  expel(): void {
    this.#end(': the token is no longer valid\n\n');
  }

  terminate(): void {
    this.#source.stop.abort();
    this.#outgoing.destroy();
  }

  #end(words: string): void {
    this.#lastWords = words;
    this.#interrupt();
    // A reader that takes nothing would not come to hear them.
    setTimeout(() => this.terminate(), LAST_WORDS_MS).unref();
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    clearTimeout(this.#slowTimer);
    const chunk = await this.#chunk().catch((error: unknown) => {
      logUnknown(error, { requestId: this.#source.requestId, log: this.#source.parts.log });
      return null;
    });
    if (chunk !== null) controller.enqueue(Buffer.from(chunk));
    if (chunk === null || this.#lastWords !== null) {
      this.#source.stop.abort();
      return controller.close();
    }
    this.#slowTimer = setTimeout(() => this.terminate(), this.#source.parts.limits.slowConsumerMs).unref();
  }

  async #chunk(): Promise<string | null> {
    if (this.#lastWords !== null) return this.#lastWords;
    let timer: NodeJS.Timeout | undefined;
    const quiet = new Promise<'quiet'>((resolve) => {
      timer = setTimeout(() => resolve('quiet'), this.#source.parts.limits.bookmarkMs).unref();
      this.#interrupt = () => resolve('quiet');
    });
    const result = await Promise.race([this.#next, quiet]);
    clearTimeout(timer);
    if (result === 'quiet') return this.#lastWords ?? ': quiet\n\n';
    if (result.done === true) return null;
    this.#next = this.#source.batches.next();
    // Whether it fails is looked at when it is pulled; until then nobody has to be told.
    this.#next.catch(() => {});
    return this.#toText(result.value);
  }

  #toText({ events, live }: LiveEvents): string {
    const { cursorOf } = this.#source.parts.services.events;
    const texts = events.map((event) => `id: ${cursorOf(event.seq)}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    return texts.join('') + (live ? ': live\n\n' : '');
  }
}

/** How long a reader has to take the end of its stream. */
const LAST_WORDS_MS = 500;
