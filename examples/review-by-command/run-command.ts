import { spawn } from 'node:child_process';

/** What of a command's output is kept: its end, which says why it failed. */
const OUTPUT_KEPT_CHARS = 4_000;

export interface CommandRun {
  readonly exitCode: number;
  /** The end of what it wrote, to both outputs. */
  readonly output: string;
}

export interface CommandGiven {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Ends the command when it fires. */
  readonly signal: AbortSignal;
}

/** Runs a command to its end, without a shell: what the submission says is data to it. Throws when it did not come to an exit code. */
export function runCommand({ command, env, signal }: CommandGiven): Promise<CommandRun> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], signal });
    let output = '';
    const keep = (text: string) => {
      output = (output + text).slice(-OUTPUT_KEPT_CHARS);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', keep);
    child.on('error', reject);
    child.on('close', (exitCode, killedBy) => {
      if (exitCode === null) reject(new Error(`${program} was ended by ${killedBy}.`));
      else resolve({ exitCode, output: output.trim() });
    });
  });
}
