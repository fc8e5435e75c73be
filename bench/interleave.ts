import type { LoadResult } from './load/load-plan.ts';
import { median } from './stats.ts';

export const ROUNDS = 3;
/** Until the code that runs is the code that stays. */
const WARM_UP_MS = 1_000;

/** Processor time in ms; null where there is nothing of the kind, or it cannot be told. */
export interface CpuMs {
  readonly servers: number | null;
  readonly postgres: number | null;
}

/** One of those that are measured side by side. */
export interface Contender {
  readonly name: string;
  /** How many times the usual it is warmed up; absent: once. Each of several nodes sees only its share of the load. */
  readonly warmUps?: number;
  /** What is done before each turn and not measured. */
  readonly prepare?: () => Promise<void>;
  /** The processor time that has been used so far. */
  readonly cpuMs?: () => Promise<CpuMs>;
  /** Puts the load on it for so long. */
  readonly run: (durationMs: number) => Promise<LoadResult>;
}

/** One turn of a contender. */
interface Turn extends LoadResult {
  /** For each request. */
  readonly cpuMs: CpuMs;
}

export interface Standing {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** For each request. */
  readonly cpuMs: CpuMs;
  readonly rounds: readonly LoadResult[];
}

/**
 * Warms each up, then gives each its turn in every round, so that what else the machine does falls on all of them.
 * Gives the medians, in the order of the contenders. Throws when a request failed: such a load measures something else.
 */
export async function interleave(contenders: readonly Contender[], seconds: number): Promise<Standing[]> {
  const turnMs = (seconds * 1_000) / ROUNDS;
  const rounds = contenders.map((): Turn[] => []);
  const warmUpMs = Math.min(WARM_UP_MS, seconds * 1_000);
  for (const contender of contenders) await takeTurn(contender, warmUpMs * (contender.warmUps ?? 1));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, contender] of contenders.entries()) rounds[index]?.push(await takeTurn(contender, turnMs));
  }
  return rounds.map((turns) => ({
    perSecond: median(turns.map((turn) => turn.perSecond)),
    p50Ms: median(turns.map((turn) => turn.p50Ms)),
    p99Ms: median(turns.map((turn) => turn.p99Ms)),
    cpuMs: {
      servers: medianOf(turns.map((turn) => turn.cpuMs.servers)),
      postgres: medianOf(turns.map((turn) => turn.cpuMs.postgres)),
    },
    rounds: turns,
  }));
}

/** The median over the rounds of how one did in comparison with the other. */
export function ratioOf(left: Standing, right: Standing): number {
  return median(left.rounds.map((result, round) => result.perSecond / (right.rounds[round]?.perSecond ?? Number.NaN)));
}

async function takeTurn(contender: Contender, durationMs: number): Promise<Turn> {
  await contender.prepare?.();
  const before = await contender.cpuMs?.();
  const result = await contender.run(durationMs);
  const after = await contender.cpuMs?.();
  if (result.failed > 0)
    throw new Error(`${result.failed} requests of ${contender.name} failed, the first with: ${result.firstFailure}`);
  if (result.completed === 0) throw new Error(`${contender.name} answered nothing: its supply of tasks is used up or it hangs`);
  const each = (kind: keyof CpuMs) => {
    const [from, to] = [before?.[kind] ?? null, after?.[kind] ?? null];
    return from === null || to === null ? null : (to - from) / result.completed;
  };
  return { ...result, cpuMs: { servers: each('servers'), postgres: each('postgres') } };
}

function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}
