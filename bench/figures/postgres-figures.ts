import type { BenchRun } from '../bench-run.ts';
import type { Child } from '../child.ts';
import { CALLS_PER_TOKEN, claimSupply, type RequestShape, serverContender, startNodes, vacuuming } from '../contenders.ts';
import type { Goal } from '../figure.ts';
import { type Contender, type CpuMs, interleave, ratioOf } from '../interleave.ts';
import type { LoadResult } from '../load/load-plan.ts';
import type { RawClaimsQuestion } from '../servers/server-spec.ts';
import { CLAIM_BY_ID, CLAIM_NEXT, loadFigure } from './rest-figures.ts';

const NODES = 3;
/** A node at the end of the usual warm-up takes twice as long for a claim as one some seconds later; the raw claim does not. */
const WARM_UPS = 3;
const RAW = 'postgres-raw-claim';
const GOAL: Goal = { target: 0.6, stretch: 2, better: 'higher' };
/** How many connections the raw claim is tried with: with few it waits for the disk, with many for itself. */
const RAW_CONNECTIONS = [4, 8, 16, 32];
const RAW_TRY_MS = 700;
/** More than the driver will claim in a second. */
const RAW_PER_SECOND_MAX = 15_000;
const SHAPES: Readonly<Record<string, RequestShape>> = { 'claim-next': CLAIM_NEXT, 'claim-by-id': CLAIM_BY_ID };

/** Claims over REST on one node and on three, each on a database of its own, beside the raw claim through the same driver. */
export async function measurePostgresClaims(run: BenchRun, name: string): Promise<void> {
  const shape = SHAPES[name];
  if (shape === undefined) throw new Error(`${name} is no way to claim`);
  const { seconds } = run.options;
  const supply = (nodes: number) => claimSupply(run.options, CALLS_PER_TOKEN, nodes * WARM_UPS);
  const load = run.start('load/load-process.ts');
  const raw = await openRaw(run);
  const one = await startNodes(run, 1, supply(1));
  const three = await startNodes(run, NODES, supply(NODES));
  const connections = await bestConnections(run, raw);
  const figure = `postgres-${name}`;
  const contenders = [
    rawContender(raw, connections),
    serverContender(load, one, { name: figure, shape, warmUps: WARM_UPS }),
    serverContender(load, three, { name: `${figure}-${NODES}-nodes`, shape, warmUps: NODES * WARM_UPS }),
  ];
  const standings = await interleave(contenders, seconds);
  await run.stop(load, raw.child, ...one.children, ...three.children);
  const [rawStanding, ...served] = standings;
  if (rawStanding === undefined) throw new Error('every contender has a standing');
  const alone = { ratio: null, of: null, goal: null };
  run.report({ ...loadFigure(rawStanding), ...alone, name: `${RAW} beside ${name}`, clients: connections });
  for (const [index, standing] of served.entries())
    run.report({
      ...loadFigure(standing),
      name: contenders[index + 1]?.name ?? '',
      ratio: ratioOf(standing, rawStanding),
      of: RAW,
      goal: GOAL,
    });
}

interface Raw {
  readonly child: Child;
  readonly cpuMs: () => Promise<CpuMs>;
  readonly databaseUrl: string;
}

async function openRaw(run: BenchRun): Promise<Raw> {
  const child = run.start('servers/raw-claims.ts');
  const databaseUrl = await run.newDatabase();
  const tasks = Math.ceil(RAW_PER_SECOND_MAX * (run.options.seconds + 1 + (2 * RAW_CONNECTIONS.length * RAW_TRY_MS) / 1_000));
  await child.ask({ kind: 'open', databaseUrl, tasks } satisfies RawClaimsQuestion);
  const cpuMs = async () => {
    const servers = await child.ask<number>({ kind: 'cpu' } satisfies RawClaimsQuestion);
    return { servers, postgres: run.postgresCpuMs() };
  };
  return { child, databaseUrl, cpuMs };
}

function rawContender({ child, databaseUrl, cpuMs }: Raw, connections: number): Contender {
  return {
    name: RAW,
    ...vacuuming(databaseUrl),
    cpuMs,
    run: (durationMs) => child.ask<LoadResult>({ kind: 'claim', connections, durationMs } satisfies RawClaimsQuestion),
  };
}

/** With how many connections the raw claim is fastest here, after a first round in which all gets warm. */
async function bestConnections(run: BenchRun, raw: Raw): Promise<number> {
  const contenders = RAW_CONNECTIONS.map((connections) => ({ connections, contender: rawContender(raw, connections) }));
  for (const { contender } of contenders) await contender.run(RAW_TRY_MS);
  let best = { connections: 0, perSecond: 0 };
  const tried: string[] = [];
  for (const { connections, contender } of contenders) {
    await contender.prepare?.();
    const { perSecond } = await contender.run(RAW_TRY_MS);
    tried.push(`${connections}: ${Math.round(perSecond)}`);
    if (perSecond > best.perSecond) best = { connections, perSecond };
  }
  run.say(`raw claims a second by connections: ${tried.join(', ')}`);
  return best.connections;
}
