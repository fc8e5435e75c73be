import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const SECONDS_DEFAULT = 3;
const QUICK_SECONDS = 0.6;
const MANY_TASKS = 1_000_000;
const QUICK_MANY_TASKS = 50_000;

export type Engine = 'sqlite' | 'postgres';

export interface BenchOptions {
  readonly engine: Engine;
  /** The Postgres to make the bench's databases in; null: a throw-away one. */
  readonly databaseUrl: string | null;
  /** Figures to measure, each by its own name or its group's; empty: all. */
  readonly only: readonly string[];
  /** How long each load runs, the rounds together, after its warm-up. */
  readonly seconds: number;
  readonly quick: boolean;
  /** The larger of the two stores on which claim-next is timed. */
  readonly manyTasks: number;
  /** Where the data directories are made: the disk that is measured. */
  readonly dataRoot: string;
  /** Where each server writes a CPU profile when it ends; null: none. */
  readonly profileDir: string | null;
}

/** Throws TypeError for what it does not know. */
export function readOptions(argv: readonly string[], env: NodeJS.ProcessEnv): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      engine: { type: 'string', default: 'sqlite' },
      'database-url': { type: 'string' },
      only: { type: 'string', default: '' },
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      'data-root': { type: 'string', default: tmpdir() },
      profile: { type: 'string' },
    },
  });
  const engine = engineOf(values.engine);
  const seconds = Number(values.seconds ?? (values.quick ? QUICK_SECONDS : SECONDS_DEFAULT));
  if (!(seconds > 0)) throw new TypeError('--seconds takes a number above 0');
  return {
    engine,
    databaseUrl: engine === 'postgres' ? (values['database-url'] ?? env['DATABASE_URL'] ?? null) : null,
    only: values.only.split(',').filter((name) => name !== ''),
    seconds,
    quick: values.quick,
    manyTasks: values.quick ? QUICK_MANY_TASKS : MANY_TASKS,
    dataRoot: resolve(values['data-root']),
    profileDir: values.profile === undefined ? null : resolve(values.profile),
  };
}

function engineOf(text: string): Engine {
  if (text === 'sqlite' || text === 'postgres') return text;
  throw new TypeError(`--engine takes sqlite or postgres, not ${text}`);
}
