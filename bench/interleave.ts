import type { LoadResult } from './load/load-plan.ts';
import { median } from './stats.ts';

export const ROUNDS = 3;
/** Until the code that runs is the code that stays. */
const WARM_UP_MS = 1_000;

/** One of those that are measured side by side. */
export interface Contender {
  readonly name: string;
  /** Puts the load on it for so long. */
  readonly run: (durationMs: number) => Promise<LoadResult>;
}

export interface Standing {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rounds: readonly LoadResult[];
}

/**
 * Warms each up, then gives each its turn in every round, so that what else the machine does falls on all of them.
 * Gives the medians, in the order of the contenders. Throws when a request failed: such a load measures something else.
 */
export async function interleave(contenders: readonly Contender[], seconds: number): Promise<Standing[]> {
  const turnMs = (seconds * 1_000) / ROUNDS;
  const rounds = contenders.map((): LoadResult[] => []);
  for (const contender of contenders) await checked(contender, Math.min(WARM_UP_MS, seconds * 1_000));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, contender] of contenders.entries()) rounds[index]?.push(await checked(contender, turnMs));
  }
  return rounds.map((results) => ({
    perSecond: median(results.map((result) => result.perSecond)),
    p50Ms: median(results.map((result) => result.p50Ms)),
    p99Ms: median(results.map((result) => result.p99Ms)),
    rounds: results,
  }));
}

/** The median over the rounds of how one did in comparison with the other. */
export function ratioOf(left: Standing, right: Standing): number {
  return median(left.rounds.map((result, round) => result.perSecond / (right.rounds[round]?.perSecond ?? Number.NaN)));
}

async function checked(contender: Contender, durationMs: number): Promise<LoadResult> {
  const result = await contender.run(durationMs);
  if (result.failed > 0)
    throw new Error(`${result.failed} requests of ${contender.name} failed, the first with: ${result.firstFailure}`);
  if (result.completed === 0) throw new Error(`${contender.name} answered nothing: its supply of tasks is used up or it hangs`);
  return result;
}
