import type { BenchRun } from '../bench-run.ts';
import { CALLS_PER_TOKEN, claimSupply, serverContender, startServer } from '../contenders.ts';
import { interleave, ratioOf } from '../interleave.ts';
import type { ServerSpec } from '../servers/server-spec.ts';
import { CLAIM_BY_ID, loadFigure } from './rest-figures.ts';

const SETTINGS: ReadonlyArray<Pick<ServerSpec, 'groupCommit' | 'synchronous'>> = [
  { groupCommit: true, synchronous: 'FULL' },
  { groupCommit: false, synchronous: 'FULL' },
  { groupCommit: true, synchronous: 'NORMAL' },
];

/** What sharing a commit is worth, and what making it durable costs: claims by id on three servers that differ in that alone. */
export async function measureCommits(run: BenchRun): Promise<void> {
  const { seconds } = run.options;
  const load = run.start('load/load-process.ts');
  const supply = claimSupply(run.options, CALLS_PER_TOKEN);
  const servers = [];
  for (const settings of SETTINGS) servers.push(await startServer(run, { ...supply, ...settings }));
  const contenders = servers.map((server) => serverContender(load, server, { name: 'claim-by-id', shape: CLAIM_BY_ID }));
  const [shared, each, normal] = await interleave(contenders, seconds);
  await run.stop(load, ...servers.flatMap((server) => server.children));
  if (shared === undefined || each === undefined || normal === undefined) throw new Error('every contender has a standing');
  const grouped = 'claim-by-id with group commit';
  run.report({ ...loadFigure(each), name: 'claim-by-id-commit-each', ratio: ratioOf(each, shared), of: grouped, goal: null });
  run.report({
    ...loadFigure(shared),
    name: 'group-commit-gain',
    ratio: ratioOf(shared, each),
    of: 'claim-by-id-commit-each',
    goal: { target: 4, stretch: 6, better: 'higher' },
  });
  run.report({
    ...loadFigure(shared),
    name: 'full-over-normal',
    ratio: ratioOf(shared, normal),
    of: 'claim-by-id at NORMAL',
    goal: { target: 0.8, stretch: 0.9, better: 'higher' },
  });
}
