// A LangChain researcher, a CrewAI crew and a reviewer in TypeScript on one board, on a server of their own:
//   npm run example:mixed-team
// Without OPENAI_API_KEY the models follow a script; with it they are real ones, named by BATON_EXAMPLE_MODEL.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Baton, connectBaton } from '../../client/index.ts';
import { startCluster } from '../support/cluster.ts';
import { endProcess } from '../support/end-process.ts';
import { Endings } from '../support/endings.ts';
import { ensurePython, startPython } from '../support/start-python.ts';

/** Whatever is not done by then is not. */
const MOST_MS = 300_000;
const SIGNAL_EXIT = 130;
const SUBJECTS = ['Why bees dance', 'How ants find home'];

const endings = new Endings();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void endings.endAll().finally(() => process.exit(SIGNAL_EXIT)));
}
try {
  process.exitCode = await main();
} finally {
  await endings.endAll();
}

async function main(): Promise<number> {
  ensurePython('main', 'crewai');
  const { nodes, adminToken } = await startCluster(1, endings);
  const url = nodes[0]?.url ?? '';
  const admin = await connectBaton({ url, token: adminToken, session: 'none' });
  endings.add(() => admin.close());
  const script = (name: string) => join(import.meta.dirname, name);
  const token = async (name: string) => (await admin.rpc.agents.register.mutate({ name })).token;
  startPython({ environment: 'main', script: script('researcher.py'), url, token: await token('researcher') }, endings);
  startPython({ environment: 'crewai', script: script('crew.py'), url, token: await token('crew') }, endings);
  const env = { ...process.env, BATON_URL: url, BATON_TOKEN: await token('reviewer') };
  const reviewer = spawn(process.execPath, [script('reviewer.ts')], { stdio: ['pipe', 'inherit', 'inherit'], env });
  endings.add(() => endProcess(reviewer));

  const ids = await createTasks(admin);
  await untilDone(admin, ids.length);
  return (await Promise.all(ids.map((id) => tell(admin, id)))).every(Boolean) ? 0 : 1;
}

/** A page is written when its research is done and reviewed. */
async function createTasks({ rpc }: Baton): Promise<string[]> {
  const ids: string[] = [];
  for (const subject of SUBJECTS) {
    const research = await rpc.tasks.create.mutate({ title: `Find out: ${subject}`, brief: subject, labels: ['research'] });
    const page = { title: `Write: ${subject}`, brief: subject, labels: ['writing'], dependsOn: [research.id] };
    ids.push(research.id, (await rpc.tasks.create.mutate(page)).id);
  }
  return ids;
}

async function untilDone(admin: Baton, wanted: number): Promise<void> {
  let done = 0;
  for await (const { type } of admin.events.watch({ signal: AbortSignal.timeout(MOST_MS) })) {
    if (type === 'task.done') done += 1;
    if (done === wanted) return;
  }
}

/** Says who did it and who reviewed it; whether it was done, by one, and reviewed by another. */
async function tell({ rpc }: Baton, id: string): Promise<boolean> {
  const { title, status, attemptLog, reviews } = await rpc.tasks.get.query({ id });
  const [author, reviewer] = [attemptLog[0]?.agent, reviews[0]?.decidedBy];
  process.stdout.write(`${id} ${status}: "${title}" by ${author}, reviewed by ${reviewer}\n`);
  return status === 'done' && reviews[0]?.status === 'approved' && author !== undefined && author !== reviewer;
}
