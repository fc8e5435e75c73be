import type { Review, ReviewClaim as ReviewGrant } from '../server/contract/reviews.ts';
import type { Task } from '../server/contract/tasks.ts';
import { type BatonError, LeaseLost } from './baton-errors.ts';
import type { Lease } from './lease.ts';
import type { Rpc } from './rpc.ts';

/** What a review left without a decision is released with. */
export const NO_DECISION = 'no decision';

/** What has become of a review that was taken in hand: `held` until it is decided, released, or lost against the reviewer's will. */
export type ReviewOutcome = 'held' | 'decided' | 'released' | 'lost';

/**
 * A review that this client has in hand. Its lease is renewed in the background until it is decided, released or lost. With
 * `await using` a review that is left without a decision goes back to the queue.
 */
export class ReviewClaim {
  /** The fencing token that the claim gave: the review's epoch. */
  readonly epoch: number;
  /** The task as it was when the review was taken in hand. */
  readonly task: Task;
  readonly #deps: { readonly rpc: Rpc; readonly lease: Lease };
  #review: Review;

  constructor(claim: ReviewGrant, deps: { rpc: Rpc; lease: Lease }) {
    this.epoch = claim.epoch;
    this.task = claim.task;
    this.#review = claim.review;
    this.#deps = deps;
  }

  /** The review's id. */
  get id(): string {
    return this.#review.id;
  }

  /** The review as the last answer of the server showed it. */
  get review(): Review {
    return this.#review;
  }

  /** Fires when the lease is lost, with a LeaseLost as its reason; not when the review is decided or released through this handle. */
  get lost(): AbortSignal {
    return this.#deps.lease.signal;
  }

  /** What has become of it. Once it is not `held`, nothing more can be done with this handle. */
  get outcome(): ReviewOutcome {
    const { outcome } = this.#deps.lease;
    // A review is neither submitted nor blocked.
    return outcome === 'submitted' || outcome === 'blocked' ? 'decided' : outcome;
  }

  /** Whether it is still this process's to work on. */
  get held(): boolean {
    return this.outcome === 'held';
  }

  /** Throws LeaseLost when it is over. Looks at the clock and sends nothing. */
  check(): void {
    const { over } = this.#deps.lease;
    if (over !== null) throw over;
  }

  /** Approves the revision that was taken in hand. Throws LeaseLost, StaleReview, Forbidden. */
  approve(note?: string): Promise<Task> {
    return this.#decide({ decision: 'approve', ...(note === undefined ? {} : { note }) });
  }

  /** Sends the revision back with a note for its author. Throws LeaseLost, StaleReview, Forbidden. */
  requestChanges(note: string): Promise<Task> {
    return this.#decide({ decision: 'request_changes', note });
  }

  /** Gives the review back undecided. Throws LeaseLost, without a request once it is known. */
  async release(reason: string): Promise<void> {
    const { rpc } = this.#deps;
    const { id } = this.#review;
    this.#review = await this.#settle('released', () => rpc.reviews.release.mutate({ id, epoch: this.epoch, reason }));
  }

  /**
   * Gives the review back unless it has been settled; gives what went wrong with that, or null, and does not throw it. However that
   * goes, the claim is over: a review that could not be given back is free once its lease has run out.
   */
  letGo(reason: string): Promise<BatonError | null> {
    return this.#deps.lease.letGo(() => this.release(reason));
  }

  /** Lets the review go unless it has been settled. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.letGo(NO_DECISION);
  }

  async #decide(decision: { decision: 'approve' | 'request_changes'; note?: string }): Promise<Task> {
    const { rpc } = this.#deps;
    const { id, revision } = this.#review;
    const { epoch } = this;
    const decided = await this.#settle('decided', () => rpc.reviews.decide.mutate({ id, revision, epoch, ...decision }));
    this.#review = decided.review;
    return decided.task;
  }

  async #settle<T>(how: 'decided' | 'released', call: () => Promise<T>): Promise<T> {
    const { lease } = this.#deps;
    this.check();
    lease.settling = true;
    try {
      const answer = await call();
      lease.settle(how);
      return answer;
    } catch (error) {
      if (error instanceof LeaseLost) lease.lose('refused', error);
      throw error;
    } finally {
      lease.settling = false;
    }
  }
}
