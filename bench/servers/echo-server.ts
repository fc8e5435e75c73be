import { createServer } from 'node:http';
import { serveParent } from '../serve-parent.ts';
import { listening } from './listening.ts';

// The limit that every REST figure is held against: what node:http does with a POST when nothing is to be done with it.
const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    const body = Buffer.concat(chunks);
    outgoing.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
  });
});

serveParent(
  () => listening(server),
  async () => server.closeAllConnections(),
);
