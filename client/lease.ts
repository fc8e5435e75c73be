import { BatonError, LeaseLost, type LeaseLostReason } from './baton-errors.ts';
import type { ClientClock } from './client-clock.ts';

/**
 * How long before its end a lease is no longer trusted, in milliseconds: for the difference in pace between two clocks, and
 * for what the caller does between looking at the signal and acting.
 */
export const LEASE_MARGIN_MS = 1_000;

/** What the server granted, and when the request for it was sent first, on the monotonic clock. */
export interface Grant {
  readonly sentAt: number;
  readonly grantedMs: number;
}

interface LeaseOf {
  readonly taskId: string;
  /** The review that it is of; null: the task itself. */
  readonly reviewId: string | null;
  readonly epoch: number;
  /** The length of the lease when it is renewed, in milliseconds. */
  readonly ttlMs: number;
}

/** What has become of a claim: `held` until it is submitted, released, blocked, or lost against the holder's will. */
export type ClaimOutcome = 'held' | Settled | 'lost';
/** How its holder itself ended a claim. */
export type Settled = 'submitted' | 'released' | 'blocked';

/** The same for whatever has a lease: a review is `decided`. */
export type LeaseOutcome = ClaimOutcome | 'decided';

/** One lease as this client may trust it. It ends once: settled by its holder, or lost; what was lost may still be submitted. */
export class Lease {
  readonly taskId: string;
  readonly reviewId: string | null;
  readonly epoch: number;
  readonly ttlMs: number;
  /** True while its holder hands it in or gives it back: then the server's `lost` may only be the echo of that. */
  settling = false;
  readonly #clock: ClientClock;
  readonly #onEnd: (lease: Lease) => void;
  readonly #abort = new AbortController();
  #trustedUntil: number;
  #watched = false;
  #cancelTimer = () => {};
  #end: { outcome: Exclude<LeaseOutcome, 'held'>; error: LeaseLost } | null = null;

  constructor(of: LeaseOf & Grant, deps: { clock: ClientClock; onEnd: (lease: Lease) => void }) {
    this.taskId = of.taskId;
    this.reviewId = of.reviewId;
    this.epoch = of.epoch;
    this.ttlMs = of.ttlMs;
    this.#clock = deps.clock;
    this.#onEnd = deps.onEnd;
    this.#trustedUntil = trustedUntil(of);
  }

  /** What tells it from the other leases of a client. */
  get key(): string {
    return this.reviewId ?? this.taskId;
  }

  /** Fires when the lease is lost, with a LeaseLost as its reason; not when its holder settles it. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Why the lease cannot be used any more, or null while it can. Looks at the clock, so a timer that is late hides nothing. */
  get over(): LeaseLost | null {
    if (this.#end === null && this.#watched && this.remainingMs <= 0) this.lose('not_trusted');
    return this.#end?.error ?? null;
  }

  /** What has become of it, by the same look. */
  get outcome(): LeaseOutcome {
    return this.over === null ? 'held' : (this.#end?.outcome ?? 'held');
  }

  /** How long the lease may still be trusted, in milliseconds; 0: no longer. */
  get remainingMs(): number {
    return this.#end === null ? Math.max(0, this.#trustedUntil - this.#clock.monotonicNow()) : 0;
  }

  /** Begins to enforce the end of trust (SPEC LE2). */
  watch(): void {
    this.#watched = true;
    this.#arm();
  }

  /** A renewal never shortens, and brings nothing back that is over. */
  renew(grant: Grant): void {
    if (this.over !== null) return;
    this.#trustedUntil = Math.max(this.#trustedUntil, trustedUntil(grant));
    if (this.#watched) this.#arm();
  }

  /** Ends the lease because the holder submitted, released or blocked the task, or decided the review. */
  settle(how: Settled | 'decided'): void {
    this.#finish(how, lostError(this, how));
  }

  /** Ends the lease against the holder's will; the signal fires. */
  lose(reason: LeaseLostReason, told?: LeaseLost): void {
    this.#finish('lost', told ?? lostError(this, reason));
  }

  /**
   * Ends the lease by `release` unless it is over; gives what went wrong with that, or null, also where it was lost before. However that
   * goes, it is renewed no more: what could not be given back would else be held for ever, by nobody.
   */
  async letGo(release: () => Promise<unknown>): Promise<BatonError | null> {
    if (this.over !== null) return null;
    try {
      await release();
      return null;
    } catch (error) {
      if (!(error instanceof BatonError)) throw error;
      return error instanceof LeaseLost ? null : error;
    } finally {
      this.lose('let_go');
    }
  }

  #finish(outcome: Exclude<LeaseOutcome, 'held'>, error: LeaseLost): void {
    // Work that the server took after the loss counts (SPEC LE3); the signal has fired all the same.
    if (this.#end !== null && !(this.#end.outcome === 'lost' && outcome === 'submitted')) return;
    this.#end = { outcome, error };
    this.#cancelTimer();
    this.#onEnd(this);
    if (outcome === 'lost') this.#abort.abort(error);
  }

  #arm(): void {
    this.#cancelTimer();
    if (this.over !== null) return;
    this.#cancelTimer = this.#clock.setTimer(this.remainingMs, () => this.#arm(), 'background');
  }
}

function trustedUntil({ sentAt, grantedMs }: Grant): number {
  return sentAt + grantedMs - LEASE_MARGIN_MS;
}

function lostError({ taskId, reviewId }: Lease, reason: LeaseLostReason): LeaseLost {
  const isTask = reviewId === null;
  const problem = {
    code: 'lease_lost',
    status: 409,
    detail: `${isTask ? taskId : `The review of ${taskId}`} is no longer yours: ${WHY[reason] ?? reason}.`,
    hint: isTask
      ? 'Stop working on it and take other work with claim.'
      : 'Stop reviewing it and take another with reviews.claim.',
    retryable: false,
    requestId: null,
  };
  return new LeaseLost(problem, { reason });
}

const WHY: Record<LeaseLostReason, string> = {
  taken_over: 'another session took it over',
  released: 'it was released',
  force_released: 'a lead took it back',
  cancelled: 'it was cancelled',
  submitted: 'it was submitted',
  blocked: 'it was blocked',
  expired: 'its lease ran out',
  session_ended: 'the session ended',
  not_yours: 'another holds it',
  decided: 'it is decided',
  not_trusted: 'no renewal came in time by the clock of this client',
  closed: 'this client was closed',
  stopped: 'its worker was stopped',
  refused: 'the server refused the epoch',
  let_go: 'it could not be given back, and is left to run out',
};
