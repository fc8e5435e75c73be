import { expect, test } from 'vitest';
import { explainViolations } from '../history/checker.ts';
import { withCluster } from '../support/nodes-cluster.ts';
import { ClusterLoad } from '../support/nodes-load.ts';

const CLIENTS = 96;
const SEEDS = (process.env['BATON_NODES_SEEDS'] ?? '11').split(',').map(Number);
const CALM_MS = 3_000;
/** Longer than the shortest lease, which the tasks of this load have. */
const STOP_MS = 12_000;
/** As long as it takes for a lease that was granted too short to be taken by another: the delay, and a little. */
const AFTER_MS = 7_000;
const TEST_MAX_MS = 600_000;

test.each(SEEDS)(
  '[MN1] [LAW3] [ID1] seed %i: one node is killed and comes back, another stands still for longer than a lease; nothing acknowledged is lost and nothing is done twice',
  { timeout: TEST_MAX_MS },
  async (seed) => {
    await withCluster({ nodes: 3, seed }, async (cluster) => {
      const load = new ClusterLoad(cluster);
      await load.start({ clients: CLIENTS, seed });
      await load.goesOnFor(CALM_MS);
      cluster.avoid(1);
      expect((await cluster.node(1).kill()).signal).toBe('SIGKILL');
      await load.goesOnFor(CALM_MS);
      const recoveryMs = await cluster.node(1).restart();
      cluster.use(1);
      await load.goesOnFor(CALM_MS);
      cluster.avoid(2);
      cluster.node(2).signal('SIGSTOP');
      await load.goesOnFor(STOP_MS);
      cluster.node(2).signal('SIGCONT');
      cluster.use(2);
      await load.goesOnFor(AFTER_MS);
      const { violations, requests } = await load.judge();
      const unknown = requests.filter(({ reply }) => reply === 'unknown').length;
      console.info(
        `seed ${seed}: ${requests.length} requests, ${unknown} without an answer; the killed node was back in ${recoveryMs.toFixed(0)} ms`,
      );
      expect(violations, explainViolations(violations)).toEqual([]);
      // Both faults must have hit somebody for the silence to mean anything.
      expect(unknown).toBeGreaterThan(0);
    });
  },
);
