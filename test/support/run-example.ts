import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** Long enough to install the Python environments once. */
const MOST_MS = 280_000;

/** Runs an example without a model's key; its exit code, and the lines that it wrote. */
export function runExample(name: string): Promise<{ code: number | null; lines: string[]; wrote: string }> {
  const main = join(import.meta.dirname, '..', '..', 'examples', name, 'main.ts');
  const { OPENAI_API_KEY: _, DATABASE_URL: __, ...env } = process.env;
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main], { env, timeout: MOST_MS }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, lines: stdout.trim().split('\n'), wrote: stdout + stderr });
    });
  });
}
