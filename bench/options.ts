import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const SECONDS_DEFAULT = 3;
const QUICK_SECONDS = 0.6;
const MANY_TASKS = 1_000_000;
const QUICK_MANY_TASKS = 50_000;

export interface BenchOptions {
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
export function readOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string', default: '' },
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      'data-root': { type: 'string', default: tmpdir() },
      profile: { type: 'string' },
    },
  });
  const seconds = Number(values.seconds ?? (values.quick ? QUICK_SECONDS : SECONDS_DEFAULT));
  if (!(seconds > 0)) throw new TypeError('--seconds takes a number above 0');
  return {
    only: values.only.split(',').filter((name) => name !== ''),
    seconds,
    quick: values.quick,
    manyTasks: values.quick ? QUICK_MANY_TASKS : MANY_TASKS,
    dataRoot: resolve(values['data-root']),
    profileDir: values.profile === undefined ? null : resolve(values.profile),
  };
}
