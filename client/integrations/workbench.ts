import type { Baton } from '../baton.ts';
import type { Claim } from '../claim.ts';
import type { ReviewClaim } from '../review-claim.ts';
import { BatonToolError } from './say-error.ts';

/** What a model holds while it runs: the claims and the review that its tools act on, so that it need not repeat epochs. */
export class Workbench {
  readonly baton: Baton;
  readonly #claims = new Map<string, Claim>();
  #review: ReviewClaim | null = null;

  constructor(baton: Baton) {
    this.baton = baton;
  }

  /** The claims that are held now. */
  get held(): readonly Claim[] {
    return [...this.#claims.values()].filter(({ outcome }) => outcome === 'held');
  }

  /** A claim that was lost and of which the model was not told yet, or null. */
  get lost(): Claim | null {
    return [...this.#claims.values()].find(({ outcome }) => outcome === 'lost') ?? null;
  }

  /** Keeps a claim for the tools. */
  put(claim: Claim): void {
    this.#claims.set(claim.task.id, claim);
  }

  /** The claim of that task, or the only one. Throws BatonToolError where it is not clear which is meant. */
  claim(id: string | undefined): Claim {
    const wanted = id === undefined ? (this.held[0] ?? this.lost) : this.#claims.get(id);
    if (wanted == null) throw new BatonToolError('not_held', `You do not hold ${id ?? 'a task'}.`, 'Call task_claim first.');
    if (id === undefined && this.held.length > 1) {
      const ids = this.held.map(({ task }) => task.id).join(', ');
      throw new BatonToolError('bad_request', `You hold ${ids}.`, 'Say which one in `id`.');
    }
    return wanted;
  }

  /** Takes the next review in hand, or gives the one that is. null: there is none. */
  async nextReview(): Promise<ReviewClaim | null> {
    if (this.#review?.outcome !== 'held') this.#review = await this.baton.reviews.tryClaim();
    return this.#review;
  }

  /** The review in hand. Throws BatonToolError where there is none. */
  review(): ReviewClaim {
    if (this.#review === null) {
      throw new BatonToolError('not_held', 'You have no review in hand.', 'Call review with action "next" first.');
    }
    return this.#review;
  }

  /** Gives back whatever is still held, and forgets it. */
  async clear(reason: string): Promise<void> {
    for (const claim of this.held) await claim.letGo(reason);
    await this.#review?.letGo(reason);
    this.#claims.clear();
    this.#review = null;
  }
}
