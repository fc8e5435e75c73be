import type { HeartbeatResult, LostReason } from '../server/contract/sessions.ts';
import type { ClientClock } from './client-clock.ts';
import type { Lease } from './lease.ts';
import { backoffMs } from './retry-rules.ts';

/** One heartbeat may take so long before it counts as failed and the next one, or the next address, is tried. */
export const HEARTBEAT_TIMEOUT_MS = 5_000;
/**
 * Where there are several addresses a heartbeat waits at one for no longer than a lease divided by this. It is due after a third of
 * the lease, so two nodes in a row may hang, and the third still renews the shortest lease before its margin: at 10 s it is due by
 * 3.7 s, and the third address is asked at 7.0 s.
 */
export const HEARTBEAT_TRIES_PER_LEASE = 6;
export const HEARTBEAT_MIN_MS = 1_000;
export const HEARTBEAT_MAX_MS = 60_000;
/** Beats are spread by so much to both sides, so that many clients do not beat together. */
const JITTER = 0.1;
/** The timer looks at the clocks this often, to see that the machine slept. */
const LOOK_MS = 1_000;
/** When the wall clock gained so much on the monotonic one, the machine slept: beat at once. */
const SLEPT_MS = 2_000;

/** How a holder itself ends a lease. */
const OWN_ENDS: readonly LostReason[] = ['submitted', 'released', 'blocked', 'decided'];

interface HeartbeatDeps {
  readonly clock: ClientClock;
  /** Sends one heartbeat; rejects when it failed. */
  readonly send: (leases: readonly Lease[]) => Promise<HeartbeatResult>;
  /** Told of each failure; the beats go on. */
  readonly onFailure: (error: unknown) => void;
}

/** The one background heartbeat of a client: renews all leases in one call, and goes on however often that fails. */
export class Heartbeat {
  readonly #deps: HeartbeatDeps;
  readonly #leases = new Map<string, Lease>();
  #drain = new AbortController();
  #intervalMs: number;
  #dueAt: number;
  #failures = 0;
  #running: Promise<boolean> | null = null;
  #cancelTimer = () => {};
  #stopped = false;
  #lastLook: { wall: number; monotonic: number };

  constructor(intervalMs: number, deps: HeartbeatDeps) {
    this.#deps = deps;
    this.#intervalMs = bounded(intervalMs);
    this.#lastLook = { wall: deps.clock.wallNow(), monotonic: deps.clock.monotonicNow() };
    this.#dueAt = this.#lastLook.monotonic + this.#nextDelayMs();
    this.#arm();
  }

  /** Fires when the server asks the agent to finish what it holds and take no more; a fresh one once it no longer does. */
  get draining(): AbortSignal {
    return this.#drain.signal;
  }

  /** The leases that the next beat renews. */
  get leases(): readonly Lease[] {
    return [...this.#leases.values()];
  }

  /** The lease of this key (of a task or a review) and epoch, if it is being renewed. */
  find(key: string, epoch: number): Lease | null {
    const lease = this.#leases.get(key);
    return lease !== undefined && lease.epoch === epoch ? lease : null;
  }

  /** Renews `lease` from now on. A lease shorter than the others makes the beats come sooner. */
  add(lease: Lease): void {
    this.#leases.set(lease.key, lease);
    const soonest = this.#deps.clock.monotonicNow() + this.#nextDelayMs();
    this.#dueAt = Math.min(this.#dueAt, soonest);
    this.#arm();
  }

  /** Renews `lease` no more. */
  remove(lease: Lease): void {
    if (this.#leases.get(lease.key) === lease) this.#leases.delete(lease.key);
  }

  /** Sends a beat that holds all leases of this moment, after the one that is under way. False: it failed. */
  async beatNow(): Promise<boolean> {
    while (this.#running !== null) await this.#running;
    return this.#beat();
  }

  /** Sends no more beats. */
  stop(): void {
    this.#stopped = true;
    this.#cancelTimer();
  }

  #arm(): void {
    this.#cancelTimer();
    if (this.#stopped) return;
    const left = Math.max(0, this.#dueAt - this.#deps.clock.monotonicNow());
    this.#cancelTimer = this.#deps.clock.setTimer(Math.min(LOOK_MS, left), () => this.#look(), 'background');
  }

  #look(): void {
    const now = { wall: this.#deps.clock.wallNow(), monotonic: this.#deps.clock.monotonicNow() };
    const slept = now.wall - this.#lastLook.wall - (now.monotonic - this.#lastLook.monotonic) > SLEPT_MS;
    this.#lastLook = now;
    if ((slept || now.monotonic >= this.#dueAt) && this.#running === null) void this.#beat();
    else this.#arm();
  }

  #beat(): Promise<boolean> {
    const beat = this.#exchange().finally(() => {
      this.#running = null;
      this.#arm();
    });
    this.#running = beat;
    return beat;
  }

  async #exchange(): Promise<boolean> {
    const { clock, send, onFailure } = this.#deps;
    const sentAt = clock.monotonicNow();
    const asked = this.leases;
    try {
      const result = await send(asked);
      for (const lease of asked) applyReport(lease, { sentAt, result });
      if (result.drain) this.#drain.abort();
      else if (this.#drain.signal.aborted) this.#drain = new AbortController();
      this.#failures = 0;
      this.#intervalMs = bounded(result.nextHeartbeatMs);
      this.#dueAt = sentAt + this.#nextDelayMs();
      return true;
    } catch (error) {
      this.#failures += 1;
      this.#dueAt = clock.monotonicNow() + Math.min(this.#nextDelayMs(), backoffMs(this.#failures, Math.random()));
      onFailure(error);
      return false;
    }
  }

  /** A third of the shortest lease, and no later than the server wants it. */
  #nextDelayMs(): number {
    const shortest = this.leases.reduce((least, lease) => Math.min(least, lease.ttlMs / 3), this.#intervalMs);
    return bounded(shortest) * (1 - JITTER + 2 * JITTER * Math.random());
  }
}

/** How long a heartbeat may wait at one address, in milliseconds; `shortestLeaseMs` is Infinity where nothing is held. */
export function beatTimeoutMs(shortestLeaseMs: number, addresses: number): number {
  return addresses === 1 ? HEARTBEAT_TIMEOUT_MS : Math.min(HEARTBEAT_TIMEOUT_MS, shortestLeaseMs / HEARTBEAT_TRIES_PER_LEASE);
}

function applyReport(lease: Lease, beat: { sentAt: number; result: HeartbeatResult }): void {
  const { leases, reviews } = beat.result;
  const report =
    lease.reviewId === null
      ? leases.find(({ taskId }) => taskId === lease.taskId)
      : reviews.find(({ reviewId }) => reviewId === lease.reviewId);
  if (report === undefined) return;
  if (report.state === 'ok') {
    lease.renew({ sentAt: beat.sentAt, grantedMs: report.leaseRemainingMs });
    return;
  }
  // A state that only a newer server knows is no loss; if it is no renewal either, the client's own clock will say so.
  if (report.state !== 'lost') return;
  const echo = lease.settling && OWN_ENDS.includes(report.reason);
  if (!echo) lease.lose(report.reason);
}

function bounded(intervalMs: number): number {
  return Math.min(HEARTBEAT_MAX_MS, Math.max(HEARTBEAT_MIN_MS, intervalMs));
}
