import { expect, test } from 'vitest';
import type { WriteTx } from '../../server/domain/store.ts';
import type { Bench } from './conformance.ts';
import { agentRow, attemptRow, eventRow, projectRow, reviewRow, sessionRow, taskRow } from './sample-rows.ts';

/** That rows come back as they went in, that conditions hold, and that every query runs. */
export function queryConformance(bench: Bench): void {
  const write = <T>(work: (tx: WriteTx) => Promise<T>) => bench.storage.write(work);

  test('[LAW2] a task comes back as it was stored, lists and nulls and all', async () => {
    const full = taskRow({
      labels: ['a', 'ü'],
      requires: ['go'],
      dependsOn: [3, 4],
      paths: ['src/**'],
      acceptance: ['it works'],
      summary: "it's “done”",
      heldFor: 'ada',
      heldUntil: 9,
      dueAt: 1_900_000_000_000,
    });
    await write((tx) => tx.q.insertTask(full));
    expect(await bench.storage.read((tx) => tx.q.findTask({ project: 'p', number: 1 }))).toEqual(full);
  });

  test('[LAW2] updating stores all but the counters, and only on the version and epoch it was decided on', async () => {
    await write((tx) => tx.q.insertTask(taskRow({ openDeps: 2, brokenDeps: 1 })));
    const changed = taskRow({
      title: 'New',
      labels: ['x'],
      version: 2,
      epoch: 1,
      openDeps: 9,
      brokenDeps: 9,
      createdBy: 'nobody',
    });
    const update = (expectedVersion: number, expectedEpoch: number) =>
      write((tx) => tx.q.updateTask({ ...changed, expectedVersion, expectedEpoch }));
    expect(await update(2, 0)).toEqual({ changes: 0 });
    expect(await update(1, 1)).toEqual({ changes: 0 });
    expect(await update(1, 0)).toEqual({ changes: 1 });
    const stored = await bench.storage.read((tx) => tx.q.findTask({ project: 'p', number: 1 }));
    expect(stored).toEqual({ ...changed, openDeps: 2, brokenDeps: 1, createdBy: 'lead' });
  });

  test('[TK1] the counters of all dependents move in one statement', async () => {
    await write(async (tx) => {
      for (const number of [1, 2, 3]) await tx.q.insertTask(taskRow({ number, openDeps: 1 }));
      await tx.q.insertDependency({ project: 'p', task: 2, dependsOn: 1 });
      await tx.q.insertDependency({ project: 'p', task: 3, dependsOn: 1 });
    });
    expect(await write((tx) => tx.q.shiftDependents({ project: 'p', number: 1, open: -1, broken: 2 }))).toEqual([
      { number: 2 },
      { number: 3 },
    ]);
    const dependents = await bench.storage.read((tx) => tx.q.listDependents({ project: 'p', number: 1 }));
    expect(dependents.map((task) => [task.number, task.openDeps, task.brokenDeps])).toEqual([
      [2, 0, 2],
      [3, 0, 2],
    ]);
    await write((tx) => tx.q.setDependencyCounts({ project: 'p', number: 2, openDeps: 5, brokenDeps: 0 }));
    expect(await bench.storage.read((tx) => tx.q.listDependencies({ project: 'p', number: 2 }))).toEqual([{ dependsOn: 1 }]);
    await write((tx) => tx.q.deleteDependencies({ project: 'p', task: 2 }));
    expect(await bench.storage.read((tx) => tx.q.listDependencies({ project: 'p', number: 2 }))).toEqual([]);
  });

  test('[LAW2] names, needs, labels, dependencies and replies that exist already are left as they are', async () => {
    const again = await write(async ({ q }) => {
      await q.insertTask(taskRow());
      const label = { project: 'p', label: 'l', task: 1, needs: '', queueFor: '', priority: 1, ready: true };
      const reply = { scope: 's', requestHash: 'h', reply: '{}', createdAt: 5 };
      await q.insertLabel(label);
      await q.insertNeeds({ project: 'p', needs: '' });
      await q.insertReply(reply);
      return [
        await q.insertProject(projectRow()),
        await q.insertAgent(agentRow({ maxConcurrent: 99 })),
        await q.insertLabel(label),
        await q.insertNeeds({ project: 'p', needs: '' }),
        await q.insertReply({ ...reply, reply: '[]' }),
      ].map((result) => result.changes);
    });
    expect(again).toEqual([0, 0, 0, 0, 0]);
    const reply = await bench.storage.read((tx) => tx.q.findReply({ scope: 's' }));
    expect(reply).toEqual({ scope: 's', requestHash: 'h', reply: '{}', createdAt: 5 });
    expect(await bench.storage.read((tx) => tx.q.listNeeds({ project: 'p' }))).toEqual([{ needs: '' }]);
  });

  test('[TK3] task numbers are given out once', async () => {
    const taken = await Promise.all([2, 1, 3].map((count) => write((tx) => tx.q.takeTaskNumbers({ name: 'p', count }))));
    expect(taken).toEqual([{ nextTask: 3 }, { nextTask: 4 }, { nextTask: 7 }]);
    expect(await write((tx) => tx.q.takeTaskNumbers({ name: 'none', count: 1 }))).toBeUndefined();
  });

  test('[PR2] a session lives until it is ended, once; silent ones are those heard before and not since', async () => {
    await write(async ({ q }) => {
      for (const [id, lastSeen] of [
        ['a', 10],
        ['b', 11],
        ['c', null],
      ] as const)
        await q.insertSession(sessionRow({ id, lastSeen }));
    });
    const silent = () =>
      bench.storage.read(async (tx) => (await tx.q.listSilentSessions({ before: 10, limit: 9 })).map((s) => s.id));
    expect(await silent()).toEqual(['a']);
    await write((tx) => tx.q.markSessionLost({ id: 'a' }));
    expect(await silent()).toEqual([]);
    await write((tx) => tx.q.markSessionSeen({ id: 'a', lastSeen: 9 }));
    expect(await silent()).toEqual(['a']);
    expect(await write((tx) => tx.q.endSession({ id: 'a', endedAt: 50 }))).toEqual({ changes: 1 });
    expect(await write((tx) => tx.q.endSession({ id: 'a', endedAt: 60 }))).toEqual({ changes: 0 });
    const live = await bench.storage.read((tx) => tx.q.listAgentSessions({ project: 'p', name: 'ada' }));
    expect(live.map((session) => session.id).sort()).toEqual(['b', 'c', 'ses_p']);
    expect(await bench.storage.read((tx) => tx.q.listProjectSessions({ project: 'p' }))).toHaveLength(3);
    expect(await bench.storage.read((tx) => tx.q.findSession({ id: 'a' }))).toMatchObject({
      endedAt: 50,
      lastSeen: 9,
      lost: false,
    });
    expect(await bench.storage.read((tx) => tx.q.beatFacts({ session: 'b' }))).toMatchObject({
      project: 'p',
      agent: 'ada',
      lost: false,
      eventSeq: 0,
    });
  });

  test('[RV1] a review is decided once, at its revision, and superseded only while open', async () => {
    await write(async ({ q }) => {
      await q.insertTask(taskRow());
      for (const id of ['rev_1', 'rev_2', 'rev_3']) await q.insertReview(reviewRow({ id }));
    });
    const decide = (revision: number, expectedEpoch = 0) =>
      write((tx) =>
        tx.q.decideReview({
          project: 'p',
          id: 'rev_1',
          revision,
          expectedEpoch,
          status: 'approved',
          note: 'fine',
          decidedBy: 'bob',
          decidedAt: 8,
        }),
      );
    expect(await decide(2)).toEqual({ changes: 0 });
    expect(await decide(1, 1)).toEqual({ changes: 0 });
    expect(await decide(1)).toEqual({ changes: 1 });
    expect(await decide(1)).toEqual({ changes: 0 });
    expect(await write((tx) => tx.q.supersedeReviews({ project: 'p', task: 1, decidedAt: 9 }))).toEqual({ changes: 2 });
    expect(await bench.storage.read((tx) => tx.q.findReview({ project: 'p', id: 'rev_1' }))).toEqual(
      reviewRow({ status: 'approved', note: 'fine', decidedBy: 'bob', decidedAt: 8 }),
    );
    expect(await bench.storage.read((tx) => tx.q.listOpenReviews({ project: 'p', after: '', limit: 9 }))).toEqual([]);
    const ofTask = await bench.storage.read((tx) => tx.q.listTaskReviews({ project: 'p', task: 1, limit: 2 }));
    expect(ofTask.map((review) => review.id)).toEqual(['rev_3', 'rev_2']);
  });

  test('[TK6] what hangs on a task is listed newest first, and the first ending of an attempt stays', async () => {
    await write(async ({ q }) => {
      await q.insertTask(taskRow());
      for (const epoch of [1, 2, 3]) await q.insertAttempt(attemptRow({ epoch }));
      for (const id of ['a', 'b']) {
        await q.insertNote({
          project: 'p',
          task: 1,
          id,
          kind: 'progress',
          epoch: 1,
          author: 'ada',
          text: id,
          percent: null,
          at: 1,
        });
        await q.insertComment({ project: 'p', task: 1, id, author: 'ada', body: id, at: 1 });
        await q.insertOrphan({ project: 'p', task: 1, id, epoch: 1, agent: 'ada', operation: 'submit', payload: { id }, at: 1 });
      }
      await q.endAttempt({ project: 'p', number: 1, epoch: 1, endedAt: 5, outcome: 'submitted', reason: null });
      await q.endAttempt({ project: 'p', number: 1, epoch: 1, endedAt: 6, outcome: 'expired', reason: 'late' });
    });
    const key = { project: 'p', number: 1, limit: 2 };
    await bench.storage.read(async ({ q }) => {
      expect((await q.listAttempts(key)).map((attempt) => attempt.epoch)).toEqual([3, 2]);
      expect(await q.findAttempt({ ...key, epoch: 1 })).toMatchObject({ endedAt: 5, outcome: 'submitted' });
      expect(await q.findAttemptBy({ ...key, generation: 1, agent: 'ada' })).toEqual({ epoch: expect.any(Number) });
      expect(await q.findAttemptBy({ ...key, generation: 2, agent: 'ada' })).toBeUndefined();
      expect((await q.listNotes(key)).map((note) => note.id)).toEqual(['b', 'a']);
      expect((await q.listComments(key)).map((comment) => comment.id)).toEqual(['b', 'a']);
      expect((await q.listOrphans(key)).map((orphan) => orphan.payload)).toEqual([{ id: 'b' }, { id: 'a' }]);
    });
    await write((tx) => tx.q.deleteOrphans({ before: 2 }));
    expect(await bench.storage.read((tx) => tx.q.listOrphans(key))).toEqual([]);
  });

  test('[EV2] old events and replies can be forgotten, and the log says where it begins', async () => {
    await write(async (tx) => {
      for (let i = 0; i < 5; i += 1) await tx.append(eventRow({ task: i % 2 === 0 ? 1 : null }));
      await tx.q.insertReply({ scope: 's', requestHash: 'h', reply: '{}', createdAt: 5 });
    });
    await write(async ({ q }) => {
      await q.deleteEvents({ project: 'p', upTo: 2 });
      await q.setFirstEvent({ project: 'p', firstEventSeq: 3 });
      await q.deleteReplies({ before: 6 });
    });
    await bench.storage.read(async ({ q }) => {
      expect((await q.listEvents({ project: 'p', after: 0, limit: 9 })).map((event) => event.seq)).toEqual([3, 4, 5]);
      expect((await q.listTaskEvents({ project: 'p', task: 1, after: 0, limit: 9 })).map((event) => event.seq)).toEqual([3, 5]);
      expect(await q.getProject({ name: 'p' })).toMatchObject({ firstEventSeq: 3, eventSeq: 5 });
      expect(await q.findReply({ scope: 's' })).toBeUndefined();
    });
  });

  test('[SE5] tokens are found, listed and revoked once', async () => {
    const token = {
      id: 'tok_1',
      purpose: 'bearer' as const,
      secretHash: 'h',
      project: null,
      agent: null,
      role: null,
      label: 'ci',
      createdBy: 'lead',
      createdAt: 1,
      expiresAt: null,
      revokedAt: null,
    };
    await write((tx) => tx.q.insertToken(token));
    expect(await write((tx) => tx.q.revokeToken({ id: 'tok_1', revokedAt: 7 }))).toEqual({ changes: 1 });
    expect(await write((tx) => tx.q.revokeToken({ id: 'tok_1', revokedAt: 8 }))).toEqual({ changes: 0 });
    expect(await bench.storage.read((tx) => tx.q.findToken({ id: 'tok_1' }))).toEqual({ ...token, revokedAt: 7 });
    expect(await bench.storage.read((tx) => tx.q.listTokens({ after: '', limit: 9 }))).toHaveLength(1);
  });

  test('[PR3] agents and projects are changed on the version that was seen, flags included', async () => {
    const { kind, createdBy, createdAt, ...agent } = agentRow({
      drain: true,
      status: 'paused',
      statusReason: 'lunch',
      version: 2,
    });
    expect(await write((tx) => tx.q.updateAgent({ ...agent, expectedVersion: 2 }))).toEqual({ changes: 0 });
    expect(await write((tx) => tx.q.updateAgent({ ...agent, expectedVersion: 1 }))).toEqual({ changes: 1 });
    expect(await bench.storage.read((tx) => tx.q.findAgent({ project: 'p', name: 'ada' }))).toEqual({
      ...agent,
      kind,
      createdBy,
      createdAt,
    });
    await write((tx) => tx.q.pauseProject({ name: 'p', pausedBy: 'lead', pausedReason: 'fire', pausedAt: 3, drain: true }));
    await bench.storage.read(async ({ q }) => {
      expect(await q.getProject({ name: 'p' })).toMatchObject({
        pausedBy: 'lead',
        pausedReason: 'fire',
        pausedAt: 3,
        drain: true,
      });
      expect(await q.listProjects({ after: '', limit: 9 })).toHaveLength(1);
      expect(await q.listAgents({ project: 'p', after: '', limit: 9 })).toHaveLength(1);
    });
  });

  test('[LAW4] tasks are listed by page, status, label, holder, session and time of ending', async () => {
    const held = { status: 'doing', holderAgent: 'ada', holderSession: 'ses_p', leaseEndsAt: 10 } as const;
    await write(async ({ q }) => {
      await q.insertTask(taskRow({ number: 1, ...held }));
      await q.insertTask(taskRow({ number: 2, status: 'done', statusSince: 100 }));
      await q.insertTask(taskRow({ number: 3, status: 'failed', statusSince: 200 }));
      await q.insertTask(taskRow({ number: 4 }));
      await q.insertLabel({ project: 'p', label: 'l', task: 4, needs: '', queueFor: '', priority: 1, ready: false });
    });
    await bench.storage.read(async ({ q }) => {
      const project = 'p';
      const of = async (rows: Promise<Array<{ number: number }>>) => (await rows).map((task) => task.number);
      expect(await of(q.listTasks({ project, after: 1, limit: 2 }))).toEqual([2, 3]);
      expect(await of(q.listTasksByStatus({ project, status: 'done', after: 0, limit: 9 }))).toEqual([2]);
      expect(await of(q.listTasksByLabel({ project, label: 'l', after: 0, limit: 9 }))).toEqual([4]);
      expect(await of(q.listTasksHeldBy({ project, agent: 'ada' }))).toEqual([1]);
      expect(await of(q.listHeldTasks({ project }))).toEqual([1]);
      expect(await of(q.listEndedTasks({ project, since: 100, limit: 9 }))).toEqual([3, 2]);
      expect(await q.findLease({ project, number: 1 })).toEqual({
        project,
        number: 1,
        epoch: 0,
        claimedAt: null,
        leaseTtlMs: 60_000,
        ...held,
      });
    });
  });
}
