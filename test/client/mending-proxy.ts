import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

const DISK_FULL = JSON.stringify({ code: 'storage_full', status: 507, detail: 'The disk is full.', retryable: false });

/** Changes what a server says: a whole JSON answer, the data of an event of a stream, a message of a socket. A promise holds it back. */
export type Mend = (value: unknown) => unknown;

export interface MendingProxy extends AsyncDisposable {
  readonly url: string;
  /** How many answers, events and messages were changed, by the way that they came. */
  readonly mended: { http: number; stream: number; socket: number };
}

interface ByHttp {
  /** Calls of these paths get to hear that the disk is full. */
  readonly refuses?: (path: string) => boolean;
  /** Changes what an answer is headed by. */
  readonly mendHeaders?: (headers: IncomingHttpHeaders) => IncomingHttpHeaders;
}

/** A server as another version of it would speak: what goes to it is passed on as it is, what comes from it is changed. */
export async function openMendingProxy(
  target: { readonly host: string; readonly port: number },
  mend: Mend,
  { refuses = () => false, mendHeaders = (headers) => headers }: ByHttp = {},
): Promise<MendingProxy> {
  const mended = { http: 0, stream: 0, socket: 0 };
  const counted = (way: keyof typeof mended) => async (text: string) => {
    mended[way] += 1;
    return JSON.stringify(await mend(JSON.parse(text)));
  };
  const server = createServer((incoming, reply) => {
    const { method, url: path = '', headers } = incoming;
    if (refuses(path)) {
      incoming.resume();
      reply.writeHead(507, { 'content-type': 'application/problem+json' }).end(DISK_FULL);
      return;
    }
    const far = request({ ...target, method, path, headers: { ...headers, host: hostOf(target) } }, (answer) => {
      void passAnswer(answer, reply, { mendHeaders, whole: counted('http'), event: counted('stream') });
    });
    far.on('error', () => reply.destroy());
    reply.on('close', () => far.destroy());
    incoming.pipe(far);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (near, { url: path }) => {
    const far = new WebSocket(`ws://${hostOf(target)}${path}`);
    const early: string[] = [];
    near.on('message', (data: RawData) =>
      far.readyState === WebSocket.OPEN ? far.send(String(data)) : early.push(String(data)),
    );
    far.on('open', () => {
      for (const text of early) far.send(text);
    });
    far.on('message', async (data: RawData) => {
      const text = String(data);
      near.send(text.startsWith('{') || text.startsWith('[') ? await counted('socket')(text) : text);
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => one.terminate());
      one.on('close', () => other.terminate());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that listens has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    mended,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Changes {
  readonly mendHeaders: (headers: IncomingHttpHeaders) => IncomingHttpHeaders;
  readonly whole: (json: string) => Promise<string>;
  readonly event: (json: string) => Promise<string>;
}

async function passAnswer(answer: IncomingMessage, reply: ServerResponse, { mendHeaders, whole, event }: Changes): Promise<void> {
  const { 'content-length': _, ...headers } = mendHeaders(answer.headers);
  reply.writeHead(answer.statusCode ?? 502, headers);
  const type = headers['content-type'] ?? '';
  try {
    if (type.startsWith('text/event-stream')) {
      let rest = '';
      for await (const chunk of answer.setEncoding('utf8')) {
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) reply.write(`${line.startsWith('data: {') ? `data: ${await event(line.slice(6))}` : line}\n`);
      }
      reply.end(rest);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    reply.end(type.includes('json') && body.length > 0 ? await whole(body.toString()) : body);
  } catch {
    // The server or the client went away.
    reply.destroy();
  }
}

function hostOf({ host, port }: { host: string; port: number }): string {
  return `${host}:${port}`;
}

/** `change` done to every object in a value, from the innermost outwards. */
export function changeObjects(value: unknown, change: (object: Record<string, unknown>) => Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((one) => changeObjects(one, change));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, changeObjects(inner, change)] as const);
  return change(Object.fromEntries(entries));
}
