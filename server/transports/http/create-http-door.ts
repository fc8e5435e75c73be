import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { BatonError } from '../../contract/errors.ts';
import { invariant } from '../../kernel/invariant.ts';
import { mountDashboard } from '../dashboard/mount-dashboard.ts';
import { mountEventStream } from '../live/event-stream.ts';
import { createStreamRegistry } from '../live/stream-registry.ts';
import { createRateLimiter } from '../rate-limiter.ts';
import { mountReference } from '../reference/mount-reference.ts';
import { openApiDocument } from '../rest/openapi-document.ts';
import { type Operation, readOperations } from '../rest/read-operations.ts';
import { mountRest } from '../rest/rest-routes.ts';
import { appRouter } from '../trpc/app-router.ts';
import { mountTrpc } from '../trpc/mount-trpc.ts';
import { type AllowedNames, allowedNames, NOTHING_ALLOWED } from './allowed-names.ts';
import type { DoorParts, HttpDoorDeps } from './door-deps.ts';
import type { DoorEnv } from './door-env.ts';
import { drainDoor } from './drain-door.ts';
import { refuseForeign } from './foreign-guard.ts';
import { mountHealth } from './health-routes.ts';
import type { BoundAddress } from './http-config.ts';
import { HTTP_LIMITS } from './http-limits.ts';
import { createDoorMetrics } from './metrics.ts';
import { createNodeServer } from './node-server.ts';
import { type PlainReply, problemReply } from './problem-reply.ts';
import { createRequestIds, type RequestIds } from './request-ids.ts';
import { createRunningRequests } from './running-requests.ts';
import { mountUnknown } from './unknown-route.ts';
import { createUpgradeDoor } from './upgrade-door.ts';

export interface HttpDoor {
  readonly server: Server;
  listen(address: BoundAddress): Promise<BoundAddress>;
  /** Stops taking work, lets what runs finish, sends readers away, closes (SPEC DU6). */
  drain(): Promise<void>;
}

/** The door for REST, tRPC, event streams and WebSockets: one HTTP server, one port. */
export function createHttpDoor(deps: HttpDoorDeps): HttpDoor {
  const draining = new AbortController();
  const parts = createParts(deps, draining.signal);
  const operations = readOperations(appRouter);
  const requestIds = createRequestIds(deps.ids);
  const running = createRunningRequests();
  const upgrades = createUpgradeDoor(parts, streamOf(operations));
  const listener = createListener(parts, { operations, requestIds });
  const problem = (error: unknown, incoming?: IncomingMessage) =>
    problemReply(error, { requestId: requestIds(incoming?.headers['baton-request-id']), log: deps.log });
  let allowed: AllowedNames = NOTHING_ALLOWED;
  const refusalOf = (incoming: IncomingMessage) => refuseForeign(incoming, allowed) ?? refuseHeaders(incoming, parts);

  const server = createNodeServer(parts.limits, {
    request(incoming, outgoing) {
      running.add(outgoing);
      const refusal = refusalOf(incoming) ?? refuseWhileDraining(incoming, outgoing, draining.signal);
      if (refusal === null) void listener(incoming, outgoing);
      else writeReply(outgoing, problem(refusal, incoming));
    },
    problem,
  });
  server.on('upgrade', (incoming, socket, head) => {
    const upgrade = { incoming, socket, head, requestId: requestIds(incoming.headers['baton-request-id']) };
    const refusal = refusalOf(incoming);
    if (refusal === null) upgrades.handle(upgrade);
    else upgrades.refuse(upgrade, refusal);
  });
  deps.services.onRevoked(parts.streams.expel);
  return {
    server,
    async listen(address) {
      const bound = await listenOn(server, address);
      allowed = allowedNames(deps.config, bound);
      return bound;
    },
    drain() {
      draining.abort();
      return drainDoor({ parts, server, running, upgrades });
    },
  };
}

function createParts(deps: HttpDoorDeps, draining: AbortSignal): DoorParts {
  const limits = { ...HTTP_LIMITS, ...deps.config.limits };
  const streams = createStreamRegistry({ auth: deps.services.auth, log: deps.log, ...limits });
  return {
    ...deps,
    limits,
    streams,
    limiter: createRateLimiter(deps.clock, { perSecond: limits.requestsPerSecond, burst: limits.requestsBurst }),
    metrics: createDoorMetrics({ storage: deps.storage, openStreams: streams.counts }),
    state: { draining },
  };
}

function createListener(parts: DoorParts, given: { operations: readonly Operation[]; requestIds: RequestIds }) {
  const { operations, requestIds } = given;
  const app = new Hono<DoorEnv>({ strict: true });
  mountRest(app, operations, parts);
  const stream = streamOf(operations);
  mountEventStream(app, stream, parts);
  mountTrpc(app, stream.name, parts);
  let document: object | null = null;
  const contract = () => {
    document ??= openApiDocument(operations, parts.config.version);
    return document;
  };
  mountHealth(app, contract, parts);
  mountReference(app, contract);
  mountDashboard(app, parts);
  mountUnknown(app, parts.log);
  return getRequestListener(
    (request, env) => {
      invariant(!('stream' in env.incoming), 'the server speaks HTTP/1');
      const incoming = env.incoming as IncomingMessage; // HTTP/1, as the invariant says
      const outgoing = env.outgoing as ServerResponse; // HTTP/1 likewise
      return app.fetch(request, { incoming, outgoing, requestId: requestIds(incoming.headers['baton-request-id']) });
    },
    {
      errorHandler: (error) => {
        // Only what comes before the routes fails here: a target that is no URL.
        const unreadable = new BatonError('bad_request', { detail: 'The request target is no URL.', hint: 'Encode the path.' });
        const isTarget = error instanceof Error && error.name === 'RequestError';
        const reply = problemReply(isTarget ? unreadable : error, { requestId: requestIds(undefined), log: parts.log });
        return new Response(reply.body, reply);
      },
    },
  );
}

function refuseHeaders(incoming: IncomingMessage, { limits }: DoorParts): BatonError | null {
  if (incoming.method === 'HEAD') {
    return new BatonError('not_found', { detail: 'There is nothing to ask with HEAD.', hint: 'Use GET.' });
  }
  if (incoming.rawHeaders.length <= 2 * limits.headersMaxCount) return null;
  return new BatonError('too_large', {
    detail: `The request has more than ${limits.headersMaxCount} headers.`,
    hint: 'Send fewer; data belongs in the body.',
  });
}

/** While the server goes down it says how it is, and takes no other work. */
function refuseWhileDraining(incoming: IncomingMessage, outgoing: ServerResponse, draining: AbortSignal): BatonError | null {
  if (!draining.aborted) return null;
  outgoing.setHeader('Connection', 'close');
  if (WATCHED_PATHS.includes(incoming.url ?? '')) return null;
  return new BatonError('unavailable', {
    detail: 'The server is going down.',
    hint: 'Come back in a moment.',
    retryAfterSeconds: 1,
  });
}

const WATCHED_PATHS = ['/healthz', '/readyz', '/metrics'];

function streamOf(operations: readonly Operation[]): Operation {
  const stream = operations.find((operation) => operation.type === 'subscription');
  invariant(stream !== undefined, 'the contract has one stream of events');
  return stream;
}

function writeReply(outgoing: ServerResponse, reply: PlainReply): void {
  const body = Buffer.from(reply.body);
  outgoing.writeHead(reply.status, { ...reply.headers, 'Content-Length': body.length }).end(body);
}

function listenOn(server: Server, address: BoundAddress): Promise<BoundAddress> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, () => {
      server.off('error', reject);
      const bound = server.address();
      invariant(bound !== null && typeof bound === 'object', 'a listening TCP server has an address');
      resolve({ host: address.host, port: bound.port });
    });
  });
}
