import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'examples', 'five-failures', 'main.ts');
const MOST_MS = 280_000;

/** Runs the example on a database of its own; its exit code, and the last lines that it wrote. */
async function runExample(): Promise<{ code: number | null; lines: string[]; wrote: string }> {
  const dir = await mkdtemp(join(tmpdir(), 'baton-five-'));
  const database = await createTestDatabase(dir);
  try {
    const env = { ...process.env, ...database.env };
    return await new Promise((resolve) => {
      const child = execFile(process.execPath, [MAIN], { env, timeout: MOST_MS }, (_, stdout, stderr) => {
        resolve({ code: child.exitCode, lines: stdout.trim().split('\n').slice(-5), wrote: stdout + stderr });
      });
    });
  } finally {
    await database.drop();
    await rm(dir, { recursive: true, force: true });
  }
}

test('[CL1][TK6][BL4][RV2][RV3][LE4] the example tries to bring about the five failures, and its log shows each of them ended', async () => {
  const { code, lines, wrote } = await runExample();
  expect(
    lines.map((line) => line.split('. ').slice(0, 2).join('. ')),
    wrote,
  ).toEqual([
    '1. duplicate work: ended',
    '2. context loss: ended',
    '3. silent blocking: ended',
    '4. review pile-up: ended',
    '5. dead holder: ended',
  ]);
  expect(code).toBe(0);
  const [duplicates, context, blocking, reviews, dead] = lines;
  expect(duplicates).toContain('20 agents claimed T-1 at once');
  expect(duplicates).toContain('21 task.claimed for 21 tasks, and 21 of them have exactly one');
  expect(context).toContain("ada's handover had 4 of these 4");
  expect(blocking).toContain('4 task.blocked, 4 task.unblocked');
  expect(reviews).toContain('5 task.submitted, 4 task.approved, 0 of them by the author; 1 sent back');
  expect(reviews).toContain('4 of 4 are done');
  expect(dead).toContain('1 task.expired, and ada had it');
  expect(dead).toContain('(lease_lost) and is kept');
});
