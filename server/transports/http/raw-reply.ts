import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { PlainReply } from './problem-reply.ts';

/** How long the other side has to read the answer and close. */
const LINGER_MS = 1_000;

/** Writes an answer on a connection that has no response object: a failed upgrade, a request that is none. */
export function writeRawReply(socket: Duplex, reply: PlainReply): void {
  const headers = { ...reply.headers, Connection: 'close', 'Content-Length': String(Buffer.byteLength(reply.body)) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.on('error', () => socket.destroy());
  // What is still under way must be read, or the connection is reset and the answer with it.
  socket.resume();
  socket.end(`HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n${reply.body}`);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
