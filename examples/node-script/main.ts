// A task for a script of a few lines, on a server of its own:
//   npm run example:node-script
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { connectBaton } from '../../client/index.ts';
import { startCluster } from '../support/cluster.ts';
import { endProcess } from '../support/end-process.ts';
import { Endings } from '../support/endings.ts';

const endings = new Endings();
try {
  process.exitCode = await main();
} finally {
  await endings.endAll();
}

async function main(): Promise<number> {
  const { nodes, adminToken } = await startCluster(1, endings);
  const url = nodes[0]?.url ?? '';
  const admin = await connectBaton({ url, token: adminToken, session: 'none' });
  endings.add(() => admin.close());
  const { id } = await admin.rpc.tasks.create.mutate({ title: 'Count me' });
  const { token } = await admin.rpc.agents.register.mutate({ name: 'script' });
  const env = { ...process.env, BATON_URL: url, BATON_TOKEN: token };
  const script = spawn(process.execPath, [join(import.meta.dirname, 'worker.ts')], { stdio: 'inherit', env });
  endings.add(() => endProcess(script));
  await once(script, 'exit');
  const { status, summary } = await admin.rpc.tasks.get.query({ id });
  process.stdout.write(`${id} ${status}: ${summary}\n`);
  return status === 'validating' ? 0 : 1;
}
