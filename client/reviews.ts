import type { AgentSession } from './agent-session.ts';
import { Forbidden, NotFound, NothingClaimable, StaleReview, TaskHeld } from './baton-errors.ts';
import type { ClientClock } from './client-clock.ts';
import { ReviewClaim } from './review-claim.ts';
import type { Rpc } from './rpc.ts';

const REVIEWS_LOOKED_AT = 200;

interface ReviewsDeps {
  readonly rpc: Rpc;
  readonly clock: ClientClock;
  /** The session that holds them. Throws where there is none. */
  readonly session: () => AgentSession;
}

/** The reviews that wait for this agent. It is `Baton.reviews`. */
export class Reviews {
  readonly #deps: ReviewsDeps;

  constructor(deps: ReviewsDeps) {
    this.#deps = deps;
  }

  /**
   * Takes a review in hand: the one named, or the next, what is offered to this agent first, then the oldest. Throws NothingClaimable
   * where there is none; TaskHeld while another has the one named, StaleReview, Forbidden, WipLimit, AgentPaused, NotFound.
   */
  async claim(reviewId?: string): Promise<ReviewClaim> {
    if (reviewId !== undefined) return this.#claim(reviewId);
    const next = await this.tryClaim();
    if (next === null) throw new NothingClaimable('There is no review to take in hand.');
    return next;
  }

  /** Like `claim` of the next review, but null when there is none. */
  async tryClaim(): Promise<ReviewClaim | null> {
    const { rpc, session } = this.#deps;
    const { agent } = session();
    const { items } = await rpc.reviews.list.query({ mine: true, limit: REVIEWS_LOOKED_AT });
    const open = items.filter(({ holder }) => holder === null);
    const offered = open.filter(({ offeredTo }) => offeredTo !== null && offeredTo === agent);
    for (const { id } of new Set([...offered, ...open])) {
      try {
        return await this.#claim(id);
      } catch (error) {
        // Another was faster, or the review is not for this agent any more.
        if (![TaskHeld, StaleReview, Forbidden, NotFound].some((kind) => error instanceof kind)) throw error;
      }
    }
    return null;
  }

  async #claim(reviewId: string): Promise<ReviewClaim> {
    const { rpc, clock } = this.#deps;
    const session = this.#deps.session();
    const sentAt = clock.monotonicNow();
    const claim = await rpc.reviews.claim.mutate({ id: reviewId });
    const { task, epoch, leaseRemainingMs: grantedMs } = claim;
    const of = { taskId: task.id, reviewId, epoch, ttlMs: task.leaseTtlSeconds * 1_000 };
    return new ReviewClaim(claim, { rpc, lease: await session.hold({ ...of, sentAt, grantedMs }) });
  }
}
