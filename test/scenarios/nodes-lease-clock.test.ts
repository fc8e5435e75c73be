import { setTimeout as letRealTimePass } from 'node:timers/promises';
import { describe, test } from 'vitest';
import { RECLAIM_DELAY_MS } from '../../server/domain/tasks/lease-rules.ts';
import { listOf, recordOf } from '../history/recorded.ts';
import { type CalmClock, startCalmClock } from '../support/calm-clock.ts';
import { type NodeCluster, withCluster } from '../support/nodes-cluster.ts';
import { LEASE_SKEW_MAX_MS } from '../support/nodes-load.ts';
import { withWire } from '../support/nodes-proxy.ts';
import { atNode, claimWhenFree, mustDo, Office } from '../support/nodes-team.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { postgresAt, type TestDatabase } from '../support/test-database.ts';

const LEASE_SECONDS = 10;
const LEASE_MS = LEASE_SECONDS * 1_000;
/** From the last renewal until another may have the task, as one node sees it that another has renewed. */
const FREE_AFTER_MS = LEASE_MS + RECLAIM_DELAY_MS - LEASE_SKEW_MAX_MS;
const LONGER_THAN_A_LEASE_MS = 12_000;
/** Longer than a lease and the delay, so that by real time every task could be taken. */
const GAP_MS = LEASE_MS + RECLAIM_DELAY_MS + 2_000;
const SLOW_CLOCK_MS = 300;
const TEST_MAX_MS = 600_000;

describe.concurrent('one lease clock of many nodes', () => {
  test(
    '[MN3] [LE5] lease time runs at the speed of real time, whichever nodes are killed',
    async ({ expect }) => {
      await withCluster({ nodes: 3 }, async (cluster) => {
        const stepMs = 3_000;
        using calm = startCalmClock();
        const start = await leaseNow(cluster.database, calm);
        for (const dies of [0, 1]) {
          await letRealTimePass(stepMs);
          await cluster.node(dies).kill();
        }
        await letRealTimePass(stepMs);
        await cluster.node(0).restart();
        await letRealTimePass(stepMs);
        const end = await leaseNow(cluster.database, calm);
        const lease = end.leaseMs - start.leaseMs;
        const most = end.after.real - start.before.real;
        // It does not go on, beyond a step, where nobody could have heard a heartbeat.
        const least = end.before.calm - start.after.calm;
        console.info(`lease clock: ${lease.toFixed(0)} ms in ${least.toFixed(0)} to ${most.toFixed(0)} ms`);
        expect(lease).toBeLessThan(most + 1_000 + 0.05 * most);
        expect(lease).toBeGreaterThan(least - 1_000 - 0.05 * least);
      });
    },
    TEST_MAX_MS,
  );

  test(
    '[MN3] [LE5] [LE6] all nodes stopped for longer than a lease and the delay, and woken one after the other, take no task from anybody',
    async ({ expect }) => {
      await withCluster({ nodes: 3 }, async (cluster) => {
        const gap = async () => {
          for (const node of cluster.nodes) node.signal('SIGSTOP');
          await letRealTimePass(GAP_MS);
          const wokenAt = performance.now();
          for (const node of cluster.nodes) {
            node.signal('SIGCONT');
            await node.ready();
          }
          return wokenAt;
        };
        const { living, deadMs } = await holdThrough(cluster, gap);
        console.info(`held through a stop of all nodes, taken by another ${deadMs.toFixed(0)} ms after their waking`);
        expect(living).toEqual(['ok']);
        expect(deadMs).toBeGreaterThanOrEqual(LEASE_MS);
      });
    },
    TEST_MAX_MS,
  );

  test(
    '[MN3] [LE5] [LE6] a database that is away for longer than a lease and the delay, when no heartbeat can be heard, costs nobody a task',
    async ({ expect }) => {
      const postgres = await PostgresServer.open();
      try {
        await withCluster({ nodes: 2, database: postgresAt(postgres.started.url) }, async (cluster) => {
          const gap = async () => {
            await postgres.stop();
            await letRealTimePass(GAP_MS);
            await postgres.start();
            return performance.now();
          };
          const { living, deadMs } = await holdThrough(cluster, gap);
          console.info(`held while the database was away, taken by another ${deadMs.toFixed(0)} ms after its return`);
          expect(living).toEqual(['ok']);
          expect(deadMs).toBeGreaterThanOrEqual(LEASE_MS);
        });
      } finally {
        await postgres.close();
      }
    },
    TEST_MAX_MS,
  );

  test(
    '[MN3] [LE3] what a node grants at its waking is a whole lease at every other node',
    async ({ expect }) => {
      await withWire(async (wire, database) => {
        const urlFor = (node: number) => (node === 1 ? wire.url : undefined);
        await withCluster({ nodes: 2, database, urlFor }, async (cluster) => {
          const office = await Office.open(cluster);
          const taskId = await office.task({ leaseTtlSeconds: LEASE_SECONDS });
          const sleeper = cluster.node(1);
          const worker = atNode(cluster, 1, await office.hire('worker'));
          const rival = atNode(cluster, 0, await office.hire('rival'));
          // It learns the time more slowly than it could grant.
          wire.delay(SLOW_CLOCK_MS, /hand$/);
          sleeper.signal('SIGSTOP');
          const claim = mustDo(worker, `/v1/tasks/${taskId}/claim`);
          await letRealTimePass(LONGER_THAN_A_LEASE_MS);
          const wokenAt = performance.now();
          sleeper.signal('SIGCONT');
          expect((await claim)['leaseRemainingMs']).toBe(LEASE_MS);
          const heldMs = (await claimWhenFree(rival, taskId)) - wokenAt;
          console.info(`granted at waking, taken by another after ${heldMs.toFixed(0)} ms`);
          expect(heldMs).toBeGreaterThanOrEqual(FREE_AFTER_MS);
          for (const client of [worker, rival, office.admin]) client.close();
        });
      });
    },
    TEST_MAX_MS,
  );

  test(
    '[MN3] [LE3] [DU2] a lease that a node has renewed lasts as long as it said, also when the node is killed at once',
    async ({ expect }) => {
      await withCluster({ nodes: 2 }, async (cluster) => {
        const office = await Office.open(cluster);
        const taskId = await office.task({ leaseTtlSeconds: LEASE_SECONDS });
        const worker = atNode(cluster, 1, await office.hire('worker'));
        const rival = atNode(cluster, 0, await office.hire('rival'));
        const { epoch } = await mustDo(worker, `/v1/tasks/${taskId}/claim`);
        // Within the first half of a lease a renewal may be kept in memory for a moment.
        await letRealTimePass(0.4 * LEASE_MS);
        const renewedAt = performance.now();
        const reply = await mustDo(worker, '/v1/sessions/current/heartbeat', { leases: [{ taskId, epoch }] });
        await cluster.node(1).kill();
        expect(listOf(reply['leases']).map((lease) => recordOf(lease)['state'])).toEqual(['ok']);
        const heldMs = (await claimWhenFree(rival, taskId)) - renewedAt;
        console.info(`renewed at a node that was killed, taken by another after ${heldMs.toFixed(0)} ms`);
        expect(heldMs).toBeGreaterThanOrEqual(FREE_AFTER_MS);
        for (const client of [worker, rival, office.admin]) client.close();
      });
    },
    TEST_MAX_MS,
  );
});

interface Times {
  readonly real: number;
  readonly calm: number;
}

/** Where the shared clock stands, and where this process's own stood before and after that was asked. */
async function leaseNow(database: TestDatabase, calm: CalmClock): Promise<{ leaseMs: number; before: Times; after: Times }> {
  const times = () => ({ real: performance.now(), calm: calm.now() });
  const before = times();
  const [row] = await database.rows(
    'select now + extract(epoch from clock_timestamp() - looked_at)::float8 * 1000 as now from lease_clock',
  );
  return { leaseMs: Number(row?.['now']), before, after: times() };
}

/**
 * Two agents hold a task each through a gap, which says when it was over. One lives and gives a sign of life some time after, of
 * which this tells the answer; the other is dead, and this tells how long after the gap a rival got its task.
 */
async function holdThrough(cluster: NodeCluster, gap: () => Promise<number>): Promise<{ living: unknown[]; deadMs: number }> {
  const office = await Office.open(cluster);
  const claimed = async (name: string) => {
    const sender = cluster.connect(await office.hire(name));
    const taskId = await office.task({ title: `held by ${name}`, leaseTtlSeconds: LEASE_SECONDS });
    const { epoch } = await mustDo(sender, `/v1/tasks/${taskId}/claim`);
    return { sender, taskId, epoch };
  };
  const [living, dead] = [await claimed('living'), await claimed('dead')];
  const rivals = await Promise.all(['one', 'two'].map(async (name) => cluster.connect(await office.hire(name))));
  const [first, second] = rivals;
  if (first === undefined || second === undefined) throw new Error('there are two rivals');
  const overAt = await gap();
  const enough = new AbortController();
  const siege = claimWhenFree(first, living.taskId, enough.signal).catch(() => undefined);
  const taking = claimWhenFree(second, dead.taskId);
  await letRealTimePass(LEASE_MS / 2);
  const { taskId, epoch } = living;
  const { leases } = await mustDo(living.sender, '/v1/sessions/current/heartbeat', { leases: [{ taskId, epoch }] });
  const deadMs = (await taking) - overAt;
  enough.abort();
  await siege;
  for (const client of [living.sender, dead.sender, ...rivals, office.admin]) client.close();
  return { living: listOf(leases).map((lease) => recordOf(lease)['state']), deadMs };
}
