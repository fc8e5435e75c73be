import { once } from 'node:events';
import type { Server } from 'node:http';

/** Lets `server` listen on a free port of the loopback, which it gives. */
export async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a listening TCP server has a port');
  return address.port;
}
