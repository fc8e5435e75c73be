import { setTimeout as letRealTimePass } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { listOf, recordOf } from '../history/recorded.ts';
import { crowding } from '../support/crowding.ts';
import { readEvents } from '../support/history-database.ts';
import { withCluster } from '../support/nodes-cluster.ts';
import { atNode, mustDo, Office, persist } from '../support/nodes-team.ts';
import type { RawReply } from '../support/raw-client.ts';

const NODES = 3;
const AGENTS = 48;
const ROUNDS = 25;
/** A ring takes a few milliseconds; the look that stands behind it comes every two seconds. */
const WAKE_MAX_MS = 1_500;
const STALLS = 2;
const TEST_MAX_MS = 600_000;

test(
  `[MN1] [CL1] of ${AGENTS} agents that claim one task at ${NODES} nodes at once, exactly one wins, ${ROUNDS} times`,
  async () => {
    await withCluster({ nodes: NODES }, async (cluster) => {
      const office = await Office.open(cluster);
      const tokens: string[] = [];
      for (let i = 0; i < AGENTS; i += 1) tokens.push(await office.hire(`agent-${i}`, { maxConcurrent: ROUNDS }));
      const agents = tokens.map((token, index) => atNode(cluster, index % NODES, token));
      for (let round = 0; round < ROUNDS; round += 1) {
        const path = `/v1/tasks/${await office.task()}/claim`;
        const replies = await Promise.all(agents.map((agent) => persist(agent, { method: 'POST', path, body: {} })));
        expect(tallyOf(replies)).toEqual({ '200': 1, '409 task_held': AGENTS - 1 });
      }
      for (const agent of [...agents, office.admin]) agent.close();
    });
  },
  TEST_MAX_MS,
);

test(
  `[MN1] [ID1] one request sent to ${NODES} nodes at once under one key takes effect once, and is answered alike, ${ROUNDS} times`,
  async () => {
    await withCluster({ nodes: NODES }, async (cluster) => {
      const office = await Office.open(cluster);
      const clients = cluster.nodes.map((_, index) => atNode(cluster, index, office.token));
      const ids: unknown[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const headers = { 'Idempotency-Key': `round-${round}` };
        const request = { method: 'POST', path: '/v1/tasks', body: { title: `made in round ${round}` }, headers };
        const replies = await Promise.all(clients.map((client) => persist(client, request)));
        expect(tallyOf(replies)).toEqual({ '201': NODES });
        const made = new Set(replies.map(({ body }) => recordOf(body)['id']));
        expect(made.size).toBe(1);
        ids.push(...made);
      }
      const created = (await readEvents(cluster.database)).filter(({ type }) => type === 'task.created');
      expect(created.map(({ taskId }) => taskId)).toEqual(ids);
      for (const client of [...clients, office.admin]) client.close();
    });
  },
  TEST_MAX_MS,
);

test(
  '[MN2] an agent that waits at one node for work gets what is made at another, at once',
  async () => {
    await withCluster({ nodes: 2 }, async (cluster) => {
      const office = await Office.open(cluster);
      const waiting = atNode(cluster, 1, await office.hire('waiting', { maxConcurrent: ROUNDS }));
      const near = atNode(cluster, 0, office.token);
      const took: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const claim = mustDo(waiting, '/v1/tasks/claim-next', { waitSeconds: 25 });
        // Long enough for most to be asleep by then; whoever is not finds the task by looking.
        await letRealTimePass(50);
        const { id } = await mustDo(near, '/v1/tasks', { title: `made in round ${round}` });
        const from = performance.now();
        const { claims } = await claim;
        took.push(performance.now() - from);
        expect(listOf(claims).map((one) => recordOf(recordOf(one)['task'])['id'])).toEqual([id]);
      }
      console.info(`work made at another node was had after ${Math.max(...took).toFixed(0)} ms at most`);
      // But for a round or two in which the machine may have stood still: by looking alone every fourth would take longer.
      expect(took.toSorted((a, b) => b - a)[STALLS]).toBeLessThan(WAKE_MAX_MS * crowding());
      for (const client of [waiting, near, office.admin]) client.close();
    });
  },
  TEST_MAX_MS,
);

/** How many were answered in each way. */
function tallyOf(replies: readonly RawReply[]): Record<string, number> {
  const kinds = Map.groupBy(replies, ({ status, body }) => `${status} ${String(recordOf(body)['code'] ?? '')}`.trim());
  return Object.fromEntries([...kinds].map(([kind, same]) => [kind, same.length]));
}
