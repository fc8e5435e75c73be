import { setTimeout as letRealTimePass } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { recordOf } from '../history/recorded.ts';
import { readEvents } from '../support/history-database.ts';
import { withCluster } from '../support/nodes-cluster.ts';
import { type DatabaseWire, openDatabaseWire } from '../support/nodes-proxy.ts';
import { LogReader } from '../support/nodes-reader.ts';
import { atNode, mustDo, Office } from '../support/nodes-team.ts';
import type { RawClient } from '../support/raw-client.ts';
import { createTestDatabase } from '../support/test-database.ts';

/** How late an event of another node may come (SPEC MN2). */
const LATE_MAX_MS = 5_000;
/** How long a node may fail to store anything for, after some of its connections have vanished. */
const STALL_MAX_MS = 10_000;
const PHASE_MS = 2_500;
const PAUSE_MS = 25;
const DELAY_MS = 150;
const LOST_COMMITS = 5;
const TEST_MAX_MS = 120_000;

/** What happens to the connections of the node behind the wire; each says how many it hit. */
const FAULTS: Readonly<Record<string, (wire: DatabaseWire) => number>> = {
  'nothing happens': (wire) => wire.names().length,
  'everything is slow': (wire) => {
    wire.delay(DELAY_MS);
    return wire.names().length;
  },
  'all connections are reset': (wire) => {
    wire.delay(0);
    return wire.reset();
  },
  'the listening connection is reset': (wire) => wire.reset(/ear$/),
  'all connections fall silent': (wire) => wire.silence(),
  'the listening connection falls silent': (wire) => wire.silence(/ear$/),
  'the connection that rings and looks falls silent': (wire) => wire.silence(/hand$/),
  'the reading connections fall silent': (wire) => wire.silence(/read [0-9]+$/),
  'the writing connection falls silent': (wire) => wire.silence(/write$/),
};

test('[MN2] [EV3] a node whose way to the database fails hears of events elsewhere in time, each once, and finds its way again', {
  timeout: TEST_MAX_MS,
}, async () => {
  const database = await createTestDatabase('');
  await using wire = await openDatabaseWire(database.env['DATABASE_URL'] ?? '');
  try {
    await withCluster({ nodes: 2, database, urlFor: (node) => (node === 1 ? wire.url : undefined) }, async (cluster) => {
      const office = await Office.open(cluster);
      const readers = (['ws', 'sse', 'ws', 'sse'] as const).map(
        (kind) => new LogReader({ token: office.token, kind, nextOrigin: () => cluster.node(1).origin }),
      );
      for (const reader of readers) reader.start();
      const taskId = await office.task();
      const near = new Writer(atNode(cluster, 0, office.token), taskId, 'near');
      const behind = new Writer(atNode(cluster, 1, office.token), taskId, 'behind');
      for (const [name, happens] of Object.entries(FAULTS)) {
        near.phase = name;
        // What the last fault has broken comes back by itself, if not at once.
        await vi.waitFor(() => expect(happens(wire), name).toBeGreaterThan(0), { timeout: STALL_MAX_MS });
        await letRealTimePass(PHASE_MS);
        await Promise.all([near, behind].map((writer) => writer.more()));
      }
      await Promise.all([near.stop(), behind.stop()]);
      const events = await readEvents(database);
      const head = events.length;
      await Promise.all(readers.map((reader) => reader.reached(head)));
      await Promise.all(readers.map((reader) => reader.stop()));
      const bodies = events.map(({ data }) => String(data['body'] ?? ''));
      const late = readers.flatMap((reader) => lateness(reader, bodies, near));
      for (const name of Object.keys(FAULTS)) {
        const worst = Math.max(...late.filter((one) => one.phase === name).map(({ ms }) => ms));
        console.info(`${name}: ${worst.toFixed(0)} ms late at most`);
      }
      console.info(`${head} events; the node behind the wire stored nothing for ${behind.longestMs.toFixed(0)} ms at most`);
      expect(readers.flatMap(({ faults }) => faults)).toEqual([]);
      expect(Math.max(...late.map(({ ms }) => ms))).toBeLessThan(LATE_MAX_MS);
      expect(behind.longestMs).toBeLessThan(STALL_MAX_MS);
      office.admin.close();
    });
  } finally {
    await database.drop();
  }
});

test('[LAW3] [ID1] a commit whose answer is lost is never done a second time: with a key the repeat gets the reply, without one the caller hears that nobody knows', {
  timeout: TEST_MAX_MS,
}, async () => {
  const database = await createTestDatabase('');
  await using wire = await openDatabaseWire(database.env['DATABASE_URL'] ?? '');
  try {
    await withCluster({ nodes: 1, database, urlFor: () => wire.url }, async (cluster) => {
      const client = atNode(cluster, 0, await cluster.adminToken());
      const create = async (title: string, headers: Record<string, string> = {}) => {
        const { status, body } = await client.send({ method: 'POST', path: '/v1/tasks', body: { title }, headers });
        return { answer: status, ...recordOf(body) };
      };
      const titles: string[] = [];
      for (let round = 0; round < LOST_COMMITS; round += 1) {
        for (const headers of [{}, { 'Idempotency-Key': `round-${round}` }]) {
          const title = `made in round ${titles.length}`;
          titles.push(title);
          wire.loseNextCommit(/write$/);
          expect(await create(title, headers)).toMatchObject({ answer: 503, code: 'unavailable', retryable: true });
          if ('Idempotency-Key' in headers) expect(await create(title, headers)).toMatchObject({ answer: 201, title });
        }
      }
      expect(wire.lostCommits).toBe(titles.length);
      const rows = await database.rows('select title from tasks order by number');
      expect(rows.map(({ title }) => title)).toEqual(titles);
      client.close();
    });
  } finally {
    await database.drop();
  }
});

/** Appends one event after the other through one node. */
class Writer {
  /** What was happening when it wrote. */
  phase = '';
  readonly acknowledged = new Map<string, { readonly at: number; readonly phase: string }>();
  longestMs = 0;
  readonly #client: RawClient;
  readonly #taskId: string;
  readonly #name: string;
  readonly #enough = new AbortController();
  readonly #running: Promise<void>;
  #lastAt = performance.now();

  constructor(client: RawClient, taskId: string, name: string) {
    this.#client = client;
    this.#taskId = taskId;
    this.#name = name;
    this.#running = this.#write();
    // Whoever waits for it learns of its failure.
    this.#running.catch(() => undefined);
  }

  /** Resolves when it has written once more. */
  async more(): Promise<void> {
    const before = this.acknowledged.size;
    while (this.acknowledged.size === before) await Promise.race([letRealTimePass(PAUSE_MS), this.#running]);
  }

  async stop(): Promise<void> {
    this.#enough.abort();
    await this.#running;
    this.#client.close();
  }

  async #write(): Promise<void> {
    while (!this.#enough.signal.aborted) {
      const body = `${this.#name} ${this.acknowledged.size}`;
      const { phase } = this;
      await mustDo(this.#client, `/v1/tasks/${this.#taskId}/comments`, { body });
      const at = performance.now();
      this.acknowledged.set(body, { at, phase });
      this.longestMs = Math.max(this.longestMs, at - this.#lastAt);
      this.#lastAt = at;
      await letRealTimePass(PAUSE_MS);
    }
  }
}

/** For each event that the other node wrote: how long after its acknowledgement it came. */
function lateness(reader: LogReader, bodies: readonly string[], near: Writer): Array<{ ms: number; phase: string }> {
  return reader.seen.flatMap((seq, index) => {
    const told = near.acknowledged.get(bodies[seq - 1] ?? '');
    return told === undefined ? [] : [{ ms: (reader.cameAt[index] ?? 0) - told.at, phase: told.phase }];
  });
}
