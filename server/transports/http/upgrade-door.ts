import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { BatonError } from '../../contract/errors.ts';
import { createEventFrames } from '../live/event-frames.ts';
import { LiveSocket, type ProvenCaller } from '../live/live-socket.ts';
import type { Operation } from '../rest/read-operations.ts';
import { askedProject } from '../rest/rest-input.ts';
import { queryOf } from '../rest/rest-routes.ts';
import { authorizeCall } from '../trpc/authorize-call.ts';
import { TRPC_PATH } from '../trpc/mount-trpc.ts';
import type { RpcContext } from '../trpc/rpc-context.ts';
import { serveTrpcSocket } from '../trpc/trpc-socket.ts';
import type { DoorParts } from './door-deps.ts';
import { httpContext } from './http-context.ts';
import { problemReply } from './problem-reply.ts';
import { writeRawReply } from './raw-reply.ts';

export const LIVE_PATH = '/v1/events/ws';
/** A client's frame on the live socket is a few words. */
const CLIENT_FRAME_MAX_BYTES = 4_096;

export interface UpgradeDoor {
  /** Answers an upgrade that the guard has let in. */
  handle(upgrade: Upgrade): void;
  refuse(upgrade: Upgrade, error: unknown): void;
  /** Cuts what is still open. */
  close(): void;
}

export interface Upgrade {
  readonly incoming: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly requestId: string;
}

/** The way in for WebSockets: who may not open one is told so in HTTP, before there is a socket. */
export function createUpgradeDoor(parts: DoorParts, streaming: Operation): UpgradeDoor {
  const { limits } = parts;
  const frames = createEventFrames(parts.services.events.cursorOf);
  const live = createServer(CLIENT_FRAME_MAX_BYTES);
  const trpc = createServer(limits.bodyMaxBytes);
  for (const server of [live, trpc]) {
    server.on('wsClientError', (error, socket, incoming) => {
      const bad = new BatonError('bad_request', { detail: `${error.message}.`, hint: 'Open a WebSocket as RFC 6455 says.' });
      refuse({ incoming, socket, head: Buffer.alloc(0), requestId: '' }, bad);
    });
  }

  function refuse({ socket, requestId }: Upgrade, error: unknown): void {
    writeRawReply(socket, problemReply(error, { requestId, log: parts.log }));
  }

  async function openLive(upgrade: Upgrade, ctx: RpcContext): Promise<void> {
    const prove = async (token: string): Promise<ProvenCaller> => ({
      token,
      call: await authorizeCall({ ...ctx, token }, streaming.meta, {}),
    });
    const proven = ctx.token === null ? null : await prove(ctx.token);
    checkRoom(proven);
    live.handleUpgrade(upgrade.incoming, upgrade.socket, upgrade.head, (socket) => {
      new LiveSocket(socket, { parts, frames, prove, proven, requestId: upgrade.requestId }).start();
    });
  }

  async function openTrpc(upgrade: Upgrade, ctx: RpcContext): Promise<void> {
    const { incoming } = upgrade;
    const { token, session, project, requestId } = ctx;
    const laterProven = queryOf(incoming.url ?? '')?.get('connectionParams') === '1';
    if (token !== null || !laterProven) {
      const principal = await parts.services.auth.authenticate(token);
      parts.limiter.take(principal.tokenId);
      parts.streams.checkRoom(principal.tokenId);
    } else checkRoom(null);
    trpc.handleUpgrade(incoming, upgrade.socket, upgrade.head, (socket) => {
      serveTrpcSocket(socket, { parts, server: trpc, incoming, from: { token, session, project, requestId } });
    });
  }

  function checkRoom(proven: ProvenCaller | null): void {
    if (proven !== null) {
      parts.streams.checkRoom(proven.call.principal.tokenId);
      return;
    }
    const unproven = live.clients.size + trpc.clients.size - parts.streams.sockets();
    if (unproven >= limits.unprovenSocketsMax) throw tooManyUnproven();
  }

  async function open(upgrade: Upgrade): Promise<void> {
    const { incoming, requestId } = upgrade;
    if (parts.state.draining.aborted) throw goingDown();
    const url = incoming.url ?? '';
    const query = queryOf(url);
    const path = url.split('?', 1)[0];
    if (path !== LIVE_PATH && path !== TRPC_PATH) throw noSocket(path ?? '');
    refuseUnknown(query, path === TRPC_PATH ? ['project', 'connectionParams'] : ['project']);
    const ctx = httpContext(parts, { incoming, requestId, project: askedProject(query), connection: undefined });
    await (path === LIVE_PATH ? openLive(upgrade, ctx) : openTrpc(upgrade, ctx));
  }

  return {
    handle(upgrade) {
      upgrade.socket.on('error', () => upgrade.socket.destroy());
      open(upgrade).catch((error: unknown) => refuse(upgrade, error));
    },
    refuse,
    close() {
      for (const socket of [...live.clients, ...trpc.clients]) socket.terminate();
      live.close();
      trpc.close();
    },
  };
}

function createServer(maxPayload: number): WebSocketServer {
  return new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false });
}

/** A token has no place in a URL, nor has anything else that is not asked for (SPEC SE5). */
function refuseUnknown(query: URLSearchParams | null, known: readonly string[]): void {
  const unknown = [...(query?.keys() ?? [])].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new BatonError('bad_request', {
    detail: `${unknown} is no query parameter here.`,
    hint: 'Send the token as Authorization header or in the first frame.',
    problems: [{ path: unknown, message: 'is no query parameter here' }],
  });
}

function noSocket(path: string): BatonError {
  return new BatonError('not_found', {
    detail: `There is no WebSocket at ${path.slice(0, 200)}.`,
    hint: `Events are at ${LIVE_PATH}, tRPC at ${TRPC_PATH}.`,
  });
}

function goingDown(): BatonError {
  return new BatonError('unavailable', {
    detail: 'The server is going down.',
    hint: 'Come back in a moment.',
    retryAfterSeconds: 1,
  });
}

function tooManyUnproven(): BatonError {
  return new BatonError('unavailable', {
    detail: 'Too many sockets wait to be told whose they are.',
    hint: 'Send the token with the upgrade, or come back in a moment.',
    retryAfterSeconds: 5,
  });
}
