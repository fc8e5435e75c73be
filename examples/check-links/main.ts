// Checks the links of every Markdown file below a folder with a team of processes:
//   npm run example:check-links -- node_modules --agents 8 --kill 3
import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { type Baton, connectBaton } from '../../client/index.ts';
import { LABEL } from './settings.ts';
import { summarize } from './summary.ts';
import { type LocalServer, type Member, startMember, startServer } from './team.ts';

const BATCH = 500;
const TITLE_CHARS = 200;
/** Short, so that a killed worker's file is soon with another. */
const LEASE_SECONDS = 10;
const PROGRESS_EVERY_MS = process.stdout.isTTY ? 200 : 2_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    agents: { type: 'string', default: '4' },
    reviewers: { type: 'string', default: '2' },
    kill: { type: 'string', default: '0' },
  },
});
process.exitCode = await main(positionals[0], {
  agents: whole('agents', values.agents, 1),
  reviewers: whole('reviewers', values.reviewers, 1),
  kill: whole('kill', values.kill, 0),
});

async function main(folder: string | undefined, wanted: { agents: number; reviewers: number; kill: number }): Promise<number> {
  if (folder === undefined) return usage('Name a folder with Markdown files.');
  if (wanted.kill >= wanted.agents) return usage('--kill must leave at least one of the --agents alive.');
  const root = resolve(folder);
  const files = await markdownFiles(root);
  if (files.length === 0) return usage(`There is no Markdown file below ${root}.`);
  const server = await startServer();
  try {
    return await run(server, { root, files, ...wanted });
  } finally {
    await server.stop();
  }
}

interface Job {
  readonly root: string;
  readonly files: readonly string[];
  readonly agents: number;
  readonly reviewers: number;
  readonly kill: number;
}

async function run(server: LocalServer, job: Job): Promise<number> {
  const baton = await connectBaton({ url: server.url, token: server.adminToken, session: 'none' });
  const workers = await startTeam(baton, server, { job, script: 'worker.ts', prefix: 'worker', count: job.agents });
  const reviewers = await startTeam(baton, server, { job, script: 'reviewer.ts', prefix: 'reviewer', count: job.reviewers });
  process.stdout.write(
    `${job.files.length} Markdown files, ${job.agents} workers, ${job.reviewers} reviewers, on ${server.url}\n`,
  );
  for (let from = 0; from < job.files.length; from += BATCH) {
    const tasks = job.files.slice(from, from + BATCH).map((file) => ({
      title: file.slice(-TITLE_CHARS),
      brief: file,
      labels: [LABEL],
      leaseTtlSeconds: LEASE_SECONDS,
    }));
    await baton.rpc.tasks.createMany.mutate({ tasks });
  }
  const killed = await follow(baton, job, workers);
  for (const member of [...workers, ...reviewers]) member.process.stdin?.end();
  await Promise.all([...workers, ...reviewers].map((member) => member.gone));
  const { lines, exact } = await summarize(baton, job.files, killed);
  process.stdout.write(`${lines.join('\n')}\n`);
  await baton.close();
  return exact ? 0 : 1;
}

async function startTeam(
  baton: Baton,
  server: LocalServer,
  team: { job: Job; script: 'worker.ts' | 'reviewer.ts'; prefix: string; count: number },
): Promise<Member[]> {
  const members: Member[] = [];
  for (let number = 1; number <= team.count; number += 1) {
    const name = `${team.prefix}-${number}`;
    const { token } = await baton.rpc.agents.register.mutate({ name });
    members.push(startMember({ name, script: team.script, token, url: server.url, folder: team.job.root }));
  }
  return members;
}

/** Shows how far the work is, kills workers in the middle of theirs, and returns the names of those when all is done. */
async function follow(baton: Baton, job: Job, workers: readonly Member[]): Promise<string[]> {
  const killed: string[] = [];
  const counts = { claimed: 0, submitted: 0, done: 0 };
  const show = progressLine(job.files.length, counts, killed);
  for await (const { type, agent } of baton.events()) {
    if (type === 'task.claimed') counts.claimed += 1;
    if (type === 'task.submitted') counts.submitted += 1;
    if (type === 'task.done') counts.done += 1;
    // Spread over the run, and each at the moment when it has just been given a file.
    const due = killed.length < job.kill && counts.claimed >= (job.files.length * (killed.length + 1)) / (job.kill + 2);
    const victim =
      due && type === 'task.claimed' ? workers.find(({ name }) => name === agent && !killed.includes(name)) : undefined;
    if (victim !== undefined) {
      victim.process.kill('SIGKILL');
      killed.push(victim.name);
    }
    show(counts.done === job.files.length);
    if (counts.done === job.files.length) break;
  }
  return killed;
}

function progressLine(total: number, counts: { submitted: number; done: number }, killed: readonly string[]) {
  let shownAt = 0;
  return (last: boolean): void => {
    const now = performance.now();
    if (!last && now - shownAt < PROGRESS_EVERY_MS) return;
    shownAt = now;
    const dead = killed.length === 0 ? '' : `, killed ${killed.length}`;
    const text = `${counts.done} of ${total} done, ${counts.submitted - counts.done} in review${dead}`;
    process.stdout.write(process.stdout.isTTY ? `\r${text}    ${last ? '\n' : ''}` : `${text}\n`);
  };
}

async function markdownFiles(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(md|markdown)$/i.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function whole(name: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= 64) return number;
  process.stderr.write(`--${name} is a whole number from ${least} to 64.\n`);
  process.exit(2);
}

function usage(problem: string): number {
  process.stderr.write(`${problem}\nUsage: npm run example:check-links -- <folder> [--agents 4] [--reviewers 2] [--kill 0]\n`);
  return 2;
}
