// A LangGraph graph waits for a person's review; this program plays the person, over REST:
//   npm run example:langgraph-review
import { once } from 'node:events';
import { join } from 'node:path';
import { connectBaton } from '../../client/index.ts';
import { startCluster } from '../support/cluster.ts';
import { Endings } from '../support/endings.ts';
import { ensurePython, startPython } from '../support/start-python.ts';

const MOST_MS = 300_000;
const DECISIONS = [
  { decision: 'request_changes', note: 'Say it in one line.' },
  { decision: 'approve', note: 'Good.' },
];

const endings = new Endings();
try {
  process.exitCode = await main();
} finally {
  await endings.endAll();
}

async function main(): Promise<number> {
  ensurePython('main');
  const { nodes, adminToken } = await startCluster(1, endings);
  const url = nodes[0]?.url ?? '';
  const admin = await connectBaton({ url, token: adminToken, session: 'none' });
  endings.add(() => admin.close());
  const { token } = await admin.rpc.agents.register.mutate({ name: 'graph' });
  const person = await admin.rpc.agents.register.mutate({ name: 'ada', kind: 'human', role: 'reviewer' });
  const { id } = await admin.rpc.tasks.create.mutate({ title: 'Describe a baton', brief: 'What is a baton for?' });
  const script = join(import.meta.dirname, 'graph.py');
  const graph = startPython({ environment: 'main', script, url, token }, endings);
  const exited = once(graph, 'exit');

  const rounds = DECISIONS.values();
  for await (const event of admin.events.watch({ signal: AbortSignal.timeout(MOST_MS) })) {
    if (event.type === 'task.submitted') await decide(url, person.token, rounds.next().value);
    if (event.type === 'task.done') break;
  }
  await exited;
  const { status, reviews } = await admin.rpc.tasks.get.query({ id });
  for (const { round, status: decided, decidedBy, note } of reviews.toReversed()) {
    process.stdout.write(`round ${round}: ${decided} by ${decidedBy}: ${note}\n`);
  }
  return status === 'done' && reviews.length === DECISIONS.length && graph.exitCode === 0 ? 0 : 1;
}

/** What a person's click in the dashboard does. */
async function decide(url: string, token: string, decision: unknown): Promise<void> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const listed = await fetch(`${url}/v1/reviews`, { headers });
  // The contract of the server says so.
  const { items } = (await listed.json()) as { items: Array<{ id: string; revision: number }> };
  const body = JSON.stringify({ revision: items[0]?.revision, ...Object(decision) });
  const answer = await fetch(`${url}/v1/reviews/${items[0]?.id}/decide`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
}
