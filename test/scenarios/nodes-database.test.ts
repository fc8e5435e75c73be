import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { explainViolations } from '../history/checker.ts';
import { type RequestRecord, recordOf } from '../history/recorded.ts';
import { crowding } from '../support/crowding.ts';
import { readEvents } from '../support/history-database.ts';
import { type NodeCluster, withCluster } from '../support/nodes-cluster.ts';
import { ClusterLoad } from '../support/nodes-load.ts';
import { startReaders } from '../support/nodes-reader.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { RawClient } from '../support/raw-client.ts';
import { postgresAt } from '../support/test-database.ts';

const CLIENTS = 48;
const READERS = 6;
const CALM_MS = 3_000;
const AWAY_MS = 1_500;
/** A busy machine included; what it takes is printed. */
const RECOVERY_MAX_MS = 10_000;
const LOOK_MS = 10;
const TEST_MAX_MS = 600_000;

/** What may happen to a database. Each leaves it down; all must be over before it is started again. */
const ENDINGS = {
  'stopped in good order': async ({ started: { pid } }: PostgresServer) => {
    // What `pg_ctl stop` does: transactions are ended, clients are told.
    process.kill(pid, 'SIGINT');
    while (isAlive(pid)) await delay(LOOK_MS);
  },
  'killed with SIGKILL': (postgres: PostgresServer) => postgres.kill(),
  'cut off at once, as by a loss of power': (postgres: PostgresServer) => postgres.stop(),
} satisfies Record<string, (postgres: PostgresServer) => Promise<void>>;

test('[LAW3] [MN1] [EV3] the database goes away three times under load: nothing acknowledged is lost, the rest is refused as retryable, and all goes on by itself', {
  timeout: TEST_MAX_MS,
}, async () => {
  const postgres = await PostgresServer.open();
  try {
    await withCluster({ nodes: 3, database: postgresAt(postgres.started.url) }, async (cluster) => {
      const load = new ClusterLoad(cluster);
      await load.start({ clients: CLIENTS, seed: 21 });
      const nextOrigin = () => cluster.node(cluster.pick()).origin;
      const readers = startReaders(READERS, { token: await cluster.adminToken(), nextOrigin });
      const recoveries: number[] = [];
      for (const [name, end] of Object.entries(ENDINGS)) {
        await load.goesOnFor(CALM_MS);
        await end(postgres);
        await load.goesOnFor(AWAY_MS);
        await postgres.start();
        const took = await Promise.all(cluster.nodes.map((_, index) => firstSuccess(cluster, index)));
        console.info(`database ${name}: first success of each node after ${took.map((ms) => ms.toFixed(0)).join(', ')} ms`);
        recoveries.push(...took);
      }
      await load.goesOnFor(CALM_MS);
      await load.stop();
      const head = (await readEvents(cluster.database)).filter(({ project }) => project === 'main').length;
      await Promise.all(readers.map((reader) => reader.reached(head)));
      await Promise.all(readers.map((reader) => reader.stop()));
      const { violations, requests } = await load.judge();
      const refused = requests.filter(({ reply }) => reply !== 'unknown' && reply.status >= 500);
      console.info(`${requests.length} requests, ${refused.length} of them refused for the time being`);
      expect(violations, explainViolations(violations)).toEqual([]);
      expect(requests.filter((request) => !isAnswered(request)).map(describe)).toEqual([]);
      expect(refused.length).toBeGreaterThan(0);
      expect(readers.flatMap(({ faults }) => faults)).toEqual([]);
      expect(Math.max(...recoveries)).toBeLessThan(RECOVERY_MAX_MS * crowding());
    });
  } finally {
    await postgres.close();
  }
});

/** A node is there all the time and knows what to say: never a broken connection, never a failure of its own. */
function isAnswered({ reply }: RequestRecord): boolean {
  if (reply === 'unknown') return false;
  const { code, retryable } = recordOf(reply.body);
  return reply.status < 500 || (reply.status === 503 && code === 'unavailable' && retryable === true);
}

function describe({ operation, reply }: RequestRecord): string {
  return `${operation}: ${JSON.stringify(reply)}`;
}

/** How long it takes from now until this node has stored something. */
async function firstSuccess(cluster: NodeCluster, index: number): Promise<number> {
  const from = performance.now();
  const client = new RawClient({ origin: cluster.node(index).origin, token: await cluster.adminToken() });
  const body = { name: `found-again-${crypto.randomUUID().slice(0, 8)}` };
  try {
    while ((await client.send({ method: 'POST', path: '/v1/projects', body })).status !== 201) await delay(LOOK_MS);
    return performance.now() - from;
  } finally {
    client.close();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
