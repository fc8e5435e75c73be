import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as letRealTimePass } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { CLOSE_CODES } from '../../server/contract/frames.ts';
import { listOf, recordOf } from '../history/recorded.ts';
import { startCalmClock } from '../support/calm-clock.ts';
import { crowding } from '../support/crowding.ts';
import { type NodeCluster, withCluster } from '../support/nodes-cluster.ts';
import { atNode, Office, persist } from '../support/nodes-team.ts';

/** A node trusts a token that it has looked up for a second; the rest is for a busy machine. */
const REFUSED_MAX_MS = 2_000;
/** The tokens of open sockets are looked at each second, which may be just before that trust ends. */
const CLOSED_MAX_MS = 3_000;
const ASK_EVERY_MS = 20;
const AGENT = 'leaver';
const TEST_MAX_MS = 600_000;

test('[SE5] a token revoked at one node stops working at the others within 2 s, and its open sockets and streams there close', {
  timeout: TEST_MAX_MS,
}, async () => {
  await withCluster({ nodes: 3 }, async (cluster) => {
    const office = await Office.open(cluster);
    const token = await office.hire(AGENT);
    const stays = await office.hire('stayer');
    const tokenId = await idOfToken(office);
    const { sockets, streams } = await openAll(cluster, token);
    const others = await openAll(cluster, stays);
    const refused = cluster.nodes.map((_, index) => whenRefused(cluster, index, token));
    const revoker = atNode(cluster, 0, office.token);
    using calm = startCalmClock();
    const { status } = await persist(revoker, { method: 'DELETE', path: `/v1/tokens/${tokenId}` });
    const from = calm.now();
    expect(status).toBe(200);
    const tookMs = async (all: ReadonlyArray<Promise<unknown>>) =>
      Promise.all(all.map((one) => one.then(() => calm.now() - from)));
    const codes = Promise.all(sockets.map(({ closed }) => closed));
    const [calls, closes, ends] = await Promise.all([
      tookMs(refused),
      tookMs(sockets.map(({ closed }) => closed)),
      tookMs(streams.map(({ closed }) => closed)),
    ]);
    const shown = (all: readonly number[]) => all.map((ms) => ms.toFixed(0)).join(', ');
    console.info(
      `revoked at the first node: calls refused after ${shown(calls)} ms, sockets ${shown(closes)}, streams ${shown(ends)}`,
    );
    expect(Math.max(...calls)).toBeLessThan(REFUSED_MAX_MS * crowding());
    expect(Math.max(...closes, ...ends)).toBeLessThan(CLOSED_MAX_MS * crowding());
    expect(await codes).toEqual(cluster.nodes.map(() => CLOSE_CODES.badToken));
    // Nobody else's are touched.
    expect(others.sockets.map(({ socket }) => socket.readyState)).toEqual(cluster.nodes.map(() => WebSocket.OPEN));
    for (const { socket } of others.sockets) socket.terminate();
    for (const client of [revoker, office.admin]) client.close();
  });
});

async function idOfToken({ cluster, token }: Office): Promise<string> {
  const client = atNode(cluster, 0, token);
  const { body } = await client.send({ method: 'GET', path: '/v1/tokens' });
  client.close();
  const found = listOf(recordOf(body)['items'])
    .map(recordOf)
    .find(({ agent }) => agent === AGENT);
  return String(found?.['id']);
}

interface Opened {
  readonly sockets: ReadonlyArray<{ readonly socket: WebSocket; readonly closed: Promise<number> }>;
  readonly streams: ReadonlyArray<{ readonly closed: Promise<unknown> }>;
}

/** At every node a socket and a stream that are live: what was written so far has come. */
async function openAll(cluster: NodeCluster, token: string): Promise<Opened> {
  const headers = { authorization: `Bearer ${token}` };
  const sockets = await Promise.all(
    cluster.nodes.map(async ({ origin }) => {
      const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/v1/events/ws`, { headers });
      socket.on('error', () => undefined);
      const closed = new Promise<number>((resolve) => socket.once('close', resolve));
      await once(socket, 'open');
      socket.send(JSON.stringify({ type: 'subscribe' }));
      await once(socket, 'message');
      return { socket, closed };
    }),
  );
  const streams = await Promise.all(
    cluster.nodes.map(async ({ origin }) => {
      const outgoing = request(`${origin}/v1/events/stream`, { headers, agent: false });
      outgoing.on('error', () => undefined);
      outgoing.end();
      const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]; // what a response event brings
      expect(incoming.statusCode).toBe(200);
      incoming.resume();
      return { closed: new Promise((resolve) => incoming.once('close', resolve)) };
    }),
  );
  return { sockets, streams };
}

/** Uses a token without pause until it is refused. */
async function whenRefused(cluster: NodeCluster, index: number, token: string): Promise<void> {
  const client = atNode(cluster, index, token);
  try {
    for (;;) {
      const { status } = await client.send({ method: 'GET', path: '/v1/tasks' });
      if (status === 401) return;
      // A node that stood still asks to come again.
      if (status !== 200 && status !== 503) throw new Error(`a list was answered with ${status}`);
      await letRealTimePass(ASK_EVERY_MS);
    }
  } finally {
    client.close();
  }
}
