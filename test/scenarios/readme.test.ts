import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startHttp } from '../support/start-http.ts';

const README = join(import.meta.dirname, '..', '..', 'README.md');

interface Said {
  readonly lines: string[];
  stop(): Promise<void>;
}

/** Runs blocks of the README, one after the other in one shell, against a server of their own. */
async function runBlocks(...marks: string[]): Promise<Said> {
  const readme = await readFile(README, 'utf8');
  const blocks = marks.map((mark) => {
    const [, after = ''] = readme.split(`<!-- ${mark} -->\n\`\`\`sh\n`);
    return after.slice(0, after.indexOf('```'));
  });
  for (const block of blocks) expect(block).toContain('/v1/tasks/$TASK/claim');
  const server = await startHttp();
  try {
    const script = blocks.join('\n').replace(/^BATON=.*$/m, `BATON=${server.url}`);
    const own = script.replace(/^ADMIN=.*$/m, `ADMIN=${server.adminToken}`);
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', own]);
    return { lines: stdout.trim().split('\n'), stop: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

test('[API] the walkthrough of the README does by curl what it says, line by line', async () => {
  const { lines: said, stop } = await runBlocks('walkthrough');
  try {
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
    // The message tells Ada that there is something to review.
    expect(types.slice(-5)).toEqual(['task.progressed', 'task.submitted', 'message.sent', 'task.approved', 'task.done']);
  } finally {
    await stop();
  }
});

test('[TK6] an agent asks by curl, a lead finds it and answers, and the next claim carries the answer, as the README says', async () => {
  const { lines, stop } = await runBlocks('walkthrough', 'walkthrough of a question');
  try {
    const [blocked, refused, attention, unblocked] = lines.slice(-5, -1).map((line) => JSON.parse(line));
    expect(blocked).toMatchObject({ status: 'blocked', blocked: { kind: 'question', reason: 'Which port?', by: 'scout' } });
    expect(refused).toMatchObject({ code: 'not_claimable', detail: expect.stringContaining('question to the leads') });
    const asked = { taskId: blocked.id, what: expect.stringContaining('Which port?') };
    expect(attention.items).toContainEqual(expect.objectContaining(asked));
    expect(unblocked).toMatchObject({ status: 'todo', blocked: null });
    expect(lines.at(-1)).toBe('4445');
  } finally {
    await stop();
  }
});

test('[API] what the README says of teamwork works by curl, line by line', async () => {
  const { lines, stop } = await runBlocks('walkthrough', 'walkthrough of a question', 'walkthrough of a team');
  try {
    const said = lines.slice(lines.indexOf('4445') + 1);
    const [reserved, holds, attached, file, ...rest] = said;
    expect(file).toBe('All links work.');
    const [found, sent, acked, task, agent, summary, submitted, news, decided] = rest.map((line) => JSON.parse(line));
    const id = 'T-3';
    expect(JSON.parse(reserved ?? '')).toMatchObject({ taskId: id, agent: 'ada', paths: ['docs/*.md'] });
    expect(JSON.parse(holds ?? '')).toMatchObject({ items: [{ taskId: id, paths: ['src/footer/**'], declared: true }] });
    expect(JSON.parse(attached ?? '')).toMatchObject({ name: 'report.md', size: 16 });
    expect(found).toMatchObject({ items: [{ id, holder: { agent: 'ada' } }] });
    expect(sent).toMatchObject({ from: 'scout', to: { agent: 'ada' } });
    expect(acked).toMatchObject({ unacked: 0 });
    expect(task.reasons).toContainEqual(expect.objectContaining({ reason: 'held' }));
    expect(agent.reasons).toContainEqual(expect.objectContaining({ reason: 'works' }));
    expect(summary).toMatchObject({ held: 2, tasks: { doing: 2, done: 1 } });
    expect(submitted).toMatchObject({ id, status: 'validating' });
    expect(news.news).toMatchObject([{ kind: 'review', taskId: id, reviewId: decided.review.id }]);
    expect(decided).toMatchObject({ task: { id, status: 'done' }, review: { status: 'approved', decidedBy: 'scout' } });
  } finally {
    await stop();
  }
});
