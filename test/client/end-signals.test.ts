import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Board, openBoard } from './open-board.ts';

const PROGRAM = join(import.meta.dirname, 'signalled-worker.ts');
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

describe.each(SIGNALS)('%s', (signal) => {
  test('[SDK] a worker that gets it finishes what it holds, hands it in, takes nothing more and ends', async () => {
    await using board = await openBoard();
    const [first, second] = [await board.task(), await board.task()];
    const worker = await startWorker(board);
    expect([await worker.line(), await worker.line()]).toEqual(['connected', first]);
    worker.child.kill(signal);
    expect(await worker.line()).toBe(signal);
    worker.child.stdin?.end('go on\n');
    expect(JSON.parse(await worker.line())).toMatchObject({ claimed: 1, submitted: 1, stoppedBecause: 'signal' });
    expect(await worker.ended).toEqual([0, null]);
    expect([(await board.see(first)).status, (await board.see(second)).status]).toEqual(['validating', 'todo']);
  });

  test('[SDK] a worker that has nothing to do ends at once when it gets it', async () => {
    await using board = await openBoard();
    const worker = await startWorker(board);
    expect(await worker.line()).toBe('connected');
    worker.child.kill(signal);
    expect(await worker.line()).toBe(signal);
    expect(JSON.parse(await worker.line())).toMatchObject({ claimed: 0, stoppedBecause: 'signal' });
    expect(await worker.ended).toEqual([0, null]);
  });

  test('[SDK] after the other one it ends a worker that is still at work', async () => {
    await using board = await openBoard();
    const id = await board.task();
    const worker = await startWorker(board);
    expect([await worker.line(), await worker.line()]).toEqual(['connected', id]);
    const other = signal === 'SIGTERM' ? 'SIGINT' : 'SIGTERM';
    worker.child.kill(other);
    expect(await worker.line()).toBe(other);
    worker.child.kill(signal);
    expect(await worker.ended).toEqual([null, signal]);
  });
});

test('[SDK] the second SIGTERM ends a worker that is still at work', async () => {
  await using board = await openBoard();
  const id = await board.task();
  const worker = await startWorker(board);
  expect([await worker.line(), await worker.line()]).toEqual(['connected', id]);
  worker.child.kill('SIGTERM');
  expect(await worker.line()).toBe('SIGTERM');
  worker.child.kill('SIGTERM');
  expect(await worker.ended).toEqual([null, 'SIGTERM']);
});

test('[SDK] a worker that a signal stops gives back what its handler has not finished in time, tells the handler, and stops', async () => {
  await using board = await openBoard();
  const id = await board.task();
  const worker = await startWorker(board, { drainSeconds: 1 });
  expect([await worker.line(), await worker.line()]).toEqual(['connected', id]);
  worker.child.kill('SIGTERM');
  expect([await worker.line(), await worker.line()]).toEqual(['SIGTERM', 'lost: stopped']);
  expect(JSON.parse(await worker.line())).toMatchObject({ claimed: 1, submitted: 0, lost: 1, stoppedBecause: 'signal' });
  expect(await board.see(id)).toMatchObject({
    status: 'todo',
    attemptLog: [{ outcome: 'released', reason: 'The worker was stopped.' }],
  });
});

test('[SDK] a reviewer that gets SIGTERM decides what it has in hand, takes nothing more and ends', async () => {
  await using board = await openBoard();
  const author = await board.connect('author', { agent: { maxConcurrent: 2 } });
  const [first, second] = [await author.claim(await board.task()), await author.claim(await board.task())];
  await first.submit('One.');
  const reviewer = await startWorker(board, { role: 'reviewer' });
  expect([await reviewer.line(), await reviewer.line()]).toEqual(['connected', first.task.id]);
  await second.submit('Two.');
  reviewer.child.kill('SIGTERM');
  expect(await reviewer.line()).toBe('SIGTERM');
  reviewer.child.stdin?.end('go on\n');
  expect(await reviewer.line()).toBe('1');
  expect(await reviewer.ended).toEqual([0, null]);
  expect([(await board.see(first.task.id)).status, (await board.see(second.task.id)).status]).toEqual(['done', 'validating']);
});

interface Worker {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown[]>;
  /** The next line that it says. */
  line(): Promise<string>;
}

async function startWorker(board: Board, { role = 'worker', drainSeconds = 20 } = {}): Promise<Worker> {
  const { token } = await board.server.register('scout', { role: role === 'reviewer' ? 'reviewer' : 'agent' });
  const child = spawn(process.execPath, [PROGRAM, board.server.url, token, role, String(drainSeconds)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // One that hangs would keep the runner from ending, too.
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error('the worker ended and said no more');
    return value;
  };
  return { child, ended: once(child, 'close'), line };
}
