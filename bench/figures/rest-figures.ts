import type { BenchRun } from '../bench-run.ts';
import {
  CALLS_PER_TOKEN,
  CLIENTS,
  claimSupply,
  echoContender,
  type RequestShape,
  serverContender,
  startEcho,
  startServer,
} from '../contenders.ts';
import type { Goal } from '../figure.ts';
import { interleave, ratioOf, type Standing } from '../interleave.ts';
import type { BenchOptions } from '../options.ts';
import type { ServerSpec } from '../servers/server-spec.ts';

export const CLAIM_BY_ID: RequestShape = {
  method: 'POST',
  path: '/v1/tasks/T-{n}/claim',
  body: '{}',
  callsPerToken: CALLS_PER_TOKEN,
};

export const CLAIM_NEXT: RequestShape = { ...CLAIM_BY_ID, path: '/v1/tasks/claim-next' };

interface RestFigure {
  readonly shape: RequestShape;
  /** For SQLite; on Postgres the goal is against a raw claim, in a group of its own. */
  readonly goal: Goal | null;
  readonly store: (options: BenchOptions) => Partial<ServerSpec>;
}

const FIGURES: Readonly<Record<string, RestFigure>> = {
  create: {
    shape: {
      method: 'POST',
      path: '/v1/tasks',
      body: '{"title":"Make the list of links shorter","brief":"Remove what is dead; ask before you remove what is only slow."}',
      callsPerToken: null,
    },
    goal: null,
    store: () => ({}),
  },
  'claim-by-id': {
    shape: CLAIM_BY_ID,
    goal: { target: 0.2, stretch: 0.3, better: 'higher' },
    store: (options) => claimSupply(options, CALLS_PER_TOKEN),
  },
  'claim-next': {
    shape: CLAIM_NEXT,
    goal: { target: 0.2, stretch: 0.35, better: 'higher' },
    store: (options) => claimSupply(options, CALLS_PER_TOKEN),
  },
  heartbeat: {
    shape: {
      method: 'POST',
      path: '/v1/sessions/current/heartbeat',
      body: '{"leases":[{"taskId":"T-{n}","epoch":1}]}',
      callsPerToken: null,
    },
    goal: { target: 0.4, stretch: 0.7, better: 'higher' },
    store: () => ({ tasks: CLIENTS, holding: true }),
  },
  'message-send': {
    shape: {
      method: 'POST',
      path: '/v1/messages',
      // Client 7 writes to agent-17: each to another, none to itself, and no inbox fills up.
      body: '{"to":{"agent":"agent-1{n}"},"body":"The list of links is shorter now. Look at those that are only slow before you go on."}',
      callsPerToken: null,
    },
    goal: null,
    store: () => ({ agents: 100 + CLIENTS }),
  },
  'inbox-read': {
    shape: { method: 'GET', path: '/v1/inbox?limit=50', body: '', callsPerToken: null },
    goal: null,
    store: () => ({ letters: 50 }),
  },
  'list-50': {
    shape: { method: 'GET', path: '/v1/tasks?limit=50', body: '', callsPerToken: null },
    goal: null,
    store: () => ({ tasks: 1_000 }),
  },
};

/** One operation over REST, durable and with group commit, beside an echo of requests of the same size. */
export async function measureRest(run: BenchRun, name: string): Promise<void> {
  const figure = FIGURES[name];
  if (figure === undefined) throw new Error(`${name} is no figure over REST`);
  const { seconds, engine } = run.options;
  const { shape } = figure;
  const goal = engine === 'sqlite' ? figure.goal : null;
  const load = run.start('load/load-process.ts');
  const echo = await startEcho(run);
  const server = await startServer(run, figure.store(run.options));
  const contenders = [
    echoContender(load, echo, { ...shape, tokens: server.tokens }),
    serverContender(load, server, { name, shape }),
  ];
  const [echoed, served] = await interleave(contenders, seconds);
  await run.stop(load, echo.child, ...server.children);
  if (echoed === undefined || served === undefined) throw new Error('every contender has a standing');
  run.report({ ...loadFigure(echoed), name: `echo beside ${name}`, ratio: null, of: null, goal: null });
  run.report({ ...loadFigure(served), name, ratio: ratioOf(served, echoed), of: 'echo', goal });
}

export function loadFigure({ perSecond, p50Ms, p99Ms, cpuMs }: Standing) {
  return { value: perSecond, unit: 'requests/s', p50Ms, p99Ms, cpuMs, clients: CLIENTS };
}
