import type { BenchRun } from '../bench-run.ts';
import type { SearchTimerQuestion } from '../servers/server-spec.ts';
import { median, quantile } from '../stats.ts';

const TASKS = 100_000;
const QUICK_TASKS = 10_000;
const SEARCHES_AT_ONCE = 10;
const WARM_UP_ROUNDS = 3;
const ROUNDS_PER_SECOND = 4;
const US_PER_MS = 1_000;
/** A search must feel like a list. */
const GOAL = { target: 20_000, stretch: 5_000, better: 'lower' } as const;

const SEARCHES: ReadonlyArray<{ readonly name: string; readonly query: string; readonly found: number }> = [
  { name: 'rare-word', query: 'needle', found: 20 },
  { name: 'rare-and-common-word', query: 'links needle', found: 20 },
  { name: 'common-phrase', query: '"list of links"', found: 50 },
  { name: 'begun-word', query: 'need', found: 20 },
  { name: 'no-such-health', query: 'is:stuck', found: 0 },
  { name: 'fields', query: 'status:todo label:common priority:>=1 is:claimable', found: 50 },
  { name: 'walk', query: 'by:nobody', found: 0 },
];

/** What the first page of a search takes among many tasks. */
export async function measureSearch(run: BenchRun): Promise<void> {
  const { quick, seconds } = run.options;
  const tasks = quick ? QUICK_TASKS : TASKS;
  const timer = run.start('servers/search-timer.ts');
  await timer.ask({ kind: 'open', spec: { place: await run.newPlace(), tasks } } satisfies SearchTimerQuestion);
  for (const { name, query, found } of SEARCHES) {
    const question = { kind: 'search', query, found, searches: SEARCHES_AT_ONCE } satisfies SearchTimerQuestion;
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1) await timer.ask(question);
    const times: number[] = [];
    for (let round = 0; round < Math.ceil(seconds * ROUNDS_PER_SECOND); round += 1)
      times.push(...(await timer.ask<number[]>(question)));
    run.report({
      name: `search-${tasks / 1_000}k ${name}`,
      value: median(times),
      unit: 'µs',
      ratio: null,
      of: null,
      goal: GOAL,
      clients: 1,
      p50Ms: median(times) / US_PER_MS,
      p99Ms: quantile(times, 0.99) / US_PER_MS,
    });
  }
  await run.stop(timer);
}
