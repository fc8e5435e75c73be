import type { BenchRun } from '../bench-run.ts';
import type { Child } from '../child.ts';
import {
  CALLS_PER_TOKEN,
  CLIENTS,
  claimSupply,
  type RequestShape,
  serverContender,
  serviceContender,
  startNodes,
  vacuuming,
} from '../contenders.ts';
import type { Goal } from '../figure.ts';
import { type Contender, type CpuMs, interleave, ratioOf, type Standing } from '../interleave.ts';
import type { ClaimPlan, LoadQuestion, LoadResult } from '../load/load-plan.ts';
import type { RawClaimsQuestion, ServerSpec } from '../servers/server-spec.ts';
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
const SHAPES: Readonly<Record<ClaimPlan['way'], RequestShape>> = { 'claim-next': CLAIM_NEXT, 'claim-by-id': CLAIM_BY_ID };

/**
 * Claims on one node and on three, each on a database of its own, beside the raw claim through the same driver: without HTTP beside the raw
 * claim without HTTP, and over REST beside the raw claim behind the least HTTP server that there can be.
 */
export async function measurePostgresClaims(run: BenchRun, way: ClaimPlan['way']): Promise<void> {
  const shape = SHAPES[way];
  const load = run.start('load/load-process.ts');
  const raw = await openRaw(run);
  const one = await startNodes(run, 1, supplyFor(run, 1));
  const three = await startNodes(run, NODES, supplyFor(run, NODES));
  const connections = await bestConnections(run, raw);
  const port = await raw.child.ask<number>({ kind: 'serve', connections } satisfies RawClaimsQuestion);
  const figure = `postgres-${way}`;
  const rawOverHttp: RawContender = { ...rawContender(raw, connections), ...overHttp(load, { port, shape, tokens: one.tokens }) };
  const pairs = [
    {
      limit: rawContender(raw, connections),
      served: [
        serviceContender(one, { name: `${figure}-without-http`, way }),
        serviceContender(three, { name: `${figure}-without-http-${NODES}-nodes`, way }),
      ],
    },
    {
      limit: rawOverHttp,
      served: [
        serverContender(load, one, { name: figure, shape, warmUps: WARM_UPS }),
        serverContender(load, three, { name: `${figure}-${NODES}-nodes`, shape, warmUps: NODES * WARM_UPS }),
      ],
    },
  ];
  const contenders = pairs.flatMap(({ limit, served }) => [limit, ...served]);
  const standings = await interleave(contenders, run.options.seconds);
  await run.stop(load, raw.child, ...one.children, ...three.children);
  const standingOf = (contender: Contender): Standing => {
    const standing = standings[contenders.indexOf(contender)];
    if (standing === undefined) throw new Error('every contender has a standing');
    return standing;
  };
  for (const { limit, served } of pairs) {
    const held = { ...loadFigure(standingOf(limit)), ratio: null, of: null, goal: null };
    run.report({ ...held, name: `${limit.name} beside ${way}`, clients: limit.clients });
    for (const contender of served) {
      const ratio = ratioOf(standingOf(contender), standingOf(limit));
      run.report({ ...loadFigure(standingOf(contender)), name: contender.name, ratio, of: limit.name, goal: GOAL });
    }
  }
}

/** Claims over REST, with warm-ups for each node, and without HTTP. */
function supplyFor({ options }: BenchRun, nodes: number): Pick<ServerSpec, 'tasks' | 'agents'> {
  const rest = claimSupply(options, CALLS_PER_TOKEN, nodes * WARM_UPS);
  const services = claimSupply(options, CALLS_PER_TOKEN);
  return { tasks: rest.tasks + services.tasks, agents: rest.agents + services.agents };
}

interface Raw {
  readonly child: Child;
  readonly cpuMs: () => Promise<CpuMs>;
  readonly databaseUrl: string;
}

async function openRaw(run: BenchRun): Promise<Raw> {
  const child = run.start('servers/raw-claims.ts');
  const databaseUrl = await run.newDatabase();
  const tasks = Math.ceil(RAW_PER_SECOND_MAX * (2 * run.options.seconds + 2 + (2 * RAW_CONNECTIONS.length * RAW_TRY_MS) / 1_000));
  await child.ask({ kind: 'open', databaseUrl, tasks } satisfies RawClaimsQuestion);
  const cpuMs = async () => {
    const servers = await child.ask<number>({ kind: 'cpu' } satisfies RawClaimsQuestion);
    return { servers, postgres: run.postgresCpuMs() };
  };
  return { child, databaseUrl, cpuMs };
}

/** With how many clients or connections. */
type RawContender = Contender & { readonly clients: number };

function overHttp(
  load: Child,
  { port, shape, tokens }: { port: number; shape: RequestShape; tokens: readonly string[] },
): Pick<RawContender, 'name' | 'clients' | 'run'> {
  const requests = { ...shape, tokens, callsPerToken: null, firstBlock: 0 };
  return {
    name: `${RAW}-over-http`,
    clients: CLIENTS,
    run: (durationMs) =>
      load.ask<LoadResult>({
        kind: 'http',
        plan: { ports: [port], clients: CLIENTS, durationMs, requests },
      } satisfies LoadQuestion),
  };
}

function rawContender({ child, databaseUrl, cpuMs }: Raw, connections: number): RawContender {
  return {
    name: RAW,
    clients: connections,
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
