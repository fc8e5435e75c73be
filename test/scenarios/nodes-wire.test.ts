import { setTimeout as letRealTimePass } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { type ProjectEvent, recordOf } from '../history/recorded.ts';
import { type CalmClock, startCalmClock } from '../support/calm-clock.ts';
import { crowding } from '../support/crowding.ts';
import { readEvents } from '../support/history-database.ts';
import { withCluster } from '../support/nodes-cluster.ts';
import { type DatabaseWire, withWire } from '../support/nodes-proxy.ts';
import { type LogReader, startReaders } from '../support/nodes-reader.ts';
import { atNode, mustDo, Office } from '../support/nodes-team.ts';
import type { RawClient } from '../support/raw-client.ts';
import type { TestDatabase } from '../support/test-database.ts';

/** How late an event of another node may come (SPEC MN2). */
const LATE_MAX_MS = 5_000;
/** How long a node may fail to store anything for, after some of its connections have vanished. */
const STALL_MAX_MS = 10_000;
const PHASE_MS = 2_500;
const PAUSE_MS = 25;
const DELAY_MS = 150;
const LOST_COMMITS = 5;
const LOST_RINGS = 3;
const ASIDE = 'aside';
const TEST_MAX_MS = 600_000;

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

test('[MN2] [EV3] a node whose way to the database fails hears of events elsewhere within 5 s, and is heard of, each event once; and it finds its way again', {
  timeout: TEST_MAX_MS,
}, async () => {
  await withWire(async (wire, database) => {
    await withCluster({ nodes: 2, database, urlFor: (node) => (node === 1 ? wire.url : undefined) }, async (cluster) => {
      const office = await Office.open(cluster);
      await mustDo(office.admin, '/v1/projects', { name: ASIDE });
      // Each writes to a log of its own: what a node writes to a log itself would tell it that the log has grown.
      using calm = startCalmClock();
      const before = await Way.open(office, { calm, project: 'main', from: 0, to: 1 });
      const behind = await Way.open(office, { calm, project: ASIDE, from: 1, to: 0 });
      const ways = [before, behind];
      for (const [name, happens] of Object.entries(FAULTS)) {
        for (const way of ways) way.phase = name;
        // What the last fault has broken comes back by itself, if not at once.
        await vi.waitFor(() => expect(happens(wire), name).toBeGreaterThan(0), { timeout: STALL_MAX_MS * crowding() });
        await letRealTimePass(PHASE_MS);
        await Promise.all(ways.map((way) => way.more()));
      }
      const events = await Promise.all(ways.map((way) => way.finish(database)));
      const late = ways.flatMap((way, index) => way.lateness(events[index] ?? []));
      for (const name of Object.keys(FAULTS)) {
        const worst = Math.max(...late.filter((one) => one.phase === name).map(({ ms }) => ms));
        console.info(`${name}: ${worst.toFixed(0)} ms late at most`);
      }
      console.info(
        `${late.length} arrivals; the node behind the wire stored nothing for ${behind.longestMs.toFixed(0)} ms at most`,
      );
      expect(ways.flatMap(({ faults }) => faults)).toEqual([]);
      expect(Math.max(...late.map(({ ms }) => ms))).toBeLessThan(LATE_MAX_MS * crowding());
      expect(behind.longestMs).toBeLessThan(STALL_MAX_MS * crowding());
      office.admin.close();
    });
  });
});

test('[MN2] an event whose announcement is lost, with nothing after it, is found within 5 s all the same', {
  timeout: TEST_MAX_MS,
}, async () => {
  await withWire(async (wire, database) => {
    await withCluster({ nodes: 2, database, urlFor: (node) => (node === 1 ? wire.url : undefined) }, async (cluster) => {
      const token = await cluster.adminToken();
      const [reader] = startReaders(1, { token, nextOrigin: () => cluster.node(0).origin });
      const behind = atNode(cluster, 1, token);
      const late: number[] = [];
      using calm = startCalmClock();
      const { id } = await mustDo(behind, '/v1/tasks', { title: 'Talk' });
      for (let said = 1; said <= LOST_RINGS; said += 1) {
        await vi.waitFor(() => expect(wire.silence(/hand$/)).toBe(1), { timeout: STALL_MAX_MS * crowding() });
        await mustDo(behind, `/v1/tasks/${id}/comments`, { body: `said ${said}` });
        const from = calm.now();
        await reader?.reached(1 + said);
        late.push(calm.now() - from);
      }
      console.info(`never announced, and found after ${late.map((ms) => ms.toFixed(0)).join(', ')} ms`);
      expect(reader?.faults).toEqual([]);
      expect(Math.max(...late)).toBeLessThan(LATE_MAX_MS * crowding());
      await reader?.stop();
      behind.close();
    });
  });
});

test('[LAW3] [ID1] a commit whose answer is lost is never done a second time: with a key the repeat gets the reply, without one the caller hears that nobody knows', {
  timeout: TEST_MAX_MS,
}, async () => {
  await withWire(async (wire, database) => {
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
  });
});

/** Events that are written at one node and read at another. */
class Way {
  /** What is happening meanwhile. */
  phase = '';
  /** The longest time between two events that were stored. */
  longestMs = 0;
  readonly #acknowledged = new Map<string, { readonly at: number; readonly phase: string }>();
  readonly #readers: readonly LogReader[];
  readonly #client: RawClient;
  readonly #path: string;
  readonly #project: string;
  readonly #calm: CalmClock;
  readonly #enough = new AbortController();
  readonly #running: Promise<void>;
  #lastAt: number;

  private constructor(made: {
    client: RawClient;
    path: string;
    project: string;
    readers: readonly LogReader[];
    calm: CalmClock;
  }) {
    this.#calm = made.calm;
    this.#lastAt = made.calm.now();
    this.#client = made.client;
    this.#path = made.path;
    this.#project = made.project;
    this.#readers = made.readers;
    this.#running = this.#write();
    // Whoever waits for it learns of its failure.
    this.#running.catch(() => undefined);
  }

  static async open(
    office: Office,
    { calm, project, from, to }: { calm: CalmClock; project: string; from: number; to: number },
  ): Promise<Way> {
    const { cluster, token, admin } = office;
    const nextOrigin = () => cluster.node(to).origin;
    const readers = startReaders(2, { token, nextOrigin, project, now: calm.now });
    const { id } = await mustDo(admin, `/v1/tasks?project=${project}`, { title: 'Talk' });
    return new Way({
      client: atNode(cluster, from, token),
      path: `/v1/tasks/${id}/comments?project=${project}`,
      project,
      readers,
      calm,
    });
  }

  get faults(): readonly string[] {
    return this.#readers.flatMap(({ faults }) => faults);
  }

  /** Resolves when one more event was stored. */
  async more(): Promise<void> {
    const before = this.#acknowledged.size;
    while (this.#acknowledged.size === before) await Promise.race([letRealTimePass(PAUSE_MS), this.#running]);
  }

  /** Writes no more, waits until all of it was read, and gives the log as it is stored. */
  async finish(database: TestDatabase): Promise<readonly ProjectEvent[]> {
    this.#enough.abort();
    await this.#running;
    this.#client.close();
    const events = (await readEvents(database)).filter(({ project }) => project === this.#project);
    await Promise.all(this.#readers.map((reader) => reader.reached(events.length)));
    await Promise.all(this.#readers.map((reader) => reader.stop()));
    return events;
  }

  /** How long after its acknowledgement each event came, at each reader. */
  lateness(events: readonly ProjectEvent[]): Array<{ ms: number; phase: string }> {
    return this.#readers.flatMap(({ seen, cameAt }) =>
      seen.flatMap((seq, index) => {
        const told = this.#acknowledged.get(String(events[seq - 1]?.data['body'] ?? ''));
        return told === undefined ? [] : [{ ms: (cameAt[index] ?? 0) - told.at, phase: told.phase }];
      }),
    );
  }

  async #write(): Promise<void> {
    while (!this.#enough.signal.aborted) {
      const body = `said ${this.#acknowledged.size}`;
      const { phase } = this;
      await mustDo(this.#client, this.#path, { body });
      const at = this.#calm.now();
      this.#acknowledged.set(body, { at, phase });
      this.longestMs = Math.max(this.longestMs, at - this.#lastAt);
      this.#lastAt = at;
      await letRealTimePass(PAUSE_MS);
    }
  }
}
