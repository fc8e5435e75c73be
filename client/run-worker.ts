import { AgentPaused, VersionConflict } from './baton-errors.ts';
import { type Claim, NO_RESULT, type SubmitOptions } from './claim.ts';
import type { ClaimOptions } from './claim-next.ts';
import { type ClientClock, sleep } from './client-clock.ts';
import { reasonOf } from './reason-of.ts';
import { backoffMs, EMPTY_TOO_SOON_MS, isHopeless } from './retry-rules.ts';
import type { Rpc } from './rpc.ts';

export const WORK_WAIT_SECONDS_DEFAULT = 20;
export const WORK_CONCURRENCY_MAX = 100;
export const DRAIN_SECONDS_DEFAULT = 20;
const STOPPED_REASON = 'The worker was stopped.';

/** What a handler gives back to be submitted: the summary, alone or with evidence and answers. */
export type WorkResult = string | (SubmitOptions & { readonly summary: string });

/**
 * Does the work of one claim. Its result is submitted; where it returns nothing, the task is released, unless the handler itself has
 * submitted, released or blocked it. What it throws is the reason with which the task is released.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: what a function without a return gives back.
export type WorkHandler = (task: Claim) => WorkResult | void | Promise<WorkResult | void>;

/** How a worker works. */
export interface WorkOptions {
  /** Only tasks with at least one of these labels; absent: any task. */
  readonly labels?: readonly string[];
  /** How many tasks at once, 1 by default. The agent's own limit is raised to it where it is lower. */
  readonly concurrency?: number;
  /** How long one call waits on the server for work, in seconds, 20 by default. */
  readonly waitSeconds?: number;
  /** Stops the worker: it takes no more, lets what runs finish, then returns. */
  readonly signal?: AbortSignal;
  /**
   * Whether the first SIGTERM or SIGINT of the process stops the worker in the same way, true by default. The client is then closed
   * once the worker has stopped, so that the process can end; the second signal ends it at once.
   */
  readonly drainOnSignal?: boolean;
  /** How long a worker that such a signal stops lets its handlers finish, in seconds, 20 by default. What they still hold is released. */
  readonly drainSeconds?: number;
  /** Told of every error, with the task where it was of one: of a handler that threw, of a call that failed. */
  readonly onError?: (error: unknown, task: Claim | null) => void;
}

/** What a worker did until it stopped. */
export interface WorkReport {
  readonly claimed: number;
  readonly submitted: number;
  /** Given back, because the handler threw or returned nothing, or the result was refused. */
  readonly released: number;
  /** Blocked by the handler, until what they wait for has come. */
  readonly blocked: number;
  /** Taken away, cancelled, or no longer trusted while the handler ran; not finished when the worker had to stop; or not to be given back. */
  readonly lost: number;
  /** A `signal` of the system, `stopped` by `WorkOptions.signal`, the server's `drain`, or the client was `closed`. */
  readonly stoppedBecause: 'signal' | 'stopped' | 'drain' | 'closed';
}

interface WorkerDeps {
  readonly rpc: Rpc;
  readonly clock: ClientClock;
  /** The name of the agent, where the client knows it. */
  readonly agent: string | null;
  readonly closing: AbortSignal;
  readonly draining: () => AbortSignal;
  readonly beatNow: () => Promise<boolean>;
  /** Calls what it is given when the system wants the process to end. Returns what ends that. */
  readonly onEndSignal: (act: () => void) => () => void;
  /** Gives back what a handler still works on. */
  readonly giveBack: (task: Claim, reason: string) => Promise<void>;
  /** Claims the next task; asks no more once the signal has fired. */
  readonly claimNext: (options: ClaimOptions, signal: AbortSignal) => Promise<Claim | null>;
}

/**
 * Claims, runs and settles until it is stopped. Throws what makes going on useless: a token that is not good, a role that does
 * not suffice, options that the server refuses.
 */
export async function runWorker(deps: WorkerDeps, given: { options: WorkOptions; handler: WorkHandler }): Promise<WorkReport> {
  const { concurrency = 1 } = given.options;
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > WORK_CONCURRENCY_MAX) {
    throw new RangeError(`concurrency must be a whole number from 1 to ${WORK_CONCURRENCY_MAX}.`);
  }
  const worker = new Worker(deps, given);
  return worker.run(concurrency);
}

class Worker {
  readonly #deps: WorkerDeps;
  readonly #options: WorkOptions;
  readonly #handler: WorkHandler;
  readonly #stop = new AbortController();
  readonly #counts = { claimed: 0, submitted: 0, released: 0, blocked: 0, lost: 0 };
  /** What handlers work on now. */
  readonly #holding = new Set<Claim>();
  #stoppedBecause: WorkReport['stoppedBecause'] = 'stopped';

  constructor(deps: WorkerDeps, { options, handler }: { options: WorkOptions; handler: WorkHandler }) {
    this.#deps = deps;
    this.#options = options;
    this.#handler = handler;
  }

  async run(concurrency: number): Promise<WorkReport> {
    const { closing, draining } = this.#deps;
    const limit = new AbortController();
    const unwatch = [
      onAbort(this.#options.signal, () => this.#stopFor('stopped')),
      onAbort(draining(), () => this.#stopFor('drain')),
      onAbort(closing, () => this.#stopFor('closed')),
      ...(this.#options.drainOnSignal === false ? [] : [this.#stopAtSignal(limit)]),
    ];
    try {
      await this.#raiseLimit(concurrency);
      const lanes = Promise.allSettled(Array.from({ length: concurrency }, () => this.#lane()));
      const ended = await unlessAborted(lanes, limit.signal);
      if (ended === STOPPED) await this.#abandon();
      const failed = ended === STOPPED ? undefined : ended.find((lane) => lane.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    } finally {
      for (const end of unwatch) end();
    }
    return { ...this.#counts, stoppedBecause: this.#stoppedBecause };
  }

  /** The system waits only so long for a process to end, and then kills it; `limit` fires before that. Returns what ends all that. */
  #stopAtSignal(limit: AbortController): () => void {
    const { clock, onEndSignal } = this.#deps;
    const { drainSeconds = DRAIN_SECONDS_DEFAULT } = this.#options;
    let cancel = () => {};
    const unlisten = onEndSignal(() => {
      this.#stopFor('signal');
      cancel = clock.setTimer(drainSeconds * 1_000, () => limit.abort(), 'foreground');
    });
    return () => {
      unlisten();
      cancel();
    };
  }

  /** Gives back what handlers have not finished. */
  async #abandon(): Promise<void> {
    const held = [...this.#holding];
    this.#holding.clear();
    this.#counts.lost += held.length;
    const givenBack = held.map((task) => this.#deps.giveBack(task, STOPPED_REASON).catch((error) => this.#report(error, task)));
    await Promise.all(givenBack);
  }

  #stopFor(because: WorkReport['stoppedBecause']): void {
    if (this.#stop.signal.aborted) return;
    this.#stoppedBecause = because;
    this.#stop.abort();
  }

  /** An agent holds one task unless it says otherwise (SPEC CL7). */
  async #raiseLimit(concurrency: number): Promise<void> {
    const { rpc, agent: name } = this.#deps;
    if (concurrency === 1 || name === null || this.#stop.signal.aborted) return;
    const { maxConcurrent } = await rpc.agents.get.query({ name });
    if (maxConcurrent >= concurrency) return;
    try {
      await rpc.agents.update.mutate({ name, maxConcurrent: concurrency });
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
      // Somebody changed the agent in the same moment; what they set stays, but for the limit.
      await rpc.agents.update.mutate({ name, maxConcurrent: concurrency });
    }
  }

  /** One of the worker's places. Whatever ends one ends the others: nobody would hear of it as long as they went on. */
  async #lane(): Promise<void> {
    try {
      await this.#workOn();
    } finally {
      this.#stop.abort();
    }
  }

  /** A task at a time until the worker stops. */
  async #workOn(): Promise<void> {
    const { clock } = this.#deps;
    const stop = this.#stop.signal;
    for (let failures = 0; !stop.aborted; ) {
      const askedAt = clock.monotonicNow();
      const task = await this.#next();
      if (stop.aborted && task === null) return;
      const done = task === 'failed' ? false : task === null ? null : await this.#work(task);
      if (done === null && clock.monotonicNow() - askedAt < EMPTY_TOO_SOON_MS)
        await sleep(clock, backoffMs(1, Math.random()), stop);
      failures = done === false ? failures + 1 : 0;
      // A task whose handler throws comes back at once: without a pause its attempts would be gone in a moment.
      if (failures > 0) await sleep(clock, backoffMs(failures, Math.random()), stop);
    }
  }

  /** The next claim; null: there is none, or the worker stops. Throws what will not pass. */
  async #next(): Promise<Claim | null | 'failed'> {
    const { labels = [], waitSeconds = WORK_WAIT_SECONDS_DEFAULT } = this.#options;
    const claim = this.#deps.claimNext({ labels, waitSeconds }, this.#stop.signal);
    try {
      const task = await unlessAborted(claim, this.#stop.signal);
      if (task === STOPPED) giveBackLate(claim);
      return task === STOPPED ? null : task;
    } catch (error) {
      if (this.#stop.signal.aborted) return null;
      if (isHopeless(error)) throw error;
      this.#report(error, null);
      // Whether the pause also asks to drain, only a heartbeat tells.
      if (error instanceof AgentPaused) await this.#deps.beatNow();
      return 'failed';
    }
  }

  /** Whether the task was done, or waits in good order. */
  async #work(task: Claim): Promise<boolean> {
    this.#counts.claimed += 1;
    this.#holding.add(task);
    const errors = await this.#attempt(task);
    // What was abandoned is counted already.
    if (this.#holding.delete(task)) this.#count(task);
    for (const error of errors) this.#report(error, task);
    return task.outcome === 'submitted' || task.outcome === 'blocked';
  }

  /** Runs the handler and settles the task. What went wrong is told afterwards: the caller's own code may throw when it hears of it. */
  async #attempt(task: Claim): Promise<readonly unknown[]> {
    try {
      const result = await this.#handler(task);
      // A result that comes after the loss is sent too: the server keeps it.
      if (result !== undefined && (task.held || task.outcome === 'lost')) await submit(task, result);
      else if (task.held) await task.release(NO_RESULT);
      return [];
    } catch (error) {
      const refused = await task.letGo(reasonOf(error));
      return refused === null ? [error] : [error, refused];
    }
  }

  #count({ outcome }: Claim): void {
    if (outcome === 'submitted') this.#counts.submitted += 1;
    else if (outcome === 'blocked') this.#counts.blocked += 1;
    else if (outcome === 'lost') this.#counts.lost += 1;
    else this.#counts.released += 1;
  }

  #report(error: unknown, task: Claim | null): void {
    this.#options.onError?.(error, task);
  }
}

function submit(task: Claim, result: WorkResult): Promise<unknown> {
  if (typeof result === 'string') return task.submit(result);
  const { summary, ...rest } = result;
  return task.submit(summary, rest);
}

/** The server may have granted the claim in the very moment of the stop: what comes now goes back. */
function giveBackLate(claim: Promise<Claim | null>): void {
  claim.then((task) => task?.letGo(STOPPED_REASON)).catch(() => {});
}

const STOPPED = Symbol('stopped');

/** The value of `promise`, or STOPPED when `signal` fires first. Leaves nothing behind on the signal. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | typeof STOPPED> {
  let unwatch = () => {};
  const stopped = new Promise<typeof STOPPED>((resolve) => {
    unwatch = onAbort(signal, () => resolve(STOPPED));
  });
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    unwatch();
  }
}

/** Calls `act` when `signal` fires, or now if it has. Returns what ends that. */
function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (signal?.aborted === true) act();
  signal?.addEventListener('abort', act, { once: true });
  return () => signal?.removeEventListener('abort', act);
}
