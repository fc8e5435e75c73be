import { checkHistory } from '../history/checker.ts';
import { listOf, recordOf, type Violation } from '../history/recorded.ts';
import { HistoryClient, HistoryRecorder } from './history-client.ts';
import { readDatabase, readEvents } from './history-database.ts';
import { runWorkload } from './history-workload.ts';
import { readAdminKey, type SpawnedServer } from './spawn-server.ts';

/** Agents that hold one task each through all that happens, and only give signs of life. */
const HOLDERS = 8;

export interface Holder {
  readonly client: HistoryClient;
  readonly taskId: string;
  readonly epoch: number;
}

/** A real server under load of many clients, all of which is written down. */
export class ServerUnderLoad {
  readonly recorder = new HistoryRecorder();
  readonly holders: Holder[] = [];
  readonly #server: SpawnedServer;
  readonly #enough = new AbortController();
  #operations = 0;
  #waiting: Array<{ until: number; resolve: () => void }> = [];
  #up: PromiseWithResolvers<void> | null = null;
  #running: Promise<unknown> = Promise.resolve();

  constructor(server: SpawnedServer) {
    this.#server = server;
  }

  async start(options: { clients: number; seed: number }): Promise<void> {
    const adminToken = await readAdminKey(this.#server.dataDir);
    await this.#addHolders(adminToken);
    this.#running = runWorkload({
      ...options,
      origin: this.#server.origin,
      adminToken,
      recorder: this.recorder,
      operationsPerClient: Number.POSITIVE_INFINITY,
      signal: this.#enough.signal,
      onOperation: async () => this.#count(),
      onUnknown: async () => this.#up?.promise,
    });
    // Whoever waits for the load learns of its failure there.
    this.#running.catch(() => undefined);
  }

  /** Resolves when so many more operations were done. */
  async operations(count: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ until: this.#operations + count, resolve });
    await Promise.race([promise, this.#running.then(() => promise)]);
  }

  /** Clients whose connection breaks wait from now on until `isUp`. */
  goesDown(): void {
    this.#up = Promise.withResolvers();
  }

  isUp(): void {
    this.#up?.resolve();
    this.#up = null;
  }

  /** What each holder hears of its lease. */
  async beatAll(): Promise<Array<{ taskId: unknown; state: unknown }>> {
    const replies = await Promise.all(this.holders.map((holder) => this.#beat(holder)));
    return replies.flatMap((body) => listOf(body['leases']).map(recordOf)).map(({ taskId, state }) => ({ taskId, state }));
  }

  #beat({ client, taskId, epoch }: Holder): Promise<Readonly<Record<string, unknown>>> {
    return client.must('sessions.heartbeat', { id: 'current', leases: [{ taskId, epoch }] });
  }

  /** Lets the clients come to an end. */
  async finish(): Promise<void> {
    this.#enough.abort();
    this.isUp();
    await this.#running;
    for (const { client } of this.holders) client.close();
  }

  /** Judges all that happened, by the database that the server left. */
  async judge(): Promise<Violation[]> {
    const { database } = this.#server;
    const [events, state] = await Promise.all([readEvents(database), readDatabase(database)]);
    return checkHistory({ requests: this.recorder.requests, events, database: state });
  }

  async #addHolders(adminToken: string): Promise<void> {
    const { origin } = this.#server;
    const { recorder } = this;
    const admin = new HistoryClient({ origin, token: adminToken, client: 'admin', actor: 'admin', recorder });
    for (let i = 0; i < HOLDERS; i += 1) {
      const actor = `holder-${i}`;
      const { token } = await admin.must('agents.register', { name: actor });
      const { id } = await admin.must('tasks.create', { title: `held by ${actor}`, assignee: actor });
      const client = new HistoryClient({ origin, token: String(token), client: actor, actor, recorder });
      client.session = String((await client.must('sessions.start'))['id']);
      const { epoch } = await client.must('tasks.claim', { id });
      this.holders.push({ client, taskId: String(id), epoch: Number(epoch) });
    }
    admin.close();
  }

  #count(): void {
    this.#operations += 1;
    const due = this.#waiting.filter(({ until }) => until <= this.#operations);
    this.#waiting = this.#waiting.filter(({ until }) => until > this.#operations);
    for (const { resolve } of due) resolve();
  }
}
