import type { BenchRun } from './bench-run.ts';
import type { Child } from './child.ts';
import { type Contender, ROUNDS } from './interleave.ts';
import type { LoadQuestion, LoadResult, RequestPlan } from './load/load-plan.ts';
import type { OpenServer, ServerSpec } from './servers/server-spec.ts';

export const CLIENTS = 64;
/** Tasks that one agent takes before its client goes on as the next: an agent of the real world holds few. */
export const CALLS_PER_TOKEN = 50;
/** More than a server will claim, so that the supply lasts. */
const CLAIMS_PER_SECOND_MAX = 25_000;

export type RequestShape = Pick<RequestPlan, 'method' | 'path' | 'body' | 'callsPerToken'>;

/** Claims that a load of `seconds`, its warm-up included, may use: with what the clients leave of their blocks at each turn. */
export function claimSupply(seconds: number, callsPerToken: number): Pick<ServerSpec, 'tasks' | 'agents'> {
  const warmUpSeconds = Math.min(1, seconds);
  const blocks = Math.ceil(((seconds + warmUpSeconds) * CLAIMS_PER_SECOND_MAX) / callsPerToken) + CLIENTS * (ROUNDS + 1);
  return { tasks: blocks * callsPerToken, agents: blocks };
}

export interface StartedServer extends OpenServer {
  readonly child: Child;
}

export async function startServer(run: BenchRun, spec: Partial<ServerSpec>): Promise<StartedServer> {
  const child = run.start('servers/bench-server.ts', { profiled: true });
  const full: ServerSpec = {
    dir: run.newDir(),
    groupCommit: true,
    synchronous: 'FULL',
    tasks: 0,
    agents: CLIENTS,
    maxConcurrent: 100,
    holding: false,
    ...spec,
  };
  return { child, ...(await child.ask<OpenServer>(full)) };
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
        plan: { port: echo.port, clients: CLIENTS, durationMs, requests },
      } satisfies LoadQuestion),
  };
}

/** A load on a server of ours that goes on in each turn where the one before ended. */
export function serverContender(
  load: Child,
  server: StartedServer,
  given: { name: string; shape: RequestShape; kind?: 'http' | 'trpc' },
): Contender {
  const { name, shape, kind = 'http' } = given;
  let nextBlock = 0;
  return {
    name,
    async run(durationMs) {
      const firstBlock = shape.callsPerToken === null ? 0 : nextBlock;
      const requests = { ...shape, tokens: server.tokens, firstBlock };
      const result = await load.ask<LoadResult>({
        kind,
        plan: { port: server.port, clients: CLIENTS, durationMs, requests },
      } satisfies LoadQuestion);
      nextBlock = result.nextBlock;
      return result;
    },
  };
}
