import { type ClientClock, sleep } from './client-clock.ts';
import { reasonOf } from './reason-of.ts';
import { backoffMs, isHopeless } from './retry-rules.ts';
import { NO_DECISION, type ReviewClaim } from './review-claim.ts';

/** How long a reviewer waits at most before it looks again, when there was nothing to review. */
export const REVIEW_LOOK_SECONDS_DEFAULT = 5;

/** What a handler decides. Requesting changes needs a note. */
export type ReviewDecision =
  | { readonly decision: 'approve'; readonly note?: string }
  | { readonly decision: 'request_changes'; readonly note: string };

/**
 * Judges one review. Where it returns nothing, the review is released, unless the handler itself has decided or released it. What it
 * throws is the reason with which the review is released, for another to judge.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: what a function without a return gives back.
export type ReviewHandler = (review: ReviewClaim) => ReviewDecision | void | Promise<ReviewDecision | void>;

/** How a reviewer works. */
export interface ReviewOptions {
  /**
   * How long to wait at most before looking again when there is nothing to review, in seconds, 5 by default. News of a review wakes it
   * sooner; what is free again because another's lease ran out is found by looking alone.
   */
  readonly lookSeconds?: number;
  /** Stops the reviewer once what it has in hand is decided. */
  readonly signal?: AbortSignal;
  /**
   * Whether the first SIGTERM or SIGINT of the process stops the reviewer in the same way, true by default. The client is then closed
   * once the reviewer has stopped, so that the process can end; the second signal ends it at once.
   */
  readonly drainOnSignal?: boolean;
  /** Told of every error, with the review where it was of one: of a handler that threw, of a call that failed. */
  readonly onError?: (error: unknown, review: ReviewClaim | null) => void;
}

interface ReviewerDeps {
  readonly clock: ClientClock;
  /** Fires when the reviewer is to stop, for whatever reason. */
  readonly until: AbortSignal;
  readonly nextReview: () => Promise<ReviewClaim | null>;
  /** What tells of reviews as they come, until the signal fires. */
  readonly openNews: (signal: AbortSignal) => AsyncGenerator<unknown, void>;
  /** Calls what it is given when the system wants the process to end. Returns what ends that. */
  readonly onEndSignal: (act: () => void) => () => void;
}

/** Takes, judges and decides until it is stopped; how many were decided. Throws what makes going on useless: a token that is not good, options refused. */
export async function runReviewer(
  { clock, until: stop, nextReview, openNews, onEndSignal }: ReviewerDeps,
  { options, handler }: { options: ReviewOptions; handler: ReviewHandler },
): Promise<number> {
  const { lookSeconds = REVIEW_LOOK_SECONDS_DEFAULT } = options;
  const over = new AbortController();
  const until = AbortSignal.any([stop, over.signal]);
  const rest = restUntilNews({ clock, until, openNews });
  const unwatch = options.drainOnSignal === false ? () => {} : onEndSignal(() => over.abort());
  try {
    return await review({ clock, until, nextReview, rest: () => rest(lookSeconds * 1_000) }, { options, handler });
  } finally {
    unwatch();
    over.abort();
  }
}

interface Rounds extends Pick<ReviewerDeps, 'clock' | 'until' | 'nextReview'> {
  /** Waits until it is worth looking again. */
  readonly rest: () => Promise<void>;
}

async function review(
  { clock, until, nextReview, rest }: Rounds,
  { options: { onError }, handler }: { options: ReviewOptions; handler: ReviewHandler },
): Promise<number> {
  let decided = 0;
  for (let failures = 0; !until.aborted; ) {
    let taken: ReviewClaim | null = null;
    let errors: readonly unknown[] = [];
    try {
      taken = await nextReview();
      if (taken === null) await rest();
      else errors = await judge(taken, handler);
    } catch (error) {
      if (isHopeless(error)) throw error;
      if (until.aborted) break;
      errors = [error];
    }
    for (const error of errors) onError?.(error, taken);
    failures = errors.length > 0 || taken?.outcome === 'released' ? failures + 1 : 0;
    if (taken?.outcome === 'decided') decided += 1;
    // What was given back is there again at once: without a pause it would be taken and given back without end.
    if (failures > 0) await sleep(clock, backoffMs(failures, Math.random()), until);
  }
  return decided;
}

/** A rest of so long that news ends early. Where there is no news to be had it lasts as long as it was to. */
function restUntilNews({
  clock,
  until,
  openNews,
}: Pick<ReviewerDeps, 'clock' | 'until' | 'openNews'>): (ms: number) => Promise<void> {
  let news: AsyncGenerator<unknown, void> | null = null;
  let coming: Promise<boolean> | null = null;
  return async (ms) => {
    news ??= openNews(until);
    coming ??= news.next().then(
      ({ done }) => done !== true,
      () => false,
    );
    const over = new AbortController();
    const slept = sleep(clock, ms, AbortSignal.any([until, over.signal])).then(() => null);
    const came = await Promise.race([coming, slept]);
    if (came !== null) coming = null;
    if (came === false) {
      news = null;
      await slept;
    }
    over.abort();
  };
}

/** Runs the handler and decides. What went wrong is told afterwards: the caller's own code may throw when it hears of it. */
async function judge(review: ReviewClaim, handler: ReviewHandler): Promise<readonly unknown[]> {
  try {
    await decide(review, await handler(review));
    return [];
  } catch (error) {
    const refused = await review.letGo(reasonOf(error));
    return refused === null ? [error] : [error, refused];
  }
}

async function decide(review: ReviewClaim, decided: Awaited<ReturnType<ReviewHandler>>): Promise<void> {
  if (!review.held) return;
  if (decided === undefined) await review.release(NO_DECISION);
  else if (decided.decision === 'approve') await review.approve(decided.note);
  else await review.requestChanges(decided.note);
}
