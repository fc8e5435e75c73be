import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { BatonError } from '../../contract/errors.ts';
import type { HttpLimits } from './http-config.ts';
import type { PlainReply } from './problem-reply.ts';
import { writeRawReply } from './raw-reply.ts';

const CHECK_INTERVAL_MS = 1_000;

/** The HTTP server itself, with its limits set; what it cannot parse is answered here, since no route ever sees it. */
export function createNodeServer(
  limits: HttpLimits,
  on: { request: (incoming: IncomingMessage, outgoing: ServerResponse) => void; problem: (error: BatonError) => PlainReply },
): Server {
  const server = createServer(
    {
      maxHeaderSize: limits.headersMaxBytes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
      // Another upgrade, to HTTP/2 for one, may be offered with any request: that is then answered as it stands.
      shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === 'websocket',
    },
    on.request,
  );
  // Beyond its own count Node drops headers without a word; ours refuses.
  server.maxHeadersCount = 0;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else writeRawReply(socket, on.problem(unreadable(error, limits)));
  });
  return server;
}

function unreadable(error: NodeJS.ErrnoException, limits: HttpLimits): BatonError {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return new BatonError('too_large', {
        detail: `The headers are larger than ${limits.headersMaxBytes} bytes together.`,
        hint: 'Send fewer and shorter headers; data belongs in the body.',
      });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new BatonError('bad_request', {
        detail: `The request was not complete within ${limits.headersTimeoutMs / 1_000} s for its headers, or ${limits.requestTimeoutMs / 1_000} s in all.`,
        hint: 'Send the whole request at once.',
      });
    default:
      return new BatonError('bad_request', { detail: 'This is no HTTP request that can be read.', hint: 'Speak HTTP/1.1.' });
  }
}
