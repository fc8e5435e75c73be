import { parseArgs } from 'node:util';

const MOST = 64;
const NODES_MOST = 9;

export interface Options {
  readonly folder: string;
  readonly agents: number;
  readonly reviewers: number;
  /** How many workers are killed in the middle of the work. */
  readonly kill: number;
  readonly nodes: number;
  /** How many of the server's nodes are killed then; they do not come back. */
  readonly killNode: number;
}

/** A mistake on the command line; its message says what is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `Usage: npm run example:check-links -- <folder> [--agents 4] [--reviewers 2] [--kill 0] [--nodes 1] [--kill-node 0]

  --agents n     worker processes, each with one file at a time
  --reviewers n  processes that look at a sample of the reports again
  --kill n       workers that are killed in the middle of the work
  --nodes n      server processes on one Postgres: on that of DATABASE_URL, else on a throw-away one
  --kill-node n  server processes that are killed in the middle and do not come back

One node without DATABASE_URL keeps its data in SQLite.
`;

/** Throws UsageError. */
export function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = parsed(argv);
  const [folder] = positionals;
  const options = {
    agents: whole('agents', values.agents, { least: 1, most: MOST }),
    reviewers: whole('reviewers', values.reviewers, { least: 1, most: MOST }),
    kill: whole('kill', values.kill, { least: 0, most: MOST }),
    nodes: whole('nodes', values.nodes, { least: 1, most: NODES_MOST }),
    killNode: whole('kill-node', values['kill-node'], { least: 0, most: NODES_MOST }),
  };
  if (folder === undefined) throw new UsageError('Name a folder with Markdown files.');
  if (options.kill >= options.agents) throw new UsageError('--kill must leave at least one of the --agents alive.');
  if (options.killNode >= options.nodes) throw new UsageError('--kill-node must leave at least one of the --nodes alive.');
  return { folder, ...options };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        agents: { type: 'string', default: '4' },
        reviewers: { type: 'string', default: '2' },
        kill: { type: 'string', default: '0' },
        nodes: { type: 'string', default: '1' },
        'kill-node': { type: 'string', default: '0' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function whole(name: string, text: string, { least, most }: { least: number; most: number }): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(`--${name} is a whole number from ${least} to ${most}.`);
}
