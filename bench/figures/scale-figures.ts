import type { BenchRun } from '../bench-run.ts';
import type { ClaimTimerQuestion } from '../servers/server-spec.ts';
import { median } from '../stats.ts';

const FEW_TASKS = 1_000;
const CLAIMS_AT_ONCE = 32;
const WARM_UP_ROUNDS = 20;
const ROUNDS_PER_SECOND = 15;
const MIXES: ReadonlyArray<{ readonly name: string; readonly labels: readonly string[] }> = [
  { name: 'no-label', labels: [] },
  { name: 'common-label', labels: ['common'] },
  { name: 'rare-label', labels: ['rare'] },
];

/** How the time of one claim-next grows from a store with few tasks to one with many. */
export async function measureScale(run: BenchRun): Promise<void> {
  const { manyTasks, seconds } = run.options;
  const few = await openTimer(run, FEW_TASKS);
  const startedAt = performance.now();
  const many = await openTimer(run, manyTasks);
  run.say(`made ${manyTasks} tasks in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  for (const { name, labels } of MIXES) {
    const question = { kind: 'claim', labels, claims: CLAIMS_AT_ONCE } satisfies ClaimTimerQuestion;
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1) for (const timer of [few, many]) await timer.ask(question);
    const times: { few: number[]; many: number[] } = { few: [], many: [] };
    for (let round = 0; round < Math.ceil(seconds * ROUNDS_PER_SECOND); round += 1) {
      times.few.push(...(await few.ask<number[]>(question)));
      times.many.push(...(await many.ask<number[]>(question)));
    }
    reportMix(run, name, times);
  }
  await run.stop(few, many);
}

async function openTimer(run: BenchRun, tasks: number) {
  const timer = run.start('servers/claim-timer.ts');
  await timer.ask({ kind: 'open', spec: { place: await run.newPlace(), tasks } } satisfies ClaimTimerQuestion);
  return timer;
}

function reportMix(run: BenchRun, mix: string, times: { few: readonly number[]; many: readonly number[] }): void {
  const [few, many] = [median(times.few), median(times.many)];
  const fewName = `claim-next-1k ${mix}`;
  run.report({ name: fewName, value: few, unit: 'µs', ratio: null, of: null, goal: null, clients: 1 });
  run.report({
    name: `claim-next-${shortCount(run.options.manyTasks)} ${mix}`,
    value: many,
    unit: 'µs',
    ratio: many / few,
    of: fewName,
    goal: { target: 2, stretch: 1.3, better: 'lower' },
    clients: 1,
  });
}

function shortCount(count: number): string {
  return count >= 1_000_000 ? `${count / 1_000_000}m` : `${count / 1_000}k`;
}
