import type { BenchRun } from './bench-run.ts';
import type { Child } from './child.ts';
import { type Contender, type CpuMs, ROUNDS } from './interleave.ts';
import type { ClaimPlan, LoadQuestion, LoadResult, RequestPlan } from './load/load-plan.ts';
import type { BenchOptions, Engine } from './options.ts';
import { withClient } from './postgres/cluster.ts';
import type { OpenServer, ServerQuestion, ServerSpec } from './servers/server-spec.ts';

export const CLIENTS = 64;
/** Tasks that one agent takes before its client goes on as the next: an agent of the real world holds few. */
export const CALLS_PER_TOKEN = 50;
/** More than a server will claim, so that the supply lasts. */
const CLAIMS_PER_SECOND_MAX: Readonly<Record<Engine, number>> = { sqlite: 25_000, postgres: 10_000 };

export type RequestShape = Pick<RequestPlan, 'method' | 'path' | 'body' | 'callsPerToken'>;

/** Claims that the load of a run, its warm-ups included, may use: with what the clients leave of their blocks at each turn. */
export function claimSupply(
  { engine, seconds }: BenchOptions,
  callsPerToken: number,
  warmUps = 1,
): Pick<ServerSpec, 'tasks' | 'agents'> {
  const warmUpSeconds = Math.min(1, seconds) * warmUps;
  const most = (seconds + warmUpSeconds) * CLAIMS_PER_SECOND_MAX[engine];
  const blocks = Math.ceil(most / callsPerToken) + CLIENTS * (ROUNDS + 1);
  return { tasks: blocks * callsPerToken, agents: blocks };
}

/** One server, or several nodes on one store. */
export interface StartedServers {
  readonly children: readonly Child[];
  readonly ports: readonly number[];
  /** One for each agent, in order. */
  readonly tokens: readonly string[];
  /** null: they are on SQLite. */
  readonly databaseUrl: string | null;
  readonly cpuMs: () => Promise<CpuMs>;
  /** From which block on nobody has used what they have. */
  nextBlock: number;
}

export async function startServer(run: BenchRun, spec: Partial<ServerSpec>): Promise<StartedServers> {
  return startNodes(run, 1, spec);
}

/** Starts so many nodes on one store, which the first of them fills. */
export async function startNodes(run: BenchRun, count: number, spec: Partial<ServerSpec>): Promise<StartedServers> {
  const full: ServerSpec = {
    place: spec.place ?? (await run.newPlace()),
    groupCommit: true,
    synchronous: 'FULL',
    tasks: 0,
    agents: CLIENTS,
    maxConcurrent: 100,
    holding: false,
    letters: 0,
    ...spec,
  };
  const children: Child[] = [];
  const opened: OpenServer[] = [];
  for (let node = 0; node < count; node += 1) {
    const child = run.start('servers/bench-server.ts', { profiled: true });
    const own = node === 0 ? full : { ...full, tasks: 0, agents: 0, holding: false, letters: 0 };
    opened.push(await child.ask<OpenServer>({ kind: 'open', spec: own } satisfies ServerQuestion));
    children.push(child);
  }
  const { databaseUrl } = full.place;
  return {
    children,
    ports: opened.map(({ port }) => port),
    tokens: opened[0]?.tokens ?? [],
    databaseUrl,
    nextBlock: 0,
    async cpuMs() {
      const times = [];
      for (const child of children) times.push(await child.ask<number>({ kind: 'cpu' } satisfies ServerQuestion));
      return { servers: times.reduce((sum, time) => sum + time, 0), postgres: run.postgresCpuMs() };
    },
  };
}

export interface Echo {
  readonly child: Child;
  readonly port: number;
}

export async function startEcho(run: BenchRun): Promise<Echo> {
  const child = run.start('servers/echo-server.ts');
  return { child, port: await child.ask<number>({}) };
}

/** POSTs of the same size as those that are compared with it. */
export function echoContender(load: Child, echo: Echo, like: RequestShape & { tokens: readonly string[] }): Contender {
  const requests: RequestPlan = { ...like, method: 'POST', callsPerToken: null, firstBlock: 0 };
  return {
    name: 'echo',
    run: (durationMs) =>
      load.ask<LoadResult>({
        kind: 'http',
        plan: { ports: [echo.port], clients: CLIENTS, durationMs, requests },
      } satisfies LoadQuestion),
  };
}

/** A load on servers of ours that goes on in each turn where the one before ended. */
export function serverContender(
  load: Child,
  servers: StartedServers,
  given: { name: string; shape: RequestShape; kind?: 'http' | 'trpc'; warmUps?: number },
): Contender {
  const { name, shape, kind = 'http', warmUps = 1 } = given;
  return {
    name,
    warmUps,
    ...vacuuming(servers.databaseUrl),
    cpuMs: servers.cpuMs,
    async run(durationMs) {
      const firstBlock = shape.callsPerToken === null ? 0 : servers.nextBlock;
      const requests = { ...shape, tokens: servers.tokens, firstBlock };
      const result = await load.ask<LoadResult>({
        kind,
        plan: { ports: servers.ports, clients: CLIENTS, durationMs, requests },
      } satisfies LoadQuestion);
      servers.nextBlock = result.nextBlock;
      return result;
    },
  };
}

/** Claims through the services of each server, so many at once, without HTTP; on the store of a `serverContender`, if there is one. */
export function serviceContender(servers: StartedServers, { name, way }: { name: string; way: ClaimPlan['way'] }): Contender {
  const { children, tokens } = servers;
  const clients = Math.ceil(CLIENTS / children.length);
  return {
    name,
    ...vacuuming(servers.databaseUrl),
    cpuMs: servers.cpuMs,
    async run(durationMs) {
      const most = (CLAIMS_PER_SECOND_MAX.postgres * durationMs) / 1_000 / children.length;
      const share = Math.ceil(most / CALLS_PER_TOKEN) + clients;
      const results = await Promise.all(
        children.map((child, index) => {
          const firstBlock = servers.nextBlock + index * share;
          const blocks = { tokens: tokens.slice(0, firstBlock + share), callsPerToken: CALLS_PER_TOKEN, firstBlock };
          const plan = { way, clients, durationMs, blocks };
          return child.ask<LoadResult>({ kind: 'claim', plan } satisfies ServerQuestion);
        }),
      );
      servers.nextBlock += share * children.length;
      return together(results);
    },
  };
}

/** One result of several that were measured at the same time; the latencies are those of the slowest. */
function together(results: readonly LoadResult[]): LoadResult {
  const sum = (each: (result: LoadResult) => number) => results.reduce((total, result) => total + each(result), 0);
  const most = (each: (result: LoadResult) => number) => Math.max(...results.map(each));
  return {
    completed: sum(({ completed }) => completed),
    seconds: most(({ seconds }) => seconds),
    perSecond: sum(({ perSecond }) => perSecond),
    p50Ms: most(({ p50Ms }) => p50Ms),
    p99Ms: most(({ p99Ms }) => p99Ms),
    failed: sum(({ failed }) => failed),
    firstFailure: results.find(({ firstFailure }) => firstFailure !== null)?.firstFailure ?? null,
    nextBlock: 0,
  };
}

/**
 * On Postgres each turn begins after a vacuum: a claim leaves a dead entry at the head of its queue's index, which the next
 * claims walk over, and autovacuum looks once a minute only. Without it the later of two that take turns would seem slower.
 */
export function vacuuming(databaseUrl: string | null): Pick<Contender, 'prepare'> {
  if (databaseUrl === null) return {};
  return {
    async prepare() {
      await withClient(databaseUrl, (client) => client.query('vacuum (analyze)'));
    },
  };
}
