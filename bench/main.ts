import { BenchRun } from './bench-run.ts';
import { figureTable } from './figure.ts';
import { measureCommits } from './figures/commit-figures.ts';
import { measureEvents } from './figures/event-figures.ts';
import { measureMemory } from './figures/memory-figures.ts';
import { measurePostgresClaims } from './figures/postgres-figures.ts';
import { measureRest } from './figures/rest-figures.ts';
import { measureScale } from './figures/scale-figures.ts';
import { measureSearch } from './figures/search-figures.ts';
import { measureSockets } from './figures/socket-figures.ts';
import { measureStart } from './figures/start-figures.ts';
import { measureWakes } from './figures/wake-figures.ts';
import { type Engine, readOptions } from './options.ts';

interface Group {
  readonly name: string;
  /** What it reports; any of these names in --only runs the group. */
  readonly figures: readonly string[];
  /** Where it can be measured; absent: on either. */
  readonly engine?: Engine;
  readonly measure: (run: BenchRun) => Promise<void>;
}

const GROUPS: readonly Group[] = [
  ...['create', 'claim-by-id', 'claim-next', 'heartbeat', 'list-50', 'message-send', 'inbox-read'].map((name) => ({
    name,
    figures: ['rest', 'echo'],
    measure: (run: BenchRun) => measureRest(run, name),
  })),
  {
    name: 'commits',
    figures: ['claim-by-id-commit-each', 'group-commit-gain', 'full-over-normal'],
    engine: 'sqlite',
    measure: measureCommits,
  },
  { name: 'sockets', figures: ['claims-over-trpc-websocket'], measure: measureSockets },
  ...(['claim-next', 'claim-by-id'] as const).map((name) => ({
    name: `postgres-${name}`,
    figures: ['postgres-claims', `postgres-${name}-3-nodes`, `postgres-${name}-without-http`],
    engine: 'postgres' as const,
    measure: (run: BenchRun) => measurePostgresClaims(run, name),
  })),
  { name: 'events', figures: ['event-to-same-node', 'event-to-other-node'], engine: 'postgres', measure: measureEvents },
  { name: 'wait', figures: ['wake-up', 'wake-up-beside-200'], measure: measureWakes },
  { name: 'claim-next-scale', figures: ['claim-next-1k', 'claim-next-1m'], measure: measureScale },
  { name: 'search', figures: ['search-100k'], measure: measureSearch },
  { name: 'start-to-ready', figures: ['start-to-ready-100k'], measure: measureStart },
  { name: 'memory-at-rest', figures: ['memory-10k-sockets'], measure: measureMemory },
];

const run = new BenchRun(readOptions(process.argv.slice(2), process.env));
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => {
    void run.killAll().finally(() => process.exit(code));
  });
}
try {
  const groups = chosenGroups();
  if (groups.length > 0) await run.begin();
  for (const group of groups) await measureGroup(group);
} finally {
  await run.end();
}
process.stderr.write(`\n${figureTable(run.figures)}\n`);
for (const failure of run.failures) run.say(`FAILED ${failure}`);
process.exitCode = run.failures.length === 0 ? 0 : 1;

function chosenGroups(): readonly Group[] {
  const { only, engine } = run.options;
  const known = GROUPS.flatMap((group) => [group.name, ...group.figures]);
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    run.fail('--only', `no such figure: ${unknown.join(', ')}. There are ${[...new Set(known)].join(', ')}.`);
  const wanted =
    only.length === 0 ? GROUPS : GROUPS.filter(({ name, figures }) => [name, ...figures].some((one) => only.includes(one)));
  const left = wanted.filter((group) => group.engine !== undefined && group.engine !== engine);
  // Whoever asks for nothing on SQLite wants to know nothing of Postgres either.
  if (left.length > 0 && (engine === 'postgres' || only.length > 0))
    run.say(`there is nothing to measure on ${engine} for ${left.map(({ name }) => name).join(', ')}: --engine says where`);
  return wanted.filter((group) => !left.includes(group));
}

/** A figure that cannot be measured does not keep the others from it. */
async function measureGroup(group: Group): Promise<void> {
  run.say(`measuring ${group.name}`);
  try {
    await group.measure(run);
  } catch (error) {
    run.fail(group.name, error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await run.endGroup();
  }
}
