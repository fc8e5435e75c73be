import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { IdlePlan } from './load-plan.ts';

/** How many are opened at once: more would fill the server's backlog. */
const OPENED_AT_ONCE = 100;

const sockets: WebSocket[] = [];

/** Opens sockets that follow the live events and keeps them; gives how many are open and live. */
export async function openIdleSockets({ port, sockets: wanted, tokens }: IdlePlan): Promise<number> {
  while (sockets.length < wanted) {
    const count = Math.min(OPENED_AT_ONCE, wanted - sockets.length);
    const first = sockets.length;
    sockets.push(
      ...(await Promise.all(Array.from({ length: count }, (_, i) => openLive(port, tokens[(first + i) % tokens.length])))),
    );
  }
  return sockets.filter((socket) => socket.readyState === WebSocket.OPEN).length;
}

export function closeIdleSockets(): void {
  for (const socket of sockets.splice(0)) socket.terminate();
}

async function openLive(port: number, token: string | undefined): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/events/ws`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  socket.on('error', (error) => process.stderr.write(`bench: an idle socket broke: ${error.message}\n`));
  await once(socket, 'open');
  const first = once(socket, 'message');
  socket.send(JSON.stringify({ type: 'subscribe' }));
  await first;
  return socket;
}
