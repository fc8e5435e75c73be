import type { BenchRun } from '../bench-run.ts';
import { claimSupply, serverContender, startServer } from '../contenders.ts';
import { interleave, ratioOf } from '../interleave.ts';
import { CLAIM_BY_ID, loadFigure } from './rest-figures.ts';

/** A socket keeps its token, so an agent must hold all that its socket claims in one turn. */
const CLAIMS_PER_SOCKET_SECOND = 400;
const SOCKET_CALLS_MIN = 400;

/** Claims by id over tRPC's WebSocket beside the same over REST, each agent with one token for each turn. */
export async function measureSockets(run: BenchRun): Promise<void> {
  const { seconds } = run.options;
  const callsPerToken = Math.max(SOCKET_CALLS_MIN, Math.ceil(seconds * CLAIMS_PER_SOCKET_SECOND));
  const store = { ...claimSupply(run.options, callsPerToken), maxConcurrent: callsPerToken };
  const shape = { ...CLAIM_BY_ID, callsPerToken };
  const load = run.start('load/load-process.ts');
  const rest = await startServer(run, store);
  const trpc = await startServer(run, store);
  const name = 'claims-over-trpc-websocket';
  const contenders = [
    serverContender(load, rest, { name: 'claim-by-id', shape }),
    serverContender(load, trpc, { name, shape, kind: 'trpc' }),
  ];
  const [restStanding, trpcStanding] = await interleave(contenders, seconds);
  await run.stop(load, ...rest.children, ...trpc.children);
  if (restStanding === undefined || trpcStanding === undefined) throw new Error('every contender has a standing');
  const restName = 'claims over REST by the same agents';
  run.report({ ...loadFigure(restStanding), name: restName, ratio: null, of: null, goal: null });
  run.report({
    ...loadFigure(trpcStanding),
    name,
    ratio: ratioOf(trpcStanding, restStanding),
    of: restName,
    goal: { target: 0.6, stretch: 1, better: 'higher' },
  });
}
