import type { BenchRun } from '../bench-run.ts';
import { startServer } from '../contenders.ts';
import { ROUNDS } from '../interleave.ts';
import type { LoadQuestion } from '../load/load-plan.ts';
import { median, quantile } from '../stats.ts';

const IDLE = 200;
const WAKES_PER_SECOND = 20;
const WARM_UP_WAKES = 10;

/** How long an agent that waits takes to hear of a task that was made for it: alone, and beside many whom it does not concern. */
export async function measureWakes(run: BenchRun): Promise<void> {
  const load = run.start('load/load-process.ts');
  const server = await startServer(run, { agents: IDLE + 2 });
  const [port = 0] = server.ports;
  const [makerToken = '', waiterToken = '', ...idle] = server.tokens;
  const wake = (idleTokens: readonly string[], wakes: number) =>
    load.ask<number[]>({
      kind: 'wake-delays',
      plan: { port, makerToken, waiterToken, idleTokens, wakes },
    } satisfies LoadQuestion);
  await wake([], WARM_UP_WAKES);
  const wakes = Math.ceil((run.options.seconds * WAKES_PER_SECOND) / ROUNDS);
  const delays: { alone: number[]; beside: number[] } = { alone: [], beside: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    delays.alone.push(...(await wake([], wakes)));
    delays.beside.push(...(await wake(idle, wakes)));
  }
  await run.stop(load, ...server.children);
  const [alone, beside] = [wakeFigure(delays.alone), wakeFigure(delays.beside)];
  run.report({ ...alone, name: 'wake-up', ratio: null, of: null, clients: 1 });
  run.report({ ...beside, name: `wake-up-beside-${IDLE}`, ratio: beside.value / alone.value, of: 'wake-up', clients: IDLE + 1 });
}

function wakeFigure(delays: readonly number[]) {
  const value = median(delays);
  return { value, unit: 'ms', goal: null, p50Ms: value, p99Ms: quantile(delays, 0.99) };
}
