import type { ClaimResult } from '../server/contract/tasks.ts';
import { type ClientClock, sleep } from './client-clock.ts';
import { EMPTY_TOO_SOON_MS } from './retry-rules.ts';
import type { Rpc } from './rpc.ts';

/** How long one call waits on the server at most, in seconds; a longer wait is several. */
const CALL_WAIT_MAX_SECONDS = 25;

/** What to claim. */
export interface ClaimOptions {
  /** Only tasks with at least one of these labels; absent: any task. */
  readonly labels?: readonly string[];
  /** How long to wait for a task, in seconds; absent: not at all. */
  readonly waitSeconds?: number;
}

/** What was granted, and when the request for it was sent; or why there is nothing. */
export type Found = { readonly result: ClaimResult; readonly sentAt: number } | { readonly because: string };

/** Claims the next task, for which it waits. Asks no more once `signal` has fired. */
export async function claimNext(
  { labels = [], waitSeconds = 0 }: ClaimOptions,
  { rpc, clock, signal }: { rpc: Rpc; clock: ClientClock; signal: AbortSignal },
): Promise<Found> {
  const endsAt = clock.monotonicNow() + waitSeconds * 1_000;
  for (;;) {
    const sentAt = clock.monotonicNow();
    const leftSeconds = Math.ceil(Math.max(0, endsAt - sentAt) / 1_000);
    const wanted = { labels: [...labels], waitSeconds: Math.min(CALL_WAIT_MAX_SECONDS, leftSeconds) };
    const { claims, none } = await rpc.tasks.claimNext.mutate(wanted);
    const [result] = claims;
    if (result !== undefined) return { result, sentAt };
    const now = clock.monotonicNow();
    if (now >= endsAt || signal.aborted) return { because: none?.because ?? 'There is no task to claim.' };
    if (now - sentAt < EMPTY_TOO_SOON_MS) await sleep(clock, EMPTY_TOO_SOON_MS, signal);
  }
}
