import type { BenchRun } from '../bench-run.ts';
import type { Child } from '../child.ts';
import { startNodes } from '../contenders.ts';
import { ROUNDS } from '../interleave.ts';
import type { LoadQuestion } from '../load/load-plan.ts';
import { median, quantile } from '../stats.ts';

const EVENTS_PER_SECOND = 20;
const WARM_UP_EVENTS = 20;

/** How long an event is on its way to a socket of the node that wrote it, and to one of another node. */
export async function measureEvents(run: BenchRun): Promise<void> {
  const load = run.start('load/load-process.ts');
  const nodes = await startNodes(run, 2, { agents: 1 });
  const [here = 0, there = 0] = nodes.ports;
  const token = nodes.tokens[0] ?? '';
  const listen = (hearPort: number, events: number) => timed(load, { sendPort: here, hearPort, token, events });
  await listen(here, WARM_UP_EVENTS);
  await listen(there, WARM_UP_EVENTS);
  const events = Math.ceil((run.options.seconds * EVENTS_PER_SECOND) / ROUNDS);
  const delays: { same: number[]; other: number[] } = { same: [], other: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    delays.same.push(...(await listen(here, events)));
    delays.other.push(...(await listen(there, events)));
  }
  await run.stop(load, ...nodes.children);
  const [same, other] = [delayFigure(delays.same), delayFigure(delays.other)];
  run.report({ ...same, name: 'event-to-same-node', ratio: null, of: null });
  run.report({ ...other, name: 'event-to-other-node', ratio: other.value / same.value, of: 'event-to-same-node' });
}

function timed(load: Child, plan: Extract<LoadQuestion, { kind: 'event-delays' }>['plan']): Promise<number[]> {
  return load.ask<number[]>({ kind: 'event-delays', plan } satisfies LoadQuestion);
}

function delayFigure(delays: readonly number[]) {
  const value = median(delays);
  return { value, unit: 'ms', goal: null, p50Ms: value, p99Ms: quantile(delays, 0.99), clients: 1 };
}
