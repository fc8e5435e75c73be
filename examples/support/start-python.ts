import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess } from './end-process.ts';
import type { Endings } from './endings.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** The frameworks send their traces and their use to their makers unless they are told not to. */
const NO_TELEMETRY: Record<string, string> = JSON.parse(readFileSync(join(ROOT, 'scripts', 'no-telemetry.json'), 'utf8'));

export interface PythonGiven {
  /** The environment that it runs in: CrewAI has one of its own. */
  readonly environment: 'main' | 'crewai';
  readonly script: string;
  readonly url: string;
  readonly token: string;
}

/** Installs the SDK and the frameworks in virtual environments, unless that is done. Throws where it fails. */
export function ensurePython(...environments: ReadonlyArray<PythonGiven['environment']>): void {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'ensure-python.mjs'), ...environments], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The Python environment could not be made.');
}

/** Starts a script as an agent; what it writes comes out here. Its standard input is closed when this program ends. */
export function startPython({ environment, script, url, token }: PythonGiven, endings: Endings): ChildProcess {
  const python = join(ROOT, '.venv', environment, 'bin', 'python');
  const child = spawn(python, [script], {
    stdio: ['pipe', 'inherit', 'inherit'],
    // By environment: everybody on the machine can read a command line.
    env: {
      ...process.env,
      ...NO_TELEMETRY,
      PYTHONPATH: import.meta.dirname,
      PYTHONUNBUFFERED: '1',
      BATON_URL: url,
      BATON_TOKEN: token,
    },
  });
  endings.add(() => endProcess(child));
  return child;
}
