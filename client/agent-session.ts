import { BatonError, NotFound } from './baton-errors.ts';
import type { ClientClock } from './client-clock.ts';
import { beatTimeoutMs, Heartbeat } from './heartbeat.ts';
import { type Grant, Lease } from './lease.ts';
import type { Rpc } from './rpc.ts';
import type { CallPolicy } from './rpc-client.ts';

/** How long starting a session may take, each time it is tried at an address. */
export const SESSION_START_TIMEOUT_MS = 10_000;
/** How long closing waits for a server to hear of it, at each address that does not refuse at once. */
export const SESSION_END_TIMEOUT_MS = 5_000;
/** The first beat of a standing session tells the interval; until then this one holds. */
const STANDING_INTERVAL_MS = 20_000;
/** A grant that took longer than this is asked after at once, so that the time to trust it is counted from a younger request. */
const SLOW_GRANT_MS = 1_000;

/** What the server is told of the process, for people. */
export interface SessionInfo {
  /** What runs the agent: `langchain`, `claude-code`. */
  readonly harness?: string;
  readonly host?: string;
  readonly pid?: number;
}

interface SessionDeps {
  readonly rpc: Rpc;
  /** The line of the heartbeats alone, so that nothing else delays them. */
  readonly beatRpc: Rpc;
  readonly clock: ClientClock;
  /** How many addresses the board has. */
  readonly addresses: number;
  readonly sdkVersion: string;
}

/** One incarnation of the agent's process on the server: its id, its heartbeat and its leases. */
export class AgentSession {
  readonly heartbeat: Heartbeat;
  readonly #deps: SessionDeps;
  readonly #info: SessionInfo | 'standing';
  #id: string | null;
  #agent: string | null;
  /** The server does not know the session any more; the next beat begins another. */
  #isGone = false;
  /** Up to which message the inbox has arrived, and what of that the server was told. */
  #received = 0;
  #told = 0;

  private constructor(
    begun: { info: SessionInfo | 'standing'; id: string | null; agent: string | null; intervalMs: number },
    deps: SessionDeps,
  ) {
    this.#deps = deps;
    this.#info = begun.info;
    this.#id = begun.id;
    this.#agent = begun.agent;
    this.heartbeat = new Heartbeat(begun.intervalMs, {
      clock: deps.clock,
      send: (leases) => this.#sendBeat(leases),
      onFailure: (error) => this.#onBeatFailure(error),
    });
  }

  /** Starts a session of its own, or joins the token's standing one. Throws what the server or the connection says. */
  static async begin(info: SessionInfo | 'standing', deps: SessionDeps): Promise<AgentSession> {
    if (info === 'standing') {
      const session = new AgentSession({ info, id: null, agent: null, intervalMs: STANDING_INTERVAL_MS }, deps);
      try {
        // The first beat proves the token and the address, as starting a session would.
        await session.#sendBeat([]);
      } catch (error) {
        session.heartbeat.stop();
        throw error;
      }
      return session;
    }
    const { id, agent, heartbeatIntervalMs } = await startSession(info, {
      ...deps,
      policy: { timeoutMs: SESSION_START_TIMEOUT_MS, retries: 1 },
    });
    return new AgentSession({ info, id, agent, intervalMs: heartbeatIntervalMs }, deps);
  }

  /** null for the standing session, which calls need not name. */
  get id(): string | null {
    return this.#id;
  }

  /** The agent's name; null for the standing session, whose answers do not tell it. */
  get agent(): string | null {
    return this.#agent;
  }

  /**
   * Keeps a lease that was granted. Throws LeaseLost when it cannot be trusted any more by the time that it is here: the
   * answer came late, and a beat could not confirm it (SPEC LE2).
   */
  async hold(of: { taskId: string; reviewId: string | null; epoch: number; ttlMs: number } & Grant): Promise<Lease> {
    const { clock } = this.#deps;
    const known = this.heartbeat.find(of.reviewId ?? of.taskId, of.epoch);
    known?.renew(of);
    const lease = known ?? new Lease(of, { clock, onEnd: (ended) => this.heartbeat.remove(ended) });
    if (known === null) this.heartbeat.add(lease);
    if (clock.monotonicNow() - of.sentAt > SLOW_GRANT_MS) await this.heartbeat.beatNow();
    lease.watch();
    if (lease.over !== null) throw lease.over;
    return lease;
  }

  /** Gives back what somebody still works on, who is told by the signal of its lease. Throws what the server or the connection says. */
  async giveBack(task: { id: string; epoch: number }, reason: string): Promise<void> {
    this.heartbeat.find(task.id, task.epoch)?.lose('stopped');
    await this.#deps.rpc.tasks.release.mutate({ id: task.id, epoch: task.epoch, reason });
  }

  /** Remembers that the inbox has arrived up to a number; the next beat says so. */
  noteReceived(seq: number): void {
    this.#received = Math.max(this.#received, seq);
  }

  /** Ends the session, which gives back all that it holds; of a standing one, only the leases of this client. */
  async end(): Promise<void> {
    const { rpc } = this.#deps;
    this.heartbeat.stop();
    const held = this.heartbeat.leases;
    for (const lease of held) lease.lose('closed');
    const context: CallPolicy = { timeoutMs: SESSION_END_TIMEOUT_MS, retries: 0 };
    const opts = { context: { ...context } };
    if (this.#id !== null) return ignoreRefusal(rpc.sessions.end.mutate({ id: this.#id }, opts));
    const reason = 'The client was closed.';
    const release = ({ taskId, reviewId, epoch }: Lease) =>
      reviewId === null
        ? rpc.tasks.release.mutate({ id: taskId, epoch, reason }, opts)
        : rpc.reviews.release.mutate({ id: reviewId, epoch, reason }, opts);
    await Promise.all(held.map((lease) => ignoreRefusal(release(lease))));
  }

  async #sendBeat(held: readonly Lease[]) {
    const { beatRpc, addresses, sdkVersion } = this.#deps;
    const shortestLeaseMs = Math.min(...this.heartbeat.leases.map(({ ttlMs }) => ttlMs));
    const policy: CallPolicy = { timeoutMs: beatTimeoutMs(shortestLeaseMs, addresses), retries: 0 };
    if (this.#isGone && this.#info !== 'standing') {
      const { id, agent } = await startSession(this.#info, { rpc: beatRpc, sdkVersion, policy });
      this.#id = id;
      this.#agent = agent;
      this.#isGone = false;
    }
    const received = this.#received;
    const news = received > this.#told ? { inboxSeen: received } : {};
    const leases = held.filter(({ reviewId }) => reviewId === null).map(({ taskId, epoch }) => ({ taskId, epoch }));
    const reviews = held.flatMap(({ reviewId, epoch }) => (reviewId === null ? [] : [{ reviewId, epoch }]));
    const input = { id: this.#id ?? 'current', leases, ...(reviews.length === 0 ? {} : { reviews }), ...news };
    const beat = await beatRpc.sessions.heartbeat.mutate(input, { context: { ...policy } });
    this.#told = received;
    return beat;
  }

  /** A session that the server does not know, as after a restore, holds nothing. After any other failure the beats just go on. */
  #onBeatFailure(error: unknown): void {
    if (!(error instanceof NotFound) || this.#info === 'standing') return;
    this.#isGone = true;
    for (const lease of this.heartbeat.leases) lease.lose('session_ended');
  }
}

function startSession(info: SessionInfo, using: { rpc: Rpc; sdkVersion: string; policy: CallPolicy }) {
  const { harness, host, pid = processId() } = info;
  const { rpc, sdkVersion, policy } = using;
  const input = { sdkVersion, pid, ...(harness === undefined ? {} : { harness }), ...(host === undefined ? {} : { host }) };
  return rpc.sessions.start.mutate(input, { context: { ...policy, withoutSession: true } });
}

function processId(): number | null {
  return typeof process === 'object' && typeof process.pid === 'number' ? process.pid : null;
}

/** What a server does not hear of, or refuses because the token is no longer good, it sees when the lease runs out. */
async function ignoreRefusal(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof BatonError)) throw error;
  }
}
