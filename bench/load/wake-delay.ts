import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { WakeDelayPlan } from './load-plan.ts';

const Waited = z.object({ cursor: z.string(), news: z.array(z.object({ kind: z.string() })) });

/** What the waiting agent waits for, and what the others do. */
const [WANTED, UNWANTED] = ['wanted', 'unwanted'];
/** Between two, so that the waiting call is there when the task is made. */
const PAUSE_MS = 30;

/** How long each of some tasks takes, one after the other, from sending the request that makes it to the answer of the agent that waits; in ms. */
export async function timeWakes(plan: WakeDelayPlan): Promise<number[]> {
  const { port, makerToken, waiterToken, idleTokens, wakes } = plan;
  const stop = new AbortController();
  const idle = idleTokens.map((token) => waitOn({ port, token, label: UNWANTED, signal: stop.signal }));
  let { cursor } = await wait({ port, token: waiterToken, label: WANTED, seconds: 0 });
  const delays: number[] = [];
  for (let i = 0; i < wakes; i += 1) {
    const answer = wait({ port, token: waiterToken, label: WANTED, seconds: 25, cursor });
    await pause(PAUSE_MS);
    const sentAt = performance.now();
    await post({ port, token: makerToken, path: '/v1/tasks', body: { title: 'Wake up', labels: [WANTED] } });
    const { news, cursor: next } = await answer;
    delays.push(performance.now() - sentAt);
    if (news.length === 0) throw new Error('the agent that waited was told of nothing');
    cursor = next;
  }
  stop.abort();
  await Promise.all(idle);
  return delays;
}

interface Asking {
  readonly port: number;
  readonly token: string;
  readonly label: string;
  readonly seconds: number;
  readonly cursor?: string;
  readonly signal?: AbortSignal;
}

/** Waits as an idle agent does, until told to stop. */
async function waitOn(asking: Omit<Asking, 'seconds'> & { readonly signal: AbortSignal }): Promise<void> {
  let cursor: string | undefined;
  while (!asking.signal.aborted) {
    try {
      ({ cursor } = await wait({ ...asking, seconds: 25, ...(cursor === undefined ? {} : { cursor }) }));
    } catch (error) {
      if (!asking.signal.aborted) throw error;
    }
  }
}

async function wait({ port, token, label, seconds, cursor, signal }: Asking) {
  const body = { waitSeconds: seconds, kinds: ['task'], labels: [label], ...(cursor === undefined ? {} : { cursor }) };
  return Waited.parse(await post({ port, token, path: '/v1/wait', body, ...(signal === undefined ? {} : { signal }) }));
}

async function post(call: { port: number; token: string; path: string; body: unknown; signal?: AbortSignal }): Promise<unknown> {
  const reply = await fetch(`http://127.0.0.1:${call.port}${call.path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${call.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(call.body),
    signal: call.signal ?? null,
  });
  if (reply.status >= 300) throw new Error(`${call.path} was answered with ${reply.status}: ${await reply.text()}`);
  return reply.json();
}
