import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { BenchRun } from '../bench-run.ts';
import type { LoadQuestion } from '../load/load-plan.ts';
import { RealServer } from '../real-server.ts';

const REST_MS = 10_000;
const SOCKETS = 10_000;
const QUICK_SOCKETS = 500;
/** The server allows one token about a thousand. */
const SOCKETS_PER_TOKEN = 500;
/** What a process has open beside its sockets. */
const SPARE_FILES = 200;
const Registration = z.object({ token: z.string() });

/** What the built program holds in memory while it has nothing to do, alone and with many live sockets. */
export async function measureMemory(run: BenchRun): Promise<void> {
  const server = run.keep(await RealServer.start(await run.newPlace()));
  reportMemory(run, { name: 'memory-after-start', value: server.residentMb(), clients: 0 });
  await wait(REST_MS);
  reportMemory(run, { name: 'memory-at-rest', value: server.residentMb(), clients: 0 });
  const sockets = run.options.quick ? QUICK_SOCKETS : SOCKETS;
  const files = openFilesMax();
  if (files < sockets + SPARE_FILES)
    run.say(`skipping memory with ${sockets} sockets: a process may open ${files} files here (ulimit -n)`);
  else await measureSocketMemory(run, server, sockets);
  await run.stop(server);
}

async function measureSocketMemory(run: BenchRun, server: RealServer, sockets: number): Promise<void> {
  const tokens = await registerAgents(server, Math.ceil(sockets / SOCKETS_PER_TOKEN));
  const load = run.start('load/load-process.ts');
  const open = await load.ask<number>({
    kind: 'open-sockets',
    plan: { port: server.port, sockets, tokens },
  } satisfies LoadQuestion);
  if (open !== sockets) throw new Error(`only ${open} of ${sockets} sockets stayed open`);
  await wait(REST_MS);
  reportMemory(run, { name: `memory-${sockets / 1_000}k-sockets`, value: server.residentMb(), clients: sockets });
  await run.stop(load);
}

function reportMemory(run: BenchRun, seen: { name: string; value: number; clients: number }): void {
  run.report({ ...seen, unit: 'MB', ratio: null, of: null, goal: { target: 250, stretch: 180, better: 'lower' } });
}

async function registerAgents(server: RealServer, count: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let i = 1; i <= count; i += 1) {
    const reply = await fetch(`http://127.0.0.1:${server.port}/v1/agents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.adminKey()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `reader-${i}` }),
    });
    if (reply.status !== 201) throw new Error(`registering an agent was answered with ${reply.status}: ${await reply.text()}`);
    tokens.push(Registration.parse(await reply.json()).token);
  }
  return tokens;
}

/** The limit that children of this process have; infinite where the shell says so or there is none. */
function openFilesMax(): number {
  const shown = spawnSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).stdout.trim();
  return /^\d+$/.test(shown) ? Number(shown) : Number.POSITIVE_INFINITY;
}
