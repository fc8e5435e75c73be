import { describe, expect, test } from 'vitest';
import {
  Cycle,
  connectBaton,
  LeaseLost,
  NotClaimable,
  NotFound,
  NothingClaimable,
  TaskHeld,
  WipLimit,
} from '../../client/index.ts';
import { openBoard, TRANSPORTS } from './open-board.ts';

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('[CL2] a claim gives the task with its epoch and fence, and the same epoch again to the same session', async () => {
    await using board = await openBoard();
    const id = await board.task({ title: 'Write it down' });
    const baton = await board.connect('scout', { transport });
    const claim = await baton.claim(id);
    expect(claim.task).toMatchObject({
      id,
      title: 'Write it down',
      status: 'doing',
      holder: { agent: 'scout', session: baton.sessionId },
    });
    expect(claim.fence).toBe(`${id}:${claim.epoch}`);
    expect(claim.alreadyHeld).toBe(false);
    expect(claim.leaseRemainingMs).toBeGreaterThan(50_000);
    expect(claim.leaseRemainingMs).toBeLessThan(60_000);
    const again = await baton.claim(id);
    expect([again.epoch, again.alreadyHeld]).toEqual([claim.epoch, true]);
    await again.submit('Done.');
    expect(claim.outcome).toBe('submitted');
  });

  test('[SDK] a claim left by `await using` without a submission goes back to the queue, also when it is left by an error', async () => {
    await using board = await openBoard();
    const id = await board.task();
    const baton = await board.connect('scout', { transport });
    {
      await using claim = await baton.claim(id);
      expect((await board.see(id)).status).toBe('doing');
      expect(claim.outcome).toBe('held');
    }
    expect(await board.see(id)).toMatchObject({ status: 'todo', attemptLog: [{ outcome: 'released', reason: 'no result' }] });
    const left = async () => {
      await using _claim = await baton.claim(id);
      throw new RangeError('of the caller');
    };
    await expect(left()).rejects.toThrow('of the caller');
    expect(await board.see(id)).toMatchObject({ status: 'todo', attempts: 2 });
  });

  test('[BL1] a claim that is blocked is settled: leaving it releases nothing, and the next one has the answer in its handover', async () => {
    await using board = await openBoard();
    const id = await board.task();
    const baton = await board.connect('scout', { transport });
    {
      await using claim = await baton.claim(id);
      const refused = claim.block('needs it', { kind: 'dependency', waitingOn: { task: id } });
      await expect(refused).rejects.toThrow(Cycle);
      expect(claim.outcome).toBe('held');
      const task = await claim.block('Which port?', { kind: 'question', options: ['80', '443'] });
      expect(task).toMatchObject({ status: 'blocked', blocked: { waitingOn: { role: 'lead' }, options: ['80', '443'] } });
      expect([claim.outcome, claim.lost.aborted]).toEqual(['blocked', false]);
      await expect(claim.submit('80, I think.')).rejects.toMatchObject({ code: 'lease_lost', reason: 'blocked' });
    }
    await board.server.call('POST', `/v1/tasks/${id}/unblock`, { body: { answer: '443' } });
    const claim = await baton.claim(id);
    expect(claim.handover.blocks).toMatchObject([{ reason: 'Which port?', answer: '443', ending: 'answered' }]);
    expect(await board.see(id)).toMatchObject({ status: 'doing', attempts: 1, orphans: [] });
  });

  test('[SDK] a submission settles the claim: leaving it releases nothing, and the handle can do no more', async () => {
    await using board = await openBoard();
    const id = await board.task({ acceptance: ['It works'] });
    const baton = await board.connect('scout', { transport });
    await using claim = await baton.claim(id);
    await claim.progress('half way', { percent: 50 });
    const task = await claim.submit('It works now.', {
      evidence: [{ type: 'command', command: 'npm test', exitCode: 0 }],
      answers: [{ criterion: 0, met: true }],
    });
    expect(task).toMatchObject({ status: 'validating', summary: 'It works now.' });
    expect(claim.lost.aborted).toBe(false);
    expect(claim.leaseRemainingMs).toBe(0);
    await expect(claim.progress('more')).rejects.toThrow(LeaseLost);
    await expect(claim.release('more')).rejects.toThrow(LeaseLost);
    await expect(claim.submit('more')).rejects.toMatchObject({ code: 'lease_lost', reason: 'submitted' });
    expect(await board.see(id)).toMatchObject({
      status: 'validating',
      notes: [{ text: 'half way', percent: 50 }],
      reviews: [{ summary: 'It works now.', evidence: [{ type: 'command', vouchedBy: 'self' }] }],
      orphans: [],
    });
  });

  test('[LE4] a claim that was taken away fires its signal at the next beat, sends nothing more, and its late result is kept', async () => {
    await using board = await openBoard();
    const id = await board.task();
    const baton = await board.connect('scout', { transport });
    const other = await board.connect('other', { transport });
    const claim = await baton.claim(id);
    await board.server.call('POST', `/v1/tasks/${id}/force-release`, { body: { reason: 'needed elsewhere' } });
    await other.claim(id);
    await expect(claim.progress('still here')).rejects.toMatchObject({ code: 'lease_lost', reason: 'refused', current: { id } });
    expect(claim.lost.aborted).toBe(true);
    expect(claim.lost.reason).toBeInstanceOf(LeaseLost);
    const before = (await board.see(id)).orphans.length;
    await expect(claim.progress('once more')).rejects.toThrow(LeaseLost);
    await expect(claim.release('once more')).rejects.toThrow(LeaseLost);
    expect((await board.see(id)).orphans.length).toBe(before);
    await expect(claim.submit('Hours of work.')).rejects.toThrow(LeaseLost);
    const { orphans, status } = await board.see(id);
    expect(status).toBe('doing');
    expect(orphans).toContainEqual(
      expect.objectContaining({
        agent: 'scout',
        operation: 'tasks.submit',
        payload: expect.objectContaining({ summary: 'Hours of work.' }),
      }),
    );
  });

  test('[CL3] a refused claim is an error of its own class, with what stands in its way', async () => {
    await using board = await openBoard();
    const first = await board.task();
    const second = await board.task();
    const later = await board.task({ dependsOn: [second] });
    const baton = await board.connect('scout', { transport });
    const other = await board.connect('other', { transport });
    await baton.claim(first);
    await expect(other.claim(first)).rejects.toMatchObject({
      constructor: TaskHeld,
      code: 'task_held',
      status: 409,
      retryable: false,
      requestId: expect.stringMatching(/./),
      hint: expect.stringContaining('claim-next'),
      current: { id: first, holder: { agent: 'scout' } },
    });
    await expect(other.claim(later)).rejects.toThrow(NotClaimable);
    await expect(other.claim('T-999')).rejects.toThrow(NotFound);
    await expect(baton.claim(second)).rejects.toMatchObject({
      constructor: WipLimit,
      current: { held: [first], maxConcurrent: 1 },
    });
  });

  test('[CL4] claim-next gives the most urgent task with one of the labels, and null when there is none', async () => {
    await using board = await openBoard();
    await board.task({ labels: ['code'], priority: 0 });
    const docs = await board.task({ labels: ['docs'], priority: 3 });
    const baton = await board.connect('scout', { transport });
    const claim = await baton.tryClaim({ labels: ['docs', 'art'] });
    expect(claim?.task.id).toBe(docs);
    await claim?.submit('Written.');
    expect(await baton.tryClaim({ labels: ['docs'] })).toBeNull();
    await expect(baton.claim({ labels: ['docs'] })).rejects.toThrow(NothingClaimable);
    expect((await baton.claim()).task.labels).toEqual(['code']);
  });

  test('[CL2] a new process of an agent takes over what the one before it holds, which hears that it lost it', async () => {
    await using board = await openBoard();
    const id = await board.task();
    const { token } = await board.server.register('scout');
    const connect = () => connectBaton({ url: board.server.url, token, transport });
    await using before = await connect();
    await using after = await connect();
    const old = await before.claim(id);
    await expect(after.claim(id)).rejects.toThrow(TaskHeld);
    const fresh = await after.takeOver(id);
    expect([fresh.id, fresh.epoch > old.epoch]).toEqual([id, true]);
    await expect(old.progress('still here')).rejects.toThrow(LeaseLost);
    expect([old.held, fresh.held]).toEqual([false, true]);
    expect(() => old.check()).toThrow(LeaseLost);
    fresh.check();
  });

  test('[ID1] a submission with a key of the caller counts once, and the stored answer comes again', async () => {
    await using board = await openBoard();
    const id = await board.task();
    const baton = await board.connect('scout', { transport });
    const claim = await baton.claim(id);
    const again = await baton.claim(id);
    await claim.attach('a.txt', 'x');
    expect((await again.fetch('a.txt')).text()).toBe('x');
    const { epoch } = claim;
    await claim.submit('Done.', { idempotencyKey: 'once' });
    const what = { id, epoch, summary: 'Done.', evidence: [], answers: [] };
    const repeated = await baton.rpc.tasks.submit.mutate(what, { context: { idempotencyKey: 'once' } });
    expect([repeated.status, repeated.revision, (await board.see(id)).orphans]).toEqual(['validating', 1, []]);
  });

  test('[PR2] closing ends the session, which gives back what it holds, and fires the signals', async () => {
    await using board = await openBoard();
    const id = await board.task();
    const baton = await board.connect('scout', { transport });
    const claim = await baton.claim(id);
    await baton.close();
    expect(claim.lost.reason).toMatchObject({ constructor: LeaseLost, reason: 'closed' });
    expect(await board.see(id)).toMatchObject({ status: 'todo', attemptLog: [{ outcome: 'session_ended' }] });
    await expect(baton.claim(id)).rejects.toThrow('closed');
    await expect(baton.rpc.tasks.list.query({})).rejects.toThrow('closed');
  });

  test('[SDK] a client on the standing session gives back its own claims alone when it is closed', async () => {
    await using board = await openBoard();
    const [mine, theirs] = [await board.task(), await board.task()];
    const { token } = await board.server.register('scout', { maxConcurrent: 2 });
    const baton = await connectBaton({ url: board.server.url, token, transport, session: 'standing' });
    expect(baton.sessionId).toBeNull();
    await board.server.call('POST', `/v1/tasks/${theirs}/claim`, { token, body: {} });
    await baton.claim(mine);
    await baton.close();
    expect((await board.see(mine)).status).toBe('todo');
    expect((await board.see(theirs)).status).toBe('doing');
  });
});
