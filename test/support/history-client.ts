import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type RecordedReply, type RequestRecord, recordOf } from '../history/recorded.ts';
import { BrokenConnection, RawClient, type RawReply } from './raw-client.ts';

/** How often, and how long after, a call that must succeed is repeated. */
const TRIES_MAX = 40;
const AGAIN_MS = 250;

interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `{id}` is taken from the input. */
  readonly path: string;
}

const ROUTES = {
  'agents.register': { method: 'POST', path: '/v1/agents' },
  'sessions.start': { method: 'POST', path: '/v1/sessions' },
  'sessions.heartbeat': { method: 'POST', path: '/v1/sessions/{id}/heartbeat' },
  'sessions.end': { method: 'DELETE', path: '/v1/sessions/{id}' },
  'tasks.create': { method: 'POST', path: '/v1/tasks' },
  'tasks.get': { method: 'GET', path: '/v1/tasks/{id}' },
  'tasks.update': { method: 'PATCH', path: '/v1/tasks/{id}' },
  'tasks.claim': { method: 'POST', path: '/v1/tasks/{id}/claim' },
  'tasks.claimNext': { method: 'POST', path: '/v1/tasks/claim-next' },
  'tasks.takeover': { method: 'POST', path: '/v1/tasks/{id}/takeover' },
  'tasks.progress': { method: 'POST', path: '/v1/tasks/{id}/progress' },
  'tasks.submit': { method: 'POST', path: '/v1/tasks/{id}/submit' },
  'tasks.release': { method: 'POST', path: '/v1/tasks/{id}/release' },
  'tasks.block': { method: 'POST', path: '/v1/tasks/{id}/block' },
  'tasks.unblock': { method: 'POST', path: '/v1/tasks/{id}/unblock' },
  'tasks.forceRelease': { method: 'POST', path: '/v1/tasks/{id}/force-release' },
  'tasks.cancel': { method: 'POST', path: '/v1/tasks/{id}/cancel' },
  'tasks.reopen': { method: 'POST', path: '/v1/tasks/{id}/reopen' },
  'tasks.comment': { method: 'POST', path: '/v1/tasks/{id}/comments' },
  'reviews.list': { method: 'GET', path: '/v1/reviews' },
  'reviews.decide': { method: 'POST', path: '/v1/reviews/{id}/decide' },
  'events.list': { method: 'GET', path: '/v1/events' },
} as const satisfies Record<string, Route>;

export type Operation = keyof typeof ROUTES;
export type Input = Readonly<Record<string, unknown>>;

/** Where the requests of all clients of a run are gathered, on one clock. */
export class HistoryRecorder {
  readonly requests: RequestRecord[] = [];
  readonly #leaseClock: () => number;

  /** `leaseClock` where the server's time is not that of this machine. */
  constructor(leaseClock: () => number = () => performance.now()) {
    this.#leaseClock = leaseClock;
  }

  now(): number {
    return performance.now();
  }

  leaseNow(): number {
    return this.#leaseClock();
  }
}

/** What carries requests; throws BrokenConnection when no whole answer came. */
export type Sender = Pick<RawClient, 'send' | 'close'>;

export interface HistoryClientOptions {
  readonly origin: string;
  /** Instead of one connection to `origin`. */
  readonly connect?: ((token: string) => Sender) | undefined;
  readonly token: string;
  readonly client: string;
  /** The name of its principal in the log. */
  readonly actor: string;
  readonly recorder: HistoryRecorder;
  readonly project?: string;
}

/** A client over a real socket whose every request is written down. */
export class HistoryClient {
  readonly actor: string;
  session: string | null = null;
  readonly #options: HistoryClientOptions;
  readonly #raw: Sender;

  constructor(options: HistoryClientOptions) {
    this.#options = options;
    this.actor = options.actor;
    const { origin, token, connect = () => new RawClient({ origin, token }) } = options;
    this.#raw = connect(token);
  }

  /** Sends and records; a broken connection is recorded too, and answered as `unknown`. */
  async call(operation: Operation, input: Input = {}, idempotencyKey: string = randomUUID()): Promise<RecordedReply> {
    const { client, recorder, project = 'main' } = this.#options;
    const { session, actor } = this;
    const route = ROUTES[operation];
    const isRead = route.method === 'GET';
    const headers: Record<string, string> = isRead ? {} : { 'Idempotency-Key': idempotencyKey };
    if (session !== null) headers['Baton-Session'] = session;
    if (input['ifMatch'] !== undefined) headers['If-Match'] = String(input['ifMatch']);
    const leaseInvokedAt = recorder.leaseNow();
    const invokedAt = recorder.now();
    const reply = await this.#exchange({ ...requestOf(route, input), headers });
    const isUnknown = reply === 'unknown';
    recorder.requests.push({
      client,
      actor,
      session,
      project,
      operation,
      input,
      invokedAt,
      returnedAt: isUnknown ? Number.POSITIVE_INFINITY : recorder.now(),
      leaseInvokedAt,
      leaseReturnedAt: isUnknown ? Number.POSITIVE_INFINITY : recorder.leaseNow(),
      reply: isUnknown ? reply : { status: reply.status, body: reply.body },
      idempotencyKey: isRead || operation === 'sessions.heartbeat' ? null : idempotencyKey,
    });
    return reply;
  }

  /** The body of a call that must succeed, if not at once: a server that stood still for a moment may only ask to come again. */
  async must(operation: Operation, input: Input = {}): Promise<Readonly<Record<string, unknown>>> {
    const key = randomUUID();
    for (let tries = 1; ; tries += 1) {
      const reply = await this.call(operation, input, key);
      if (reply !== 'unknown' && reply.status < 300) return recordOf(reply.body);
      const mayPass = reply === 'unknown' || reply.status === 503;
      if (!mayPass || tries === TRIES_MAX)
        throw new Error(`${operation} ${JSON.stringify(input)} by ${this.actor} failed: ${JSON.stringify(reply)}`);
      await delay(AGAIN_MS);
    }
  }

  close(): void {
    this.#raw.close();
  }

  async #exchange(sent: {
    method: string;
    path: string;
    body?: unknown;
    headers: Record<string, string>;
  }): Promise<RawReply | 'unknown'> {
    try {
      return await this.#raw.send(sent);
    } catch (error) {
      if (error instanceof BrokenConnection) return 'unknown';
      throw error;
    }
  }
}

function requestOf(route: Route, input: Input): { method: string; path: string; body?: unknown } {
  const { ifMatch: _, ...rest } = input;
  const body: Record<string, unknown> = {};
  let path: string = route.path;
  for (const [name, value] of Object.entries(rest)) {
    if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
    else body[name] = value;
  }
  const { method } = route;
  if (method === 'GET') {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(body)) query.set(name, String(value));
    return { method, path: query.size === 0 ? path : `${path}?${query}` };
  }
  return method === 'DELETE' ? { method, path } : { method, path, body };
}
