import { setTimeout as delay } from 'node:timers/promises';
import { checkHistory } from '../history/checker.ts';
import type { ProjectEvent, RequestRecord, Violation } from '../history/recorded.ts';
import { HistoryClient, HistoryRecorder } from './history-client.ts';
import { readDatabase, readEvents } from './history-database.ts';
import { runWorkload } from './history-workload.ts';
import type { NodeCluster } from './nodes-cluster.ts';

/** What a client waits after an answer that says only to come again, as the hint of that answer asks. */
const COME_AGAIN_MS = 100;
const LOOK_MS = 20;
/**
 * So far may what two nodes see of the lease clock lie apart: each looks at it every half second, and asks before it grants anything
 * if it has not done so for two. The five seconds of the delay take that up. A single server is judged without it.
 */
export const LEASE_SKEW_MAX_MS = 1_000;
/** Agents that claim what they may before the others come, and are never heard of again. */
const DEPARTED = 8;
const HELD_BY_EACH = 3;
const LEASE_SECONDS = 10;

/** How many leases lapse one lease and the delay after the start, for all clients to compete for. */
export const LEFT_BEHIND = DEPARTED * HELD_BY_EACH;

export interface JudgedLoad {
  readonly violations: readonly Violation[];
  readonly requests: readonly RequestRecord[];
  readonly events: readonly ProjectEvent[];
}

/** Many clients that work on all nodes of a cluster at once, each request on another; all that they see is written down. */
export class ClusterLoad {
  readonly recorder = new HistoryRecorder();
  readonly #cluster: NodeCluster;
  readonly #enough = new AbortController();
  #operations = 0;
  #running: Promise<unknown> = Promise.resolve();

  constructor(cluster: NodeCluster) {
    this.#cluster = cluster;
  }

  /** Begins; resolves when the clients have been registered and are at work. */
  async start(options: { clients: number; seed: number }): Promise<void> {
    const { recorder } = this;
    const cluster = this.#cluster;
    const adminToken = await cluster.adminToken();
    await this.#leaveBehind(adminToken);
    this.#running = runWorkload({
      ...options,
      origin: cluster.node(0).origin,
      connect: (token) => cluster.connect(token),
      adminToken,
      recorder,
      operationsPerClient: Number.POSITIVE_INFINITY,
      signal: this.#enough.signal,
      onOperation: async () => {
        this.#operations += 1;
      },
      onUnknown: () => delay(COME_AGAIN_MS),
    });
    // Whoever waits for the load learns of its failure there.
    this.#running.catch(() => undefined);
    await this.until(() => this.#operations > 0);
  }

  /** Resolves when the load has gone on for so long. */
  async goesOnFor(ms: number): Promise<void> {
    const end = performance.now() + ms;
    await this.until(() => performance.now() >= end);
  }

  /** Resolves when `isSo`, looked at again and again; fails with the load. */
  async until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    const over = this.#running.then(() => {
      throw new Error('the load ended before its time');
    });
    over.catch(() => undefined);
    while (!(await isSo())) await Promise.race([delay(LOOK_MS), over]);
  }

  async #leaveBehind(adminToken: string): Promise<void> {
    const { recorder } = this;
    const client = (token: string, actor: string) =>
      new HistoryClient({ origin: '', connect: (own) => this.#cluster.connect(own), token, client: actor, actor, recorder });
    const admin = client(adminToken, 'admin');
    for (let i = 0; i < DEPARTED; i += 1) {
      const actor = `departed-${i}`;
      const { token } = await admin.must('agents.register', { name: actor, maxConcurrent: HELD_BY_EACH });
      const agent = client(String(token), actor);
      agent.session = String((await agent.must('sessions.start'))['id']);
      for (let n = 0; n < HELD_BY_EACH; n += 1) {
        const task = { title: `left behind by ${actor}, ${n}`, leaseTtlSeconds: LEASE_SECONDS, reviewer: 'none' };
        await agent.must('tasks.claim', { id: (await admin.must('tasks.create', task))['id'] });
      }
      agent.close();
    }
    admin.close();
  }

  /** Lets the clients come to an end. */
  async stop(): Promise<void> {
    this.#enough.abort();
    await this.#running;
  }

  /** Stops, ends the nodes in good order, and judges all that happened by the database that they left. */
  async judge(): Promise<JudgedLoad> {
    await this.stop();
    const codes = await this.#cluster.drain();
    if (codes.some((code) => code !== 0)) throw new Error(`the nodes ended with ${codes}: ${this.#cluster.complaints()}`);
    const { database } = this.#cluster;
    const [events, state] = await Promise.all([readEvents(database), readDatabase(database)]);
    const { requests } = this.recorder;
    const lenient = requests.map((request) => ({ ...request, leaseReturnedAt: request.leaseReturnedAt + LEASE_SKEW_MAX_MS }));
    return { violations: checkHistory({ requests: lenient, events, database: state }), requests, events };
  }
}
