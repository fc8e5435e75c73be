// An author hands in a file that is no JSON, a reviewer that is only a command sends it back with what the command said, and
// approves the next round:
//   npm run example:review-by-command
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Baton, type Claim, connectBaton } from '../../client/index.ts';
import { startCluster } from '../support/cluster.ts';
import { endProcess } from '../support/end-process.ts';
import { Endings } from '../support/endings.ts';

/** Fails unless the file that was handed in is JSON. */
const CHECK = [process.execPath, '-e', 'JSON.parse(require("node:fs").readFileSync(process.env.BATON_FILE, "utf8"))'];
/** How long the author waits for the decision of a round. */
const WAIT_SECONDS = 20;

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
  const author = await connectBaton({ url, token: await register(admin, 'author') });
  endings.add(() => author.close());
  startReviewer(url, (await admin.rpc.agents.register.mutate({ name: 'json-check', role: 'reviewer' })).token);
  const { id } = await admin.rpc.tasks.create.mutate({ title: 'Write the settings', reviewer: 'json-check' });

  const dir = await mkdtemp(join(tmpdir(), 'batonpass-review-'));
  endings.add(() => rm(dir, { recursive: true, force: true }));
  const path = join(dir, 'settings.json');
  const first = await claim(author);
  await handIn(first, path, '{ "retries": 3, }');
  const second = await claim(author);
  say(`${id} came back to ${author.agent}: ${second.handover.notes[0]?.text.split('\n')[0]}`);
  await handIn(second, path, '{ "retries": 3 }');

  for await (const event of admin.events.watch()) {
    if (event.taskId === id) say(`${event.seq}  ${event.type.padEnd(24)} ${event.actor}`);
    if (event.type === 'task.done') break;
  }
  const { status, reviews } = await admin.rpc.tasks.get.query({ id });
  for (const { round, status: decided, decidedBy } of reviews.toReversed()) say(`round ${round}: ${decided} by ${decidedBy}`);
  return status === 'done' && reviews.length === 2 ? 0 : 1;
}

async function register(admin: Baton, name: string): Promise<string> {
  return (await admin.rpc.agents.register.mutate({ name })).token;
}

async function claim(author: Baton): Promise<Claim> {
  const claimed = await author.tryClaim({ waitSeconds: WAIT_SECONDS });
  if (claimed === null) throw new Error(`nothing to do within ${WAIT_SECONDS} s`);
  return claimed;
}

async function handIn(claimed: Claim, path: string, text: string): Promise<void> {
  await writeFile(path, text);
  const { revision } = await claimed.submit('The settings.', { evidence: [{ type: 'file', path }] });
  say(`${claimed.task.id} revision ${revision} handed in: ${text}`);
}

function startReviewer(url: string, token: string): void {
  const script = join(import.meta.dirname, 'reviewer.ts');
  const env = { ...process.env, BATON_URL: url, BATON_TOKEN: token };
  const child = spawn(process.execPath, [script, ...CHECK], { stdio: ['ignore', 'inherit', 'inherit'], env });
  endings.add(() => endProcess(child));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
