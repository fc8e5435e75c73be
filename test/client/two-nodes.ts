import type { Baton } from '../../client/baton.ts';
import { type ConnectOptions, connectBaton } from '../../client/connect-baton.ts';
import { BatonError } from '../../server/contract/errors.ts';
import { createServices } from '../../server/domain/services.ts';
import type { Storage } from '../../server/domain/store.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { systemIds } from '../../server/kernel/ids.ts';
import { createLog } from '../../server/kernel/log.ts';
import { createHttpDoor } from '../../server/transports/http/create-http-door.ts';
import { type RunningHttp, startHttp } from '../support/start-http.ts';
import { type CuttingProxy, openCuttingProxy } from './cutting-proxy.ts';

/** A request that reached a node. */
export interface Heard {
  readonly path: string;
  readonly idempotencyKey: string | undefined;
  /** The status of the answer; null: none was given, or the connection was upgraded. */
  status: number | null;
}

/** One server of a board, behind a wire that can fail. */
export interface TestNode {
  readonly url: string;
  /** The port of the server itself, past the wire. */
  readonly port: number;
  readonly wire: CuttingProxy;
  readonly heard: readonly Heard[];
  /** True: its database cannot be reached. */
  databaseIsAway: boolean;
  /** Begins to go down, as at SIGTERM. */
  drain(): Promise<void>;
}

export interface TwoNodes extends AsyncDisposable {
  readonly nodes: readonly [TestNode, TestNode];
  readonly urls: readonly [string, string];
  /** A third way in, which does not fail, to set things up and to look at them. */
  readonly office: RunningHttp;
  /** Connects to both as a new agent of that name; closed with the nodes. */
  connect(name: string, options?: Partial<ConnectOptions>): Promise<Baton>;
  /** Creates a task as the admin and gives its id. */
  task(fields?: Record<string, unknown>): Promise<string>;
  /** The node that alone was asked for anything so far, then the other one. */
  inUse(): readonly [TestNode, TestNode];
}

/** One board with two servers that have nothing in common but their storage. */
export async function openTwoNodes(): Promise<TwoNodes> {
  const office = await startHttp();
  const nodes = [await openNode(office.storage), await openNode(office.storage)] as const;
  const urls = [nodes[0].url, nodes[1].url] as const;
  const open: Baton[] = [];
  return {
    nodes,
    urls,
    office,
    async connect(name, options = {}) {
      const { token } = await office.register(name);
      const baton = await connectBaton({ url: urls, token, ...options });
      open.push(baton);
      return baton;
    },
    async task(fields = {}) {
      const reply = await office.call('POST', '/v1/tasks', { body: { title: 'A task', ...fields } });
      if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
      return String(reply.body.id);
    },
    inUse() {
      const [first, second] = nodes;
      if (first.heard.length > 0 === second.heard.length > 0) throw new Error('exactly one node should have been asked');
      return first.heard.length > 0 ? [first, second] : [second, first];
    },
    async [Symbol.asyncDispose]() {
      for (const node of nodes) node.databaseIsAway = false;
      await Promise.all(nodes.map((node) => node.wire.recover()));
      await Promise.all(open.map((baton) => baton.close()));
      await Promise.all(nodes.map((node) => node.drain()));
      await Promise.all(nodes.map((node) => node.wire[Symbol.asyncDispose]()));
      await office.close();
    },
  };
}

async function openNode(shared: Storage): Promise<TestNode> {
  const wire = await openCuttingProxy();
  const heard: Heard[] = [];
  const state = { isAway: false };
  const storage = severable(shared, () => state.isAway);
  const log = createLog('silent');
  const services = createServices({ storage, clock: systemClock, ids: systemIds, log });
  const config = { version: '0.0.0', extraHosts: [wire.host], behindProxy: false, limits: undefined };
  const door = createHttpDoor({ services, storage, clock: systemClock, ids: systemIds, log, config });
  door.server.on('request', (incoming, outgoing) => {
    const one: Heard = { path: incoming.url ?? '', idempotencyKey: keyOf(incoming.headers), status: null };
    heard.push(one);
    outgoing.on('finish', () => {
      one.status = outgoing.statusCode;
    });
  });
  door.server.on('upgrade', (incoming) => heard.push({ path: incoming.url ?? '', idempotencyKey: undefined, status: null }));
  const { port } = await door.listen({ host: '127.0.0.1', port: 0 });
  wire.target = port;
  let drained: Promise<void> | null = null;
  return {
    url: `http://${wire.host}`,
    port,
    wire,
    heard,
    get databaseIsAway() {
      return state.isAway;
    },
    set databaseIsAway(value) {
      state.isAway = value;
    },
    drain() {
      drained ??= door.drain();
      return drained;
    },
  };
}

/** A storage whose connection can be lost, as that to a database on another machine. */
function severable(storage: Storage, isAway: () => boolean): Storage {
  return new Proxy(storage, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        if (isAway() && (name === 'read' || name === 'write')) return Promise.reject(away());
        return Reflect.apply(value, target, given);
      };
    },
  });
}

function away(): BatonError {
  return new BatonError('unavailable', { detail: 'The database is away.', hint: 'Come back in a moment.' });
}

function keyOf(headers: Record<string, string | string[] | undefined>): string | undefined {
  const key = headers['idempotency-key'];
  return typeof key === 'string' ? key : undefined;
}
