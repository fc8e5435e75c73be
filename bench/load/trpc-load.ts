import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type Block, BlockSupply } from './block-supply.ts';
import { LoadMeter } from './load-meter.ts';
import { type LoadPlan, type LoadResult, spread } from './load-plan.ts';

const RpcReply = z.object({ id: z.number(), error: z.unknown().optional() });

/** Claims tasks by id over tRPC's WebSocket, one call at a time on each of `clients` sockets. */
export async function runTrpcLoad({ ports, clients, durationMs, requests }: LoadPlan): Promise<LoadResult> {
  const supply = new BlockSupply(requests);
  const places = spread(ports, clients).flatMap((port) => {
    const block = supply.take();
    return block === null ? [] : [{ port, block }];
  });
  const open = await Promise.all(places.map(async ({ port, block }) => ({ block, socket: await openSocket(port, block.token) })));
  const meter = new LoadMeter(durationMs);
  if (open.length < clients) meter.failed('there are fewer tokens than clients');
  await Promise.all(open.map(({ block, socket }) => runClient(socket, block, meter)));
  return meter.result(supply.next);
}

async function openSocket(port: number, token: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/trpc`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  await once(socket, 'open');
  return socket;
}

function runClient(socket: WebSocket, block: Block, meter: LoadMeter): Promise<void> {
  let callsMade = 0;
  let sentAt = 0;
  const send = (now: number) => {
    // A token lasts as long as its socket, so a client whose block is used up ends the load for all.
    if (callsMade === block.calls) meter.endNow();
    if (!meter.isOpen(now)) {
      socket.terminate();
      return;
    }
    const input = { id: `T-${block.firstNumber + callsMade}` };
    callsMade += 1;
    sentAt = now;
    socket.send(JSON.stringify({ id: callsMade, method: 'mutation', params: { path: 'tasks.claim', input } }));
  };
  return new Promise((resolve) => {
    socket.on('message', (data) => {
      const now = performance.now();
      const text = String(data);
      const reply = RpcReply.parse(JSON.parse(text));
      if (reply.error === undefined) meter.succeeded(sentAt, now);
      else meter.failed(text);
      send(now);
    });
    socket.on('error', (error) => meter.failed(`the socket broke: ${error.message}`));
    socket.once('close', (code) => {
      if (meter.isOpen(performance.now())) meter.failed(`the server closed the socket with ${code}`);
      resolve();
    });
    send(performance.now());
  });
}
