import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RefusingProxy {
  readonly origin: string;
  /** How many WebSockets were asked for, and refused. */
  readonly refused: () => number;
  close(): Promise<void>;
}

/** As some proxies of companies are: HTTP passes, a WebSocket is answered with 403. */
export async function openRefusingProxy(port: number): Promise<RefusingProxy> {
  let refused = 0;
  const server = createServer((incoming, reply) => {
    const { method, url } = incoming;
    const { origin, ...others } = incoming.headers;
    // Known to the server by its own name, as a proxy is that says for whom it asks.
    const own = { host: `127.0.0.1:${port}`, ...(origin === undefined ? {} : { origin: `http://127.0.0.1:${port}` }) };
    const headers = { ...others, ...own };
    const outgoing = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(reply);
    });
    outgoing.on('error', () => reply.destroy());
    reply.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  server.on('upgrade', (_request, socket) => {
    refused += 1;
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  const listening = await listen(server);
  return {
    origin: `http://127.0.0.1:${listening}`,
    refused: () => refused,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port; // a server that listens on TCP has no other kind of address
}
