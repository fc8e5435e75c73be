// Checks the links of every Markdown file below a folder with a team of processes:
//   npm run example:check-links -- node_modules --agents 8 --kill 3
//   npm run example:check-links -- node_modules --agents 8 --nodes 3 --kill 3 --kill-node 1
import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { type Baton, connectBaton } from '../../client/index.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { Endings } from '../support/endings.ts';
import { follow } from './follow.ts';
import { type Options, readOptions, USAGE, UsageError } from './options.ts';
import { LABEL } from './settings.ts';
import { summarize } from './summary.ts';
import { type Member, startMember } from './team.ts';

const BATCH = 500;
const TITLE_CHARS = 200;
/** Short, so that a killed worker's file is soon with another. */
const LEASE_SECONDS = 10;
const USAGE_EXIT = 2;
const SIGNAL_EXIT = 130;

try {
  process.exitCode = await main(readOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n${USAGE}`);
  process.exitCode = USAGE_EXIT;
}

async function main(options: Options): Promise<number> {
  const root = resolve(options.folder);
  const files = await markdownFiles(root);
  if (files.length === 0) throw new UsageError(`There is no Markdown file below ${root}.`);
  const endings = new Endings();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void endings.endAll().finally(() => process.exit(SIGNAL_EXIT)));
  }
  try {
    const cluster = await startCluster(options.nodes, endings);
    return await run(cluster, { ...options, root, files });
  } finally {
    await endings.endAll();
  }
}

interface Job extends Options {
  readonly root: string;
  readonly files: readonly string[];
}

async function run(cluster: Cluster, job: Job): Promise<number> {
  const baton = await openProject(cluster);
  const workers = await startTeam(baton, cluster, { job, script: 'worker.ts', prefix: 'worker', count: job.agents });
  const reviewers = await startTeam(baton, cluster, { job, script: 'reviewer.ts', prefix: 'reviewer', count: job.reviewers });
  const urls = cluster.nodes.map(({ url }) => url);
  process.stdout.write(
    `${job.files.length} Markdown files, ${job.agents} workers, ${job.reviewers} reviewers, on ${urls.join(' and ')}, with ${cluster.store}\n`,
  );
  await createTasks(baton, job.files);
  const { kill, killNode } = job;
  const killed = await follow(baton, { total: job.files.length, workers, kill, nodes: cluster.nodes, killNode });
  for (const member of [...workers, ...reviewers]) member.process.stdin?.end();
  await Promise.all([...workers, ...reviewers].map((member) => member.gone));
  const { lines, exact } = await summarize(baton, job.files, killed);
  process.stdout.write(`${lines.join('\n')}\n`);
  await baton.close();
  return exact ? 0 : 1;
}

/** A project of its own: in somebody's database there are other tasks, and agents of the same names from the run before. */
async function openProject({ nodes, adminToken: token }: Cluster): Promise<Baton> {
  const url = nodes.map((node) => node.url);
  const project = `check-links-${Date.now().toString(36)}`;
  await using admin = await connectBaton({ url, token, session: 'none' });
  await admin.rpc.projects.create.mutate({ name: project });
  return connectBaton({ url, token, project, session: 'none' });
}

async function startTeam(
  baton: Baton,
  { nodes }: Cluster,
  team: { job: Job; script: 'worker.ts' | 'reviewer.ts'; prefix: string; count: number },
): Promise<Member[]> {
  const members: Member[] = [];
  for (let number = 1; number <= team.count; number += 1) {
    const name = `${team.prefix}-${number}`;
    const { token } = await baton.rpc.agents.register.mutate({ name });
    // Each begins with another node, and knows all of them.
    const first = number % nodes.length;
    const urls = [...nodes.slice(first), ...nodes.slice(0, first)].map(({ url }) => url);
    members.push(startMember({ name, script: team.script, token, urls, folder: team.job.root }));
  }
  return members;
}

async function createTasks(baton: Baton, files: readonly string[]): Promise<void> {
  for (let from = 0; from < files.length; from += BATCH) {
    const tasks = files.slice(from, from + BATCH).map((file) => ({
      title: file.slice(-TITLE_CHARS),
      brief: file,
      labels: [LABEL],
      leaseTtlSeconds: LEASE_SECONDS,
    }));
    await baton.rpc.tasks.createMany.mutate({ tasks });
  }
}

async function markdownFiles(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(md|markdown)$/i.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
