import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startHttp } from '../support/start-http.ts';

const README = join(import.meta.dirname, '..', '..', 'README.md');

test('[API] the walkthrough of the README does by curl what it says, line by line', async () => {
  const block = /<!-- walkthrough -->\n```sh\n([\s\S]*?)```/.exec(await readFile(README, 'utf8'))?.[1] ?? '';
  expect(block).toContain('/v1/tasks/$TASK/claim');
  const server = await startHttp();
  try {
    const script = block.replace(/^BATON=.*$/m, `BATON=${server.url}`).replace(/^ADMIN=.*$/m, `ADMIN=${server.adminToken}`);
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script]);
    const said = stdout.trim().split('\n');
    const [claimed, held, progress, heartbeat, submitted, own, approved] = said.slice(0, 7).map((line) => JSON.parse(line));
    expect(claimed).toMatchObject({ epoch: 1, task: { id: 'T-1', status: 'doing' } });
    expect(held).toMatchObject({ status: 409, code: 'task_held', detail: expect.stringContaining('scout holds T-1') });
    expect(progress).toMatchObject({ leaseRemainingMs: 60_000 });
    expect(heartbeat).toMatchObject({ leases: [{ taskId: 'T-1', state: 'ok' }] });
    expect(submitted).toMatchObject({ status: 'validating', revision: 1 });
    expect(own).toMatchObject({ status: 403, code: 'forbidden', detail: expect.stringContaining('scout worked on T-1') });
    expect(approved).toMatchObject({ task: { status: 'done' }, review: { status: 'approved' } });
    expect(said[7]).toBe('done');
    const types = JSON.parse(said[8] ?? '{}').items.map((event: { type: string }) => event.type);
    expect(types.slice(-4)).toEqual(['task.progressed', 'task.submitted', 'task.approved', 'task.done']);
  } finally {
    await server.close();
  }
});
