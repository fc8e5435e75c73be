import { expect, test } from 'vitest';
import { type NodeCluster, withIdleNodes } from '../support/nodes-cluster.ts';
import { mustDo } from '../support/nodes-team.ts';
import { RawClient } from '../support/raw-client.ts';
import { readAdminKey } from '../support/spawn-server.ts';

/** How many start on an empty database, round after round. */
const ROUNDS = [2, 2, 2, 5];
const TEST_MAX_MS = 600_000;

test.each(ROUNDS.map((nodes, index) => ({ nodes, round: index + 1 })))(
  '[MN3] round $round: of $nodes nodes that start at once on an empty database one migrates, and all serve the same board',
  { timeout: TEST_MAX_MS },
  async ({ nodes }) => {
    await withIdleNodes({ nodes }, async (cluster) => {
      await Promise.all(cluster.nodes.map((node) => node.start()));
      const migrations = await cluster.database.rows('select version, count(*) as times from schema_migrations group by version');
      expect(migrations.length).toBeGreaterThan(0);
      expect(migrations.filter(({ times }) => times !== 1)).toEqual([]);
      for (const table of ['store', 'lease_clock', "projects where name = 'main'"]) {
        expect(await cluster.database.rows(`select count(*) as rows from ${table}`), table).toEqual([{ rows: 1 }]);
      }
      expect(await tasksOfAll(cluster)).toEqual(cluster.nodes.map(() => cluster.nodes.map((_, index) => `made by ${index}`)));
      expect(cluster.complaints()).toBe('');
    });
  },
);

/** Makes a task at each node, by its own key, and gives what each node then lists, asked with the key of another. */
async function tasksOfAll(cluster: NodeCluster): Promise<string[][]> {
  const keys = await Promise.all(cluster.nodes.map(({ dataDir }) => readAdminKey(dataDir)));
  const clients = cluster.nodes.map(({ origin }, index) => new RawClient({ origin, token: keys[index] ?? null }));
  for (const [index, client] of clients.entries()) await mustDo(client, '/v1/tasks', { title: `made by ${index}` });
  for (const client of clients) client.close();
  return Promise.all(
    cluster.nodes.map(async ({ origin }, index) => {
      const stranger = new RawClient({ origin, token: keys[(index + 1) % keys.length] ?? null });
      const { body } = await stranger.send({ method: 'GET', path: '/v1/tasks' });
      stranger.close();
      return (body as { items: Array<{ title: string }> }).items.map(({ title }) => title); // a page of tasks
    }),
  );
}
