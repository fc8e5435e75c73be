import type { BenchRun } from '../bench-run.ts';
import { startServer } from '../contenders.ts';
import type { Goal } from '../figure.ts';
import { RealServer } from '../real-server.ts';
import type { StorePlace } from '../servers/server-spec.ts';
import { median } from '../stats.ts';

const STARTS = 5;
const STORED_TASKS = 100_000;

/** From the spawn of the built program to its first 200 of /readyz: with a store to make, and with one that is full. */
export async function measureStart(run: BenchRun): Promise<void> {
  await measureStarts(run, {
    name: 'start-to-ready',
    goal: { target: 1_000, stretch: 500, better: 'lower' },
    place: () => run.newPlace(),
  });
  const full = await run.newPlace();
  const seeding = await startServer(run, { place: full, tasks: STORED_TASKS, agents: 1 });
  await run.stop(...seeding.children);
  await measureStarts(run, {
    name: 'start-to-ready-100k',
    goal: { target: 1_500, stretch: 700, better: 'lower' },
    place: async () => full,
  });
}

async function measureStarts(
  run: BenchRun,
  given: { name: string; goal: Goal; place: () => Promise<StorePlace> },
): Promise<void> {
  const times: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const server = run.keep(await RealServer.start(await given.place()));
    times.push(server.readyMs);
    await run.stop(server);
  }
  run.report({ name: given.name, value: median(times), unit: 'ms', ratio: null, of: null, goal: given.goal, clients: 0 });
}
