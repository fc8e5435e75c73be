import { createTRPCClientProxy } from '@trpc/client';
import type { AppRouter } from '../server/transports/trpc/app-router.ts';
import { AddressBook } from './address-book.ts';
import { AgentSession, type SessionInfo } from './agent-session.ts';
import { Baton } from './baton.ts';
import { type ClientClock, systemClock } from './client-clock.ts';
import { FileLine, MEDIA_TYPE_HEADER } from './file-line.ts';
import { createTokenFetch, httpLine, patientHttpLine } from './http-line.ts';
import type { Rpc } from './rpc.ts';
import { type Envelope, type Line, RpcClient } from './rpc-client.ts';
import { SDK_VERSION } from './sdk-version.ts';
import { serverUrls } from './server-url.ts';
import { sseFeed } from './sse-feed.ts';
import { wsFeed } from './ws-feed.ts';
import { wsLine } from './ws-line.ts';

/** Where to connect, as whom, and how. */
export interface ConnectOptions {
  /**
   * The address of the server, `http://localhost:4445`; or those of several nodes of one board, 16 at most, in any order. The client
   * begins with one at random, stays with it, and goes on to the next when it fails. On Node it may be left out: see `agent`.
   */
  readonly url?: string | readonly string[];
  /** Sent to those origins alone, and found in no error and no printed object of this client. On Node it may be left out: see `agent`. */
  readonly token?: string;
  /**
   * Node alone: the name to work under. What is not given is then found: `BATON_URL` and `BATON_TOKEN`, `.baton.json` in this folder or
   * one above, the key file of a server on this machine. Where the token found may register agents, it registers this one, and keeps
   * the agent's own token in the user's state folder for the next time.
   */
  readonly agent?: string;
  /** For tokens that may see several projects; absent: the token's own, or `main`. */
  readonly project?: string;
  /**
   * `ws`: one WebSocket for calls and events; `http`: a request a call, events as a stream. Absent: `ws` where the runtime has WebSocket
   * (Node has it from 22 on), else `http`. Heartbeats go by HTTP.
   */
  readonly transport?: 'ws' | 'http';
  /**
   * What to tell of this process; a session of its own is started either way. `standing`: share the token's standing session, as
   * plain HTTP callers do. `none`: for the tokens of people, which hold nothing.
   */
  readonly session?: SessionInfo | 'standing' | 'none';
  /** Allows http beyond this machine, where anyone on the way can read the token. */
  readonly insecureHttp?: boolean;
  /** For tests. */
  readonly clock?: ClientClock;
}

/**
 * Connects to a server and starts a session with a heartbeat. Throws TypeError for options that cannot be, Unauthenticated for a
 * token that is not good, Forbidden for one that is no agent's (then pass `session: 'none'`), ConnectionFailed when the
 * server cannot be reached.
 */
export async function connectBaton(options: ConnectOptions): Promise<Baton> {
  const { project, transport = defaultTransport(), session: wanted = {}, clock = systemClock } = options;
  const { url, token } = refuseUnsettled(options);
  const addresses = serverUrls(url, { insecureHttp: options.insecureHttp === true });
  refuseOddToken(token);
  const book = new AddressBook(addresses, Math.random);
  const closing = new AbortController();
  let session: AgentSession | null = null;
  const identity = (): Envelope => ({
    ...(session?.id == null ? {} : { session: session.id }),
    ...(project === undefined ? {} : { project }),
  });
  const rpcOver = (line: Line): Rpc =>
    createTRPCClientProxy<AppRouter>(new RpcClient({ line, clock, identity, closing: closing.signal }));
  const tokenFetch = createTokenFetch(addresses, token);
  const beatRpc = rpcOver(httpLine(book, tokenFetch));
  const socket = transport === 'ws' ? wsLine(book, { token, clock }) : null;
  const rpc = rpcOver(socket ?? patientHttpLine(book, { tokenFetch, clock }));
  const closeTransport = async () => socket?.close();
  try {
    const deps = { rpc, beatRpc, clock, addresses: addresses.length, sdkVersion: SDK_VERSION };
    if (wanted !== 'none') session = await AgentSession.begin(wanted, deps);
  } catch (error) {
    closing.abort();
    await closeTransport();
    throw error;
  }
  const openFeed = socket === null ? sseFeed({ book, project, tokenFetch, clock }) : wsFeed(rpc, socket);
  const isFile = (response: Response) => response.ok && response.headers.has(MEDIA_TYPE_HEADER);
  const fileFetch = createTokenFetch(addresses, token, isFile);
  const files = new FileLine({ book, tokenFetch: fileFetch, clock, identity, closing: closing.signal });
  return new Baton({ rpc, files, session, clock, openFeed, addresses: addresses.length, closing, closeTransport });
}

function defaultTransport(): 'ws' | 'http' {
  return typeof globalThis.WebSocket === 'function' ? 'ws' : 'http';
}

/** Outside Node there is no environment to look into, and no folder to keep a token in. */
function refuseUnsettled({ url, token, agent }: ConnectOptions) {
  if (agent !== undefined)
    throw new TypeError("`agent` needs Node, to find a key and to keep a token: pass that agent's `token`.");
  if (url === undefined) throw new TypeError('Pass `url`, the address of the server; it can be found by itself on Node alone.');
  if (token === undefined) throw new TypeError('Pass `token`; it can be found by itself on Node alone.');
  return { url, token };
}

/** The error of `Headers` for a character that it refuses would print the whole token. */
function refuseOddToken(token: string): void {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new TypeError('The token is empty or has characters that no token has.');
}
