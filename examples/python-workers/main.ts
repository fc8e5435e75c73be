// Twelve tasks for a pool of processes in plain Python, on a server of their own:
//   npm run example:python-workers
import { once } from 'node:events';
import { join } from 'node:path';
import { connectBaton } from '../../client/index.ts';
import { startCluster } from '../support/cluster.ts';
import { Endings } from '../support/endings.ts';
import { ensurePython, startPython } from '../support/start-python.ts';

const TASKS = 12;
/** The processes are one agent, which may hold a task in each. */
const PROCESSES = 3;

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
  const tasks = Array.from({ length: TASKS }, (_, index) => ({
    title: `Count text ${index + 1}`,
    brief: 'one '.repeat(index + 1),
    labels: ['count'],
    reviewer: 'none',
  }));
  await admin.rpc.tasks.createMany.mutate({ tasks });
  const { token } = await admin.rpc.agents.register.mutate({ name: 'counter', maxConcurrent: PROCESSES });
  const script = join(import.meta.dirname, 'worker.py');
  await once(startPython({ environment: 'main', script, url, token }, endings), 'exit');
  const { items } = await admin.rpc.tasks.list.query({ limit: TASKS });
  for (const { id, status, summary } of items) process.stdout.write(`${id} ${status}: ${summary}\n`);
  return items.length === TASKS && items.every(({ status, attempts }) => status === 'done' && attempts === 1) ? 0 : 1;
}
