import { setTimeout as letRealTimePass } from 'node:timers/promises';
import { Client } from 'pg';
import { expect, test, vi } from 'vitest';
import { type ProjectEvent, setOf } from '../history/recorded.ts';
import type { Sender } from '../support/history-client.ts';
import { readEvents } from '../support/history-database.ts';
import { SeededRandom } from '../support/history-random.ts';
import { type NodeCluster, withCluster } from '../support/nodes-cluster.ts';
import { startReaders } from '../support/nodes-reader.ts';
import { mustDo, Office, persist } from '../support/nodes-team.ts';

const WRITERS = 16;
const READERS = 50;
const LOAD_MS = 6_000;
/** What must have happened for the silence to mean anything: the load goes on until it has. */
const REFUSED_MIN = 10;
const CONNECTIONS_MIN = 2 * READERS;
/** So often one of the readers loses its connection. */
const CUT_EVERY_MS = 20;
/** After the last write, for all readers to have all of it. */
const CATCH_UP_MAX_MS = 60_000;
const REFUSED_SHARE = 0.1;
const BATCH = 3;
const TEST_MAX_MS = 600_000;
const SEED = Number(process.env['BATON_NODES_SEEDS']?.split(',')[0] ?? 31);

test(`[EV1] [EV3] seed ${SEED}: ${READERS} readers that come and go on three nodes get every event of ${WRITERS} writers once and in order, while a foreign transaction stays open`, {
  timeout: TEST_MAX_MS,
}, async () => {
  await withCluster({ nodes: 3, seed: SEED }, async (cluster) => {
    const office = await Office.open(cluster);
    const held = await office.task({ title: 'held by the holder' });
    await mustDo(cluster.connect(await office.hire('holder')), `/v1/tasks/${held}/claim`);
    const foreign = await openForeignTransaction(cluster, await office.task({ title: 'nobody looks at it' }));
    try {
      const readers = startReaders(READERS, { token: office.token, nextOrigin: () => cluster.node(cluster.pick()).origin });
      const random = new SeededRandom(SEED);
      const cuts = setInterval(() => random.pick(readers)?.cut(), CUT_EVERY_MS);
      const writers = await hireWriters(office, { held, random });
      await letRealTimePass(LOAD_MS);
      await vi.waitFor(
        () => {
          expect(sumOf(writers, ({ refused }) => refused)).toBeGreaterThan(REFUSED_MIN);
          expect(sumOf(readers, ({ connections }) => connections)).toBeGreaterThan(CONNECTIONS_MIN);
        },
        { timeout: CATCH_UP_MAX_MS },
      );
      const written = await Promise.all(writers.map((writer) => writer.stop()));
      clearInterval(cuts);
      const events = await readEvents(cluster.database);
      const from = performance.now();
      await Promise.race([Promise.all(readers.map((reader) => reader.reached(events.length))), letRealTimePass(CATCH_UP_MAX_MS)]);
      const took = performance.now() - from;
      await Promise.all(readers.map((reader) => reader.stop()));
      // It has been open all the time, and what it did is not there.
      expect((await foreign.query('select pg_current_xact_id_if_assigned() is not null as open')).rows).toEqual([{ open: true }]);
      const connections = sumOf(readers, (reader) => reader.connections);
      const refused = sumOf(written, (one) => one.refused);
      console.info(
        `${events.length} events, ${refused} refused, ${connections} connections; all had all after ${took.toFixed(0)} ms`,
      );
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      expect(readers.flatMap(({ faults }) => faults).slice(0, 10)).toEqual([]);
      expect(readers.filter(({ seen }) => seen.length !== events.length).map(({ kind, head }) => `${kind} at ${head}`)).toEqual(
        [],
      );
      expect(titlesOf(events)).toEqual(written.flatMap(({ titles }) => titles).toSorted());
    } finally {
      await foreign.end();
    }
    office.admin.close();
  });
});

/** Somebody else's work in the same database, which has written and does not end: a log numbered by transactions would wait for it. */
async function openForeignTransaction(cluster: NodeCluster, taskId: string): Promise<Client> {
  const client = new Client({ connectionString: cluster.database.env['DATABASE_URL'] });
  await client.connect();
  await client.query('create table of_somebody_else (word text)');
  await client.query('begin');
  await client.query("insert into of_somebody_else values ('written')");
  await client.query('update tasks set priority = priority where number = $1', [Number(taskId.slice(2))]);
  return client;
}

async function hireWriters(office: Office, shared: { held: string; random: SeededRandom }): Promise<Writer[]> {
  const tokens: string[] = [];
  for (let i = 0; i < WRITERS; i += 1) tokens.push(await office.hire(`writer-${i}`));
  return tokens.map((token, index) => new Writer(`writer-${index}`, office.cluster.connect(token), shared));
}

interface Written {
  /** Of all tasks that were acknowledged. */
  readonly titles: readonly string[];
  readonly refused: number;
}

/** Makes tasks, one by one and several at once; now and then it asks for what is refused when part of it has been done. */
class Writer {
  readonly #titles: string[] = [];
  readonly #name: string;
  readonly #sender: Sender;
  readonly #shared: { readonly held: string; readonly random: SeededRandom };
  readonly #enough = new AbortController();
  readonly #running: Promise<void>;
  #said = 0;
  #refused = 0;

  constructor(name: string, sender: Sender, shared: { held: string; random: SeededRandom }) {
    this.#name = name;
    this.#sender = sender;
    this.#shared = shared;
    this.#running = this.#write();
    // Whoever stops it learns of its failure.
    this.#running.catch(() => undefined);
  }

  /** How often it was refused so far. */
  get refused(): number {
    return this.#refused;
  }

  async stop(): Promise<Written> {
    this.#enough.abort();
    await this.#running;
    this.#sender.close();
    return { titles: this.#titles, refused: this.#refused };
  }

  async #write(): Promise<void> {
    const { random } = this.#shared;
    while (!this.#enough.signal.aborted) {
      if (random.chance(REFUSED_SHARE)) await (random.chance(0.5) ? this.#refusedBatch() : this.#refusedClaim());
      else if (random.chance(0.3)) await this.#batch();
      else await this.#one();
    }
  }

  async #one(): Promise<void> {
    const title = this.#title();
    await mustDo(this.#sender, '/v1/tasks', { title });
    this.#titles.push(title);
  }

  async #batch(): Promise<void> {
    const titles = Array.from({ length: BATCH }, () => this.#title());
    await mustDo(this.#sender, '/v1/tasks/batch', { tasks: titles.map((title) => ({ title })) });
    this.#titles.push(...titles);
  }

  /** The last of a batch depends on a task that does not exist, so those before it have been written in vain. */
  async #refusedBatch(): Promise<void> {
    const tasks = Array.from({ length: BATCH }, () => ({ title: this.#title() }));
    const last = { title: this.#title(), dependsOn: ['T-999999'] };
    await this.#refuse('/v1/tasks/batch', { tasks: [...tasks, last] }, 404);
  }

  async #refusedClaim(): Promise<void> {
    await this.#refuse(`/v1/tasks/${this.#shared.held}/claim`, {}, 409);
  }

  async #refuse(path: string, body: object, expected: number): Promise<void> {
    const { status, body: said } = await persist(this.#sender, { method: 'POST', path, body });
    if (status !== expected) throw new Error(`POST ${path} was to be refused: ${status} ${JSON.stringify(said)}`);
    this.#refused += 1;
  }

  #title(): string {
    this.#said += 1;
    return `${this.#name} ${this.#said}`;
  }
}

function sumOf<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}

/** The titles of the tasks that the log says the writers made. */
function titlesOf(events: readonly ProjectEvent[]): string[] {
  return events
    .filter(({ type, actor }) => type === 'task.created' && actor.startsWith('writer-'))
    .map((event) => String(setOf(event)['title']))
    .toSorted();
}
