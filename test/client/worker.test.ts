import { describe, expect, test, vi } from 'vitest';
import { type Claim, ConnectionFailed, Unauthenticated } from '../../client/index.ts';
import { reasonOf } from '../../client/reason-of.ts';
import { openBoard, TRANSPORTS } from './open-board.ts';

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('[SDK] a worker does all tasks, several at once, and returns its counts when it is stopped', async () => {
    await using board = await openBoard();
    const ids = await Promise.all(Array.from({ length: 12 }, () => board.task({ reviewer: 'none', labels: ['docs'] })));
    await board.task({ labels: ['other'] });
    const baton = await board.connect('scout', { transport });
    const stop = new AbortController();
    let running = 0;
    let most = 0;
    const done: string[] = [];
    const report = await baton.work({ labels: ['docs'], concurrency: 3, waitSeconds: 5, signal: stop.signal }, async (task) => {
      running += 1;
      most = Math.max(most, running);
      if (done.length < 9) await vi.waitFor(() => expect(most).toBe(3), { interval: 1 });
      done.push(task.task.id);
      running -= 1;
      if (done.length === ids.length) stop.abort();
      return done.length % 2 === 0
        ? 'Done.'
        : { summary: 'Done.', evidence: [{ type: 'url' as const, url: 'https://a.example/' }] };
    });
    expect(report).toEqual({ claimed: 12, submitted: 12, released: 0, blocked: 0, lost: 0, stoppedBecause: 'stopped' });
    expect([...done].sort()).toEqual([...ids].sort());
    const states = await Promise.all(ids.map(async (id) => (await board.see(id)).status));
    expect(new Set(states)).toEqual(new Set(['done']));
    expect((await board.server.call('GET', '/v1/agents/scout')).body).toMatchObject({ maxConcurrent: 3, currentTasks: [] });
  });

  test('[SDK] a handler may block its task: nothing is submitted, and the worker goes on with the next at once', async () => {
    await using board = await openBoard();
    const [first, second] = [await board.task({ priority: 0 }), await board.task()];
    const baton = await board.connect('scout', { transport });
    const stop = new AbortController();
    const report = await baton.work({ signal: stop.signal }, async (task) => {
      if (task.task.id === second) {
        stop.abort();
        return 'Done.';
      }
      await task.block('The mirror is down.', { kind: 'external' });
      return 'Not to be sent.';
    });
    expect(report).toEqual({ claimed: 2, submitted: 1, released: 0, blocked: 1, lost: 0, stoppedBecause: 'stopped' });
    expect(await board.see(first)).toMatchObject({ status: 'blocked', summary: null, orphans: [] });
  });

  test('[SDK] a stopped worker lets its handler finish and takes nothing more', async () => {
    await using board = await openBoard();
    const [first, second] = [await board.task(), await board.task()];
    const baton = await board.connect('scout', { transport });
    const stop = new AbortController();
    const report = await baton.work({ signal: stop.signal }, async (task) => {
      stop.abort();
      await task.progress('still at it');
      return 'Finished all the same.';
    });
    expect(report).toMatchObject({ claimed: 1, submitted: 1, stoppedBecause: 'stopped' });
    expect([(await board.see(first)).status, (await board.see(second)).status]).toEqual(['validating', 'todo']);
  });

  test('[SDK] a worker that waits for work stops at once, and what it is granted in that moment goes back', async () => {
    await using board = await openBoard();
    const baton = await board.connect('scout', { transport });
    const stop = new AbortController();
    const work = baton.work({ signal: stop.signal, waitSeconds: 20 }, () => 'never');
    await vi.waitFor(async () =>
      expect((await board.server.call('GET', '/v1/agents/scout')).body.presence.connection).toBe('online'),
    );
    stop.abort();
    expect(await work).toEqual({ claimed: 0, submitted: 0, released: 0, blocked: 0, lost: 0, stoppedBecause: 'stopped' });
    const late = await board.task();
    await vi.waitFor(async () =>
      expect(await board.see(late)).toMatchObject({ status: 'todo', attemptLog: [{ reason: 'The worker was stopped.' }] }),
    );
  });
});

test('[SDK] what a handler throws is the reason of the release and is reported, and the worker goes on', async () => {
  await using board = await openBoard();
  const bad = await board.task({ priority: 0, maxAttempts: 1 });
  const good = await board.task();
  const baton = await board.connect('scout');
  const stop = new AbortController();
  const errors: Array<[unknown, Claim | null]> = [];
  const onError = (error: unknown, task: Claim | null) => errors.push([error, task]);
  const report = await baton.work({ signal: stop.signal, onError }, (task) => {
    if (task.task.id === bad) throw new RangeError('the file is \u0000 missing');
    stop.abort();
    return 'Done.';
  });
  expect(report).toMatchObject({ claimed: 2, submitted: 1, released: 1 });
  expect((await board.see(bad)).attemptLog).toMatchObject([{ outcome: 'released', reason: 'RangeError: the file is  missing' }]);
  expect((await board.see(good)).status).toBe('validating');
  expect(errors.map(([error, task]) => [String(error).slice(0, 10), task?.task.id])).toEqual([['RangeError', bad]]);
});

test('[SDK] a handler that returns nothing gives its task back, unless it has handed in itself', async () => {
  await using board = await openBoard();
  const [own, nothing] = [await board.task({ priority: 0 }), await board.task({ maxAttempts: 1 })];
  const baton = await board.connect('scout');
  const stop = new AbortController();
  const report = await baton.work({ signal: stop.signal }, async (task) => {
    if (task.id === own) await task.submit('Handed in by hand.');
    else stop.abort();
  });
  expect(report).toMatchObject({ claimed: 2, submitted: 1, released: 1 });
  expect(await board.see(own)).toMatchObject({ status: 'validating', summary: 'Handed in by hand.' });
  expect((await board.see(nothing)).attemptLog).toMatchObject([{ outcome: 'released', reason: 'no result' }]);
});

test('[SDK] whatever a handler throws becomes a reason that the server takes: kind and message, 1,000 characters at most', () => {
  expect(reasonOf(new RangeError('no luck'))).toBe('RangeError: no luck');
  expect(reasonOf(new ConnectionFailed('no luck'))).toBe('ConnectionFailed: no luck');
  expect([reasonOf('no luck'), reasonOf(new Error()), reasonOf(undefined)]).toEqual(['no luck', 'Error', 'undefined']);
  expect(reasonOf(' \u0000')).toBe('The handler failed and said nothing.');
  expect(reasonOf('x'.repeat(1_000))).toBe('x'.repeat(1_000));
  // Half a character is none.
  expect(reasonOf(`${'x'.repeat(999)}😀`)).toBe(`${'x'.repeat(999)}\uFFFD`);
});

test('[SDK] a result that the server refuses is the reason of the release', async () => {
  await using board = await openBoard();
  const id = await board.task({ acceptance: ['It works'], maxAttempts: 1 });
  const baton = await board.connect('scout');
  const stop = new AbortController();
  const report = await baton.work({ signal: stop.signal, onError: () => stop.abort() }, () => 'Without answers.');
  expect(report).toMatchObject({ claimed: 1, submitted: 0, released: 1 });
  expect((await board.see(id)).attemptLog).toMatchObject([{ reason: expect.stringContaining('acceptance criteria') }]);
});

test('[LE4] a worker whose task is taken away counts it as lost and its late result is kept', async () => {
  await using board = await openBoard();
  const id = await board.task();
  const baton = await board.connect('scout');
  const stop = new AbortController();
  const report = await baton.work({ signal: stop.signal }, async (task) => {
    await board.server.call('POST', `/v1/tasks/${id}/cancel`, { body: { reason: 'no longer needed' } });
    await task.progress('half').catch(() => {});
    stop.abort();
    return 'Hours of work.';
  });
  expect(task(report)).toEqual({ claimed: 1, lost: 1 });
  expect((await board.see(id)).orphans.map((orphan: { operation: string }) => orphan.operation)).toContain('tasks.submit');
});

test('[PR3] a worker whose agent is paused with drain finishes what it holds and stops', async () => {
  await using board = await openBoard();
  const ids = [await board.task(), await board.task()];
  const baton = await board.connect('scout');
  const report = await baton.work({}, async () => {
    expect(baton.draining).toBe(false);
    await board.server.call('POST', '/v1/agents/scout/pause', { body: { reason: 'maintenance', drain: true } });
    return 'Done.';
  });
  expect(report).toMatchObject({ claimed: 1, submitted: 1, stoppedBecause: 'drain' });
  expect(baton.draining).toBe(true);
  expect((await board.see(ids[1] ?? '')).status).toBe('todo');
});

test('[SDK] closing the client stops its worker, and a token that was revoked makes it give up', async () => {
  await using board = await openBoard();
  const first = await board.connect('scout');
  const work = first.work({}, () => 'never');
  await first.close();
  expect(await work).toMatchObject({ claimed: 0, stoppedBecause: 'closed' });
  const second = await board.connect('other');
  const refused = expect(second.work({ waitSeconds: 20 }, () => 'never')).rejects.toThrow(Unauthenticated);
  await board.server.call('POST', '/v1/agents/other/retire', { body: { reason: 'gone' } });
  await refused;
});

test('[SDK] an impossible concurrency is refused', async () => {
  await using board = await openBoard();
  const baton = await board.connect('scout');
  for (const concurrency of [0, 1.5, 101]) await expect(baton.work({ concurrency }, () => 'never')).rejects.toThrow(RangeError);
});

function task({ claimed, lost }: { claimed: number; lost: number }) {
  return { claimed, lost };
}
