import { expect, test } from 'vitest';
import { readEvents } from '../support/history-database.ts';
import { SeededRandom } from '../support/history-random.ts';
import { withCluster } from '../support/nodes-cluster.ts';
import { atNode, mustDo, Office, persist } from '../support/nodes-team.ts';
import { findDoubleHolds, somePaths, workThrough } from '../support/path-race.ts';

const NODES = 3;
const AGENTS = 16;
const TASKS = 60;
const ROUNDS = 20;
const SEED = 11;
const TEST_MAX_MS = 600_000;

test(
  `[MN1] [RS1] of two agents that claim overlapping tasks at two nodes at once exactly one wins, ${ROUNDS} times`,
  async () => {
    await withCluster({ nodes: 2 }, async (cluster) => {
      const office = await Office.open(cluster);
      const agents = [0, 1].map(async (nth) =>
        atNode(cluster, nth, await office.hire(`agent-${nth}`, { maxConcurrent: ROUNDS })),
      );
      const [one, other] = await Promise.all(agents);
      if (one === undefined || other === undefined) throw new Error('there are two');
      for (let round = 0; round < ROUNDS; round += 1) {
        const ids = [await office.task({ paths: [`${round}/**`] }), await office.task({ paths: [`${round}/*.ts`] })];
        const claims = [one, other].map((agent, nth) =>
          persist(agent, { method: 'POST', path: `/v1/tasks/${ids[nth]}/claim`, body: {} }),
        );
        const statuses = (await Promise.all(claims)).map(({ status }) => status);
        expect(statuses.sort()).toEqual([200, 409]);
      }
      for (const client of [one, other, office.admin]) client.close();
    });
  },
  TEST_MAX_MS,
);

test(
  `[MN1] [RS1] [CL4] ${AGENTS} agents at ${NODES} nodes that take tasks with overlapping paths never hold a path twice`,
  async () => {
    await withCluster({ nodes: NODES, seed: SEED }, async (cluster) => {
      const office = await Office.open(cluster);
      const random = new SeededRandom(SEED);
      const tasks = Array.from({ length: TASKS }, (_, nth) => ({
        title: `task ${nth}`,
        paths: somePaths(random),
        reviewer: 'none',
        maxAttempts: 100,
      }));
      await mustDo(office.admin, '/v1/tasks/batch', { tasks });
      let done = 0;
      const agents = Array.from({ length: AGENTS }, async (_, nth) => {
        const client = cluster.connect(await office.hire(`agent-${nth}`, { maxConcurrent: 2 }));
        const send = async (path: string, body: Record<string, unknown>) => {
          const reply = await persist(client, { method: 'POST', path, body });
          if (path.endsWith('/submit') && reply.status === 200) done += 1;
          return reply;
        };
        await workThrough(send, { seed: SEED + nth, isDone: () => done === TASKS });
        client.close();
      });
      await Promise.all(agents);
      expect(findDoubleHolds(await readEvents(cluster.database))).toEqual([]);
      office.admin.close();
    });
  },
  TEST_MAX_MS,
);
