import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sender } from './history-client.ts';
import { SeededRandom } from './history-random.ts';
import { RawClient } from './raw-client.ts';
import { readAdminKey, SpawnedServer } from './spawn-server.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** A node that is known to be away is still asked now and then, as by a client that has not heard of it. */
const ASKED_ALTHOUGH_AWAY = 0.1;
/** Longer than any pause of a node that is well, on a machine that stands still for some seconds; shorter than those that the tests make. */
const ANSWER_MAX_MS = 10_000;

/** A test that runs out of time is left where it stands; what it started must not outlive this process, which vitest ends so. */
const running = new Set<SpawnedServer>();
process.once('SIGTERM', () => {
  for (const node of running) void node.dispose();
  process.kill(process.pid, 'SIGTERM');
});

export interface ClusterOptions {
  readonly nodes: number;
  readonly seed?: number;
  /** Instead of a fresh one on the Postgres of this run; it stays. */
  readonly database?: TestDatabase;
  /** By which way a node reaches the database, where that is not the way of the others. */
  readonly urlFor?: (node: number) => string | undefined;
}

/** Servers as processes of their own on one database, each with its own folder and port. */
export class NodeCluster {
  readonly database: TestDatabase;
  readonly nodes: readonly SpawnedServer[];
  readonly #random: SeededRandom;
  readonly #away = new Set<number>();

  constructor(made: { database: TestDatabase; nodes: readonly SpawnedServer[]; seed: number }) {
    this.database = made.database;
    this.nodes = made.nodes;
    this.#random = new SeededRandom(made.seed);
  }

  node(index: number): SpawnedServer {
    const node = this.nodes[index];
    if (node === undefined) throw new Error(`there is no node ${index}`);
    return node;
  }

  /** The key of the first node, which is good at all of them. */
  adminToken(): Promise<string> {
    return readAdminKey(this.node(0).dataDir);
  }

  /** From now on clients rarely ask this node. */
  avoid(index: number): void {
    this.#away.add(index);
  }

  /** Clients ask it as often as the others again. */
  use(index: number): void {
    this.#away.delete(index);
  }

  /** One of the nodes, by chance. */
  pick(): number {
    const at = this.#random.below(this.nodes.length);
    if (!this.#away.has(at) || this.#random.chance(ASKED_ALTHOUGH_AWAY)) return at;
    return this.#random.pick(this.nodes.map((_, index) => index).filter((index) => !this.#away.has(index))) ?? at;
  }

  /** A client whose every request goes to a node by chance, as behind a balancer that knows nothing of sessions. */
  connect(token: string): Sender {
    const clients = this.nodes.map(({ origin }) => new RawClient({ origin, token, timeoutMs: ANSWER_MAX_MS }));
    return {
      send: (request) => {
        const client = clients[this.pick()];
        if (client === undefined) throw new Error('a cluster has nodes');
        return client.send(request);
      },
      close: () => {
        for (const client of clients) client.close();
      },
    };
  }

  /** What the nodes complained of, for the message of a test that failed. */
  complaints(atMost = 20): string {
    const lines = this.nodes.flatMap(({ stderr }, index) =>
      stderr
        .split('\n')
        .filter((line) => /"level":"(error|fatal)"|"level":[56]0|Error/.test(line))
        .map((line) => `node ${index}: ${line}`),
    );
    return lines.slice(-atMost).join('\n');
  }

  /** Asks every node to end in good order. */
  async drain(): Promise<Array<number | null>> {
    for (const node of this.nodes) node.signal('SIGTERM');
    return Promise.all(this.nodes.map(async (node) => (await node.ended()).code));
  }
}

/** Runs a test on nodes that have all started; whatever it does to them, nothing of them is left afterwards. */
export async function withCluster<T>(options: ClusterOptions, run: (cluster: NodeCluster) => Promise<T>): Promise<T> {
  return withIdleNodes(options, async (cluster) => {
    for (const node of cluster.nodes) await node.start();
    return run(cluster);
  });
}

/** The same with nodes that the test itself starts. */
export async function withIdleNodes<T>(options: ClusterOptions, run: (cluster: NodeCluster) => Promise<T>): Promise<T> {
  const { nodes: count, seed = 1, urlFor = () => undefined } = options;
  const dir = await mkdtemp(join(tmpdir(), 'baton-nodes-'));
  const database = options.database ?? (await createTestDatabase(dir));
  const nodes = Array.from({ length: count }, (_, index) => {
    const url = urlFor(index);
    const seen = url === undefined ? database : { ...database, env: { DATABASE_URL: url } };
    return new SpawnedServer({ dataDir: join(dir, `node-${index}`), database: seen });
  });
  for (const node of nodes) running.add(node);
  try {
    return await run(new NodeCluster({ database, nodes, seed }));
  } finally {
    await Promise.all(nodes.map((node) => node.dispose()));
    for (const node of nodes) running.delete(node);
    if (options.database === undefined) await database.drop();
    await rm(dir, { recursive: true, force: true });
  }
}
