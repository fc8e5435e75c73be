import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServices, type Services } from '../../server/domain/services.ts';
import type { Storage } from '../../server/domain/store.ts';
import { type Clock, systemClock } from '../../server/kernel/clock.ts';
import { systemIds } from '../../server/kernel/ids.ts';
import { createLog, type Log } from '../../server/kernel/log.ts';
import type { DashboardFiles } from '../../server/transports/dashboard/dashboard-files.ts';
import { createHttpDoor, type HttpDoor } from '../../server/transports/http/create-http-door.ts';
import type { HttpLimits } from '../../server/transports/http/http-config.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export interface StartHttpOptions {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly extraHosts?: readonly string[];
  readonly limits?: Partial<HttpLimits>;
  readonly dashboard?: DashboardFiles | null;
}

export interface CallOptions {
  /** The admin's token when absent; null for none. */
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where that is not so.
  readonly body: any;
}

export interface RunningHttp {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly adminToken: string;
  readonly services: Services;
  readonly storage: Storage;
  readonly door: HttpDoor;
  /** Where it keeps what it keeps in files. */
  readonly folder: string;
  readonly database: TestDatabase;
  /** Registers an agent and gives its token. */
  register(name: string, more?: Record<string, unknown>): Promise<{ token: string }>;
  call(method: string, path: string, options?: CallOptions): Promise<HttpReply>;
  close(): Promise<void>;
}

/** A server as it runs, in this process, on a fresh database and a port of its own. */
export async function startHttp(options: StartHttpOptions = {}): Promise<RunningHttp> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-http-'));
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createLog('silent');
  const database = await createTestDatabase(folder);
  const storage = await database.open({ clock, log });
  const services = createServices({ storage, clock, ids: systemIds, log });
  await services.projects.ensure('main');
  const adminToken = (await services.tokens.keepAdminKey('')) ?? '';
  const config = { version: '0.0.0', extraHosts: options.extraHosts ?? [], behindProxy: false, limits: options.limits };
  const door = createHttpDoor({ services, storage, clock, ids: systemIds, log, config, dashboard: options.dashboard ?? null });
  const { host, port } = await door.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://${host}:${port}`;
  const call = (method: string, path: string, more: CallOptions = {}) =>
    send(method, `${url}${path}`, { token: adminToken, ...more });
  return {
    url,
    host,
    port,
    adminToken,
    services,
    storage,
    door,
    folder,
    database,
    call,
    async register(name, more = {}) {
      const reply = await call('POST', '/v1/agents', { body: { name, ...more } });
      if (reply.status !== 201) throw new Error(`registering ${name} failed: ${JSON.stringify(reply.body)}`);
      return { token: String(reply.body.token) };
    },
    async close() {
      await door.drain();
      await storage.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function send(method: string, url: string, { token, body, headers }: CallOptions): Promise<HttpReply> {
  const reply = await fetch(url, {
    method,
    headers: {
      ...(typeof token === 'string' ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  const isJson = (reply.headers.get('content-type') ?? '').includes('json');
  return { status: reply.status, headers: reply.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
}
