import type { BenchRun } from '../bench-run.ts';
import { startServer } from '../contenders.ts';
import type { Goal } from '../figure.ts';
import { RealServer } from '../real-server.ts';
import { median } from '../stats.ts';

const STARTS = 5;
const STORED_TASKS = 100_000;

/** From the spawn of the built program to its first 200 of /readyz: with a store to make, and with one that is full. */
export async function measureStart(run: BenchRun): Promise<void> {
  await measureStarts(run, {
    name: 'start-to-ready',
    goal: { target: 1_000, stretch: 500, better: 'lower' },
    dir: () => run.newDir(),
  });
  const full = run.newDir();
  const seeding = await startServer(run, { dir: full, tasks: STORED_TASKS, agents: 1 });
  await run.stop(seeding.child);
  await measureStarts(run, {
    name: 'start-to-ready-100k',
    goal: { target: 1_500, stretch: 700, better: 'lower' },
    dir: () => full,
  });
}

async function measureStarts(run: BenchRun, given: { name: string; goal: Goal; dir: () => string }): Promise<void> {
  const times: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const server = run.keep(await RealServer.start(given.dir()));
    times.push(server.readyMs);
    await run.stop(server);
  }
  run.report({ name: given.name, value: median(times), unit: 'ms', ratio: null, of: null, goal: given.goal, clients: 0 });
}
