import { setTimeout as pause } from 'node:timers/promises';
import type { DomainDeps } from '../deps.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { type Heard, stirsOf } from './stirs.ts';
import { nextStirMs, timeStirs } from './time-stirs.ts';
import type { WaitPlace } from './wait-place.ts';
import { concerns, type Interest, inboxesOf } from './wait-rules.ts';

/** Between two looks at the log, so that under load many commits are looked at together. The first after a rest is not kept waiting. */
const PACE_MS = 10;
/** When something was written, a look at what time will bring next is taken within this time: it may come sooner now. */
const TIMES_STALE_MS = 1_000;
/** After a failure of the store, how long until it is tried again. */
const AGAIN_MS = 250;
/** The longest a timer sleeps; its limit is about 24 days. */
const SLEEP_MAX_MS = 3_600_000;

/** One that waits, as the hub knows it. */
export interface Waiter {
  /** As it is now: what is found out about the agent changes it. null: nothing is known of it yet, so that it has to hear everything. */
  interest(): Interest | null;
  /** Told of what concerns it. */
  stir(heard: readonly Heard[]): void;
}

export interface WaitHub {
  /** From when this resolves on, `waiter` hears of whatever happens in the project. `place` says how far it has heard by now. */
  join(project: string, waiter: Waiter): Promise<{ leave: () => void; place: () => WaitPlace }>;
}

/**
 * Wakes those who wait. It follows the log of each project in which somebody waits, reads what a commit was about once for all of
 * them, and wakes those whom it concerns; the others sleep on. Nobody polls: time wakes it when something is due.
 */
export function createWaitHub(deps: DomainDeps): WaitHub {
  const followers = new Map<string, Follower>();
  return {
    async join(project, waiter) {
      const follower = followers.get(project) ?? new Follower(project, deps);
      followers.set(project, follower);
      follower.waiters.add(waiter);
      const leave = () => {
        follower.waiters.delete(waiter);
        if (follower.waiters.size > 0) return;
        follower.stop();
        if (followers.get(project) === follower) followers.delete(project);
      };
      try {
        await follower.ready;
      } catch (error) {
        leave();
        throw error;
      }
      return { leave, place: () => follower.place };
    },
  };
}

class Follower {
  readonly waiters = new Set<Waiter>();
  /** Resolves when nothing that happens from now on can be missed. */
  readonly ready: Promise<void>;
  place: WaitPlace = { seq: 0, lease: 0, wall: 0 };
  readonly #project: string;
  readonly #deps: DomainDeps;
  readonly #stopped = new AbortController();
  /** On the monotonic clock: when time is to be looked at next. */
  #timeLookAt = 0;

  constructor(project: string, deps: DomainDeps) {
    this.#project = project;
    this.#deps = deps;
    this.ready = this.#begin();
    this.ready.then(
      () => this.#follow(),
      () => undefined, // whoever joined is told
    );
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #begin(): Promise<void> {
    const { feed, storage, clock } = this.#deps;
    const seq = await feed.head(this.#project);
    const lease = await storage.read(async (tx) => tx.lease.now);
    this.place = { seq, lease, wall: clock.wallNow() };
    this.#timeLookAt = clock.monotonicNow();
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        await this.#sleep();
        if (signal.aborted) return;
        await this.#look();
        await pause(PACE_MS, undefined, { ref: false });
      } catch {
        // The store is away for a moment. What was not looked at yet is looked at then.
        await pause(AGAIN_MS, undefined, { ref: false });
      }
    }
  }

  /** Until the log has grown, or something is due. */
  async #sleep(): Promise<void> {
    const dueMs = Math.min(SLEEP_MAX_MS, this.#timeLookAt - this.#deps.clock.monotonicNow());
    if (dueMs <= 0) return;
    const awake = new AbortController();
    const wake = () => awake.abort();
    const timer = setTimeout(wake, Math.ceil(dueMs)).unref();
    this.#stopped.signal.addEventListener('abort', wake, { once: true });
    await this.#deps.feed.grown(this.#project, this.place.seq, awake.signal);
    clearTimeout(timer);
    this.#stopped.signal.removeEventListener('abort', wake);
  }

  async #look(): Promise<void> {
    const { feed, storage, clock, leases } = this.#deps;
    const events = await feed.read(this.#project, this.place.seq);
    const lookAtTime = clock.monotonicNow() >= this.#timeLookAt;
    const seen = await storage.read(async (tx) => {
      const at: Moment = { lease: tx.lease, wallNow: clock.wallNow() };
      const isHeard = (inboxes: readonly string[]) => this.#isHeard(inboxes);
      const looking = { tx, project: this.#project, leases, at, isHeard };
      const heard = await stirsOf(looking, events);
      if (!lookAtTime) return { heard, at, nextMs: null };
      heard.push(...(await timeStirs(looking, this.place)).map((stir) => ({ stir, seq: null })));
      return { heard, at, nextMs: await nextStirMs(looking) };
    });
    const seq = events.at(-1)?.seq ?? this.place.seq;
    const times = lookAtTime ? { lease: seen.at.lease.now, wall: seen.at.wallNow } : this.place;
    this.place = { seq, lease: times.lease, wall: times.wall };
    this.#planTime(seen.nextMs, events.length > 0);
    this.#tell(seen.heard, seen.at);
  }

  #isHeard(inboxes: readonly string[]): boolean {
    return [...this.waiters].some((waiter) => {
      const interest = waiter.interest();
      return interest === null || inboxesOf(interest.reader).some((inbox) => inboxes.includes(inbox));
    });
  }

  #planTime(nextMs: number | null, hasEvents: boolean): void {
    const now = this.#deps.clock.monotonicNow();
    if (nextMs !== null) this.#timeLookAt = now + nextMs;
    else if (hasEvents) this.#timeLookAt = Math.min(this.#timeLookAt, now + TIMES_STALE_MS);
  }

  #tell(heard: readonly Heard[], at: Moment): void {
    if (heard.length === 0) return;
    for (const waiter of [...this.waiters]) {
      const interest = waiter.interest();
      const own = interest === null ? heard : heard.filter(({ stir }) => concerns(stir, interest, at));
      if (own.length > 0) waiter.stir(own);
    }
  }
}
