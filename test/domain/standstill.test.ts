import { describe, expect, test } from 'vitest';
import { PROGRESS_TIMEOUT_MS } from '../../server/domain/tasks/lease-rules.ts';
import { replayFields } from '../../server/domain/tasks/replay-fields.ts';
import { type BlockingTeam, blockingTeam, inMs } from '../support/blocking-team.ts';
import { type Caller, codeOf, createBoard, refusal } from '../support/board.ts';

describe('who may end a block', () => {
  test('[BL3] a question is answered by the agent that is asked, or a lead, and by nobody else', async () => {
    const team = await blockingTeam();
    const { board, ada, lead, id, block, blockAgain } = team;
    const bob = await board.agent('bob');
    const looker = await board.agent('eve', { role: 'viewer' });
    const ask = { kind: 'question' as const, waitingOn: { agent: 'ada' } };
    await block({ ...ask, reason: 'Which one?' });
    for (const caller of [bob, looker, team.rob, team.scout]) {
      expect(await codeOf(caller.tasks.unblock({ id, answer: 'mine' }))).toBe('forbidden');
    }
    const { details } = await refusal(bob.tasks.unblock({ id, answer: 'mine' }));
    expect(details.hint).toContain('ada or a lead');
    expect((await ada.tasks.unblock({ id, answer: 'this' })).status).toBe('todo');
    await blockAgain({ ...ask, reason: 'And now?' });
    expect((await lead.tasks.unblock({ id, answer: 'that' })).status).toBe('todo');
  });

  test('[BL3] a role is answered by whoever has it, a human by a person, a question to nobody by the leads', async () => {
    const { board, scout, ada, rob, lead, id, block, blockAgain } = await blockingTeam();
    const rita = await board.agent('rita', { role: 'reviewer' });
    const may = async (caller: Caller) =>
      caller.tasks.unblock({ id, answer: 'yes' }).then(
        () => true,
        () => false,
      );
    await block({ kind: 'question', reason: 'one', waitingOn: { role: 'reviewer' } });
    expect([await may(ada), await may(scout), await may(rita)]).toEqual([false, false, true]);
    await blockAgain({ kind: 'question', reason: 'two', waitingOn: { role: 'agent' } });
    expect([await may(scout), await may(ada)]).toEqual([false, true]);
    await blockAgain({ kind: 'question', reason: 'three', waitingOn: { human: 'any' } });
    expect([await may(ada), await may(rob)]).toEqual([false, true]);
    await blockAgain({ kind: 'question', reason: 'four', waitingOn: { human: 'rob' } });
    expect([await may(rita), await may(rob)]).toEqual([false, true]);
    expect((await blockAgain({ kind: 'question', reason: 'five' })).blocked?.waitingOn).toEqual({ role: 'lead' });
    expect([await may(rob), await may(rita), await may(lead)]).toEqual([false, false, true]);
  });

  test('[BL3] who asked, and who made the task, may take a block back, but not answer it; a lead that asks asks another', async () => {
    const { board, scout, ada, lead, rob } = await blockingTeam();
    const { id } = await ada.tasks.create({ title: 'of ada' });
    const ask = { id, kind: 'question' as const, reason: 'Which one?', waitingOn: { agent: 'rob' } };
    const block = async (caller: Caller, fields: object = {}) => {
      const { epoch } = await caller.tasks.claim({ id });
      await caller.tasks.block({ ...ask, ...fields, epoch });
    };
    await block(scout);
    for (const caller of [scout, ada]) {
      expect(await codeOf(caller.tasks.unblock({ id, answer: 'this one' }))).toBe('forbidden');
    }
    expect(await codeOf(rob.tasks.unblock({ id }))).toBe('invalid_input');
    await scout.tasks.unblock({ id });
    await block(scout, { reason: 'Or that?' });
    await ada.tasks.unblock({ id });
    const { epoch, handover } = await scout.tasks.claim({ id });
    expect(handover.blocks).toMatchObject([
      { ending: 'taken_back', endedBy: 'ada', answer: null },
      { ending: 'taken_back', endedBy: 'scout', answer: null },
    ]);
    await scout.tasks.block({ id, epoch, kind: 'external', reason: 'the strike' });
    await scout.tasks.unblock({ id, answer: 'It is over.' });
    expect((await scout.tasks.claim({ id })).handover.blocks[0]).toMatchObject({ ending: 'taken_back', answer: 'It is over.' });
    await board.admin.tasks.forceRelease({ id, reason: 'for the lead' });
    await block(lead, { reason: 'Whose?' });
    expect(await codeOf(lead.tasks.unblock({ id, answer: 'mine' }))).toBe('forbidden');
    expect((await board.admin.tasks.unblock({ id, answer: "rob's" })).status).toBe('todo');
  });

  test('[BL3] an answer that names another block than the one that is open changes nothing', async () => {
    const { lead, id, epoch, block, blockAgain } = await blockingTeam();
    await block({ kind: 'question', reason: 'one' });
    await lead.tasks.unblock({ id, epoch, answer: 'first' });
    const again = await blockAgain({ kind: 'question', reason: 'two' });
    const { code, details } = await refusal(lead.tasks.unblock({ id, epoch, answer: 'late' }));
    expect(code).toBe('version_conflict');
    expect(details.current).toMatchObject({ blocked: { reason: 'two' } });
    const current = again.blocked?.epoch ?? 0;
    expect((await lead.tasks.unblock({ id, epoch: current, answer: 'second' })).status).toBe('todo');
    expect(await codeOf(lead.tasks.unblock({ id, answer: 'third' }))).toBe('invalid_input');
  });
});

/** Scout is blocked on T-2, which ada made. */
async function waitingFor(): Promise<BlockingTeam & { other: string }> {
  const team = await blockingTeam();
  const { id: other } = await team.ada.tasks.create({ title: 'other', reviewer: 'none', maxAttempts: 1 });
  await team.block({ kind: 'dependency', reason: 'needs it', waitingOn: { task: other } });
  return { ...team, other };
}

describe('waiting in vain', () => {
  test('[TK1] blocked on a task that is cancelled or fails, a task is stuck, with that reason, until it is reopened', async () => {
    const { board, scout, ada, id, other } = await waitingFor();
    await board.pass(1_000);
    await ada.tasks.cancel({ id: other, reason: 'no longer wanted' });
    const because = `It waits for ${other}, which was cancelled (no longer wanted) and will not be done.`;
    const since = new Date(board.clock.wallNow()).toISOString();
    await board.pass(5_000);
    expect(await scout.tasks.get({ id })).toMatchObject({ status: 'blocked', health: { state: 'stuck', since, because } });
    const { items } = await board.admin.tasks.history({ id });
    const last = items.findLast(({ type }) => type.startsWith('task.'));
    expect(last).toMatchObject({ type: 'task.stalled', actor: 'system', data: { because } });
    await ada.tasks.reopen({ id: other, reason: 'wanted' });
    expect((await scout.tasks.get({ id })).health.state).toBe('blocked');
    const { epoch } = await ada.tasks.claim({ id: other });
    await ada.tasks.release({ id: other, epoch, reason: 'cannot be done' });
    expect((await scout.tasks.get({ id })).health).toMatchObject({
      state: 'stuck',
      because: expect.stringContaining(`${other}, which failed (All 1 attempts are used up. Last: cannot be done)`),
    });
    expect(await board.admin.tasks.unblock({ id })).toMatchObject({ status: 'todo', health: { state: 'ok' } });
  });

  test('[TK1] a broken dependency is named with its reason and the moment, and the log tells of it', async () => {
    const board = await createBoard();
    const { admin } = board;
    for (const title of ['a', 'b']) await admin.tasks.create({ title });
    const { id } = await admin.tasks.create({ title: 'c', dependsOn: ['T-1', 'T-2'] });
    await board.pass(1_000);
    await admin.tasks.cancel({ id: 'T-2', reason: 'too dear' });
    const since = new Date(board.clock.wallNow()).toISOString();
    await board.pass(1_000);
    await admin.tasks.cancel({ id: 'T-1', reason: 'too slow' });
    const healthOf = async (task: string) => (await admin.tasks.get({ id: task })).health;
    expect(await healthOf(id)).toEqual({
      state: 'stuck',
      since,
      because: 'It waits for T-1, which was cancelled (too slow) and will not be done. There are 1 more like it.',
    });
    const stalled = (await admin.tasks.history({ id })).items.filter((event) => event.type === 'task.stalled');
    expect(stalled).toHaveLength(2);
    const late = await admin.tasks.create({ title: 'd', dependsOn: ['T-1'] });
    expect(late.health).toMatchObject({ state: 'stuck', because: expect.stringContaining('T-1, which was cancelled') });
    expect(await admin.tasks.update({ id: late.id, ifMatch: 1, dependsOn: [] })).toMatchObject({ health: { state: 'ok' } });
    expect(await admin.tasks.update({ id: late.id, ifMatch: 2, dependsOn: ['T-2'] })).toMatchObject({
      health: { state: 'stuck', because: expect.stringContaining('too dear') },
    });
    await admin.tasks.reopen({ id: 'T-1', reason: 'faster now' });
    expect((await healthOf(id)).because).toContain('T-2, which was cancelled (too dear)');
    await admin.tasks.reopen({ id: 'T-2', reason: 'cheaper now' });
    expect((await healthOf(id)).state).toBe('ok');
  });

  test('[TK1] a circle of waiting is refused, whether it is closed by a block or by a dependency', async () => {
    const { board, scout, ada, id, block, epoch } = await blockingTeam();
    const { admin } = board;
    const after = await ada.tasks.create({ title: 'after', dependsOn: [id] });
    const dependsOn = (task: string) => ({ kind: 'dependency' as const, reason: 'x', waitingOn: { task } });
    expect(await codeOf(block(dependsOn(id)))).toBe('cycle');
    expect(await codeOf(block(dependsOn(after.id)))).toBe('cycle');
    expect((await scout.tasks.get({ id })).epoch).toBe(epoch);
    const other = await scout.tasks.create({ title: 'other' });
    const held = await scout.tasks.claim({ id: other.id });
    await block(dependsOn(other.id));
    expect(await codeOf(scout.tasks.block({ id: other.id, epoch: held.epoch, ...dependsOn(id) }))).toBe('cycle');
    expect(await codeOf(scout.tasks.block({ id: other.id, epoch: held.epoch, ...dependsOn(after.id) }))).toBe('cycle');
    expect(await codeOf(admin.tasks.update({ id: other.id, ifMatch: held.task.version, dependsOn: [after.id] }))).toBe('cycle');
    const resource = { kind: 'resource' as const, reason: 'in use', waitingOn: { task: id } };
    expect(await codeOf(scout.tasks.block({ id: other.id, epoch: held.epoch, ...resource }))).toBe('cycle');
  });

  test('[BL1] of two tasks that block on each other at the same moment one is refused', async () => {
    const { scout, id, block } = await blockingTeam();
    const other = await scout.tasks.create({ title: 'other' });
    const { epoch } = await scout.tasks.claim({ id: other.id });
    const settled = await Promise.allSettled([
      block({ kind: 'dependency', reason: 'x', waitingOn: { task: other.id } }),
      scout.tasks.block({ id: other.id, epoch, kind: 'dependency', reason: 'x', waitingOn: { task: id } }),
    ]);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('[BL2] a task that is done in the moment in which another blocks on it leaves nobody waiting', async () => {
    const { board, scout, ada, id, epoch } = await blockingTeam();
    const pairs = [{ id, epoch, other: '' }];
    for (let nth = 1; nth < 5; nth += 1) {
      const made = await scout.tasks.create({ title: `waits ${nth}` });
      pairs.push({ id: made.id, epoch: (await scout.tasks.claim({ id: made.id })).epoch, other: '' });
    }
    await board.admin.agents.update({ name: 'ada', maxConcurrent: 5 });
    for (const pair of pairs) pair.other = (await ada.tasks.create({ title: 'awaited', reviewer: 'none' })).id;
    for (const { other } of pairs) await ada.tasks.claim({ id: other });
    await Promise.allSettled(
      pairs.flatMap(({ other, ...held }, nth) => {
        const block = () => scout.tasks.block({ ...held, kind: 'dependency', reason: 'x', waitingOn: { task: other } });
        const submit = () => ada.tasks.submit({ id: other, epoch: 1, summary: 'made' });
        return nth % 2 === 0 ? [block(), submit()] : [submit(), block()];
      }),
    );
    for (const pair of pairs) {
      expect((await scout.tasks.get({ id: pair.other })).status).toBe('done');
      expect(['todo', 'doing']).toContain((await scout.tasks.get({ id: pair.id })).status);
    }
  });

  test('[BL3] of many answers at once one is taken', async () => {
    const { lead, ada, id, block } = await blockingTeam();
    await block({ kind: 'question', waitingOn: { agent: 'ada' } });
    const answers = Array.from({ length: 10 }, (_, nth) => (nth % 2 === 0 ? lead : ada).tasks.unblock({ id, answer: `${nth}` }));
    const taken = (await Promise.allSettled(answers)).filter(({ status }) => status === 'fulfilled');
    expect(taken).toHaveLength(1);
    const { items } = await lead.tasks.history({ id });
    expect(items.filter((event) => event.type === 'task.unblocked')).toHaveLength(1);
  });

  test('[BL1] what has ended is nothing to wait for', async () => {
    const { ada, lead, block } = await blockingTeam();
    const done = await ada.tasks.create({ title: 'done', reviewer: 'none' });
    const { epoch } = await ada.tasks.claim({ id: done.id });
    await ada.tasks.submit({ id: done.id, epoch, summary: 'made' });
    const gone = await ada.tasks.create({ title: 'gone' });
    await lead.tasks.cancel({ id: gone.id, reason: 'no' });
    for (const task of [done.id, gone.id]) {
      expect(await codeOf(block({ kind: 'dependency', reason: 'x', waitingOn: { task } }))).toBe('invalid_input');
    }
  });
});

test('[LE7] a holder that shows no progress is told of in the log, once for each silence', async () => {
  const board = await createBoard();
  const scout = await board.agent('scout');
  const { id } = await scout.tasks.create({ title: 'long' });
  const { epoch } = await scout.tasks.claim({ id });
  const beat = async (ms: number) => {
    for (let left = ms; left > 0; left -= 50_000) {
      await board.pass(Math.min(left, 50_000));
      await scout.sessions.heartbeat({ id: 'current', leases: [{ taskId: id, epoch }] });
    }
    await board.services.upkeep.noteSilent();
    const { items } = await board.admin.tasks.history({ id });
    return items.filter((event) => event.type === 'task.stalled');
  };
  expect(await beat(PROGRESS_TIMEOUT_MS - 1)).toEqual([]);
  expect(await beat(1)).toMatchObject([
    { actor: 'system', agent: 'scout', data: { epoch, because: expect.stringContaining('30 min') } },
  ]);
  expect(await beat(50_000)).toHaveLength(1);
  await scout.tasks.progress({ id, epoch, note: 'still thinking' });
  expect(await beat(PROGRESS_TIMEOUT_MS - 1)).toHaveLength(1);
  expect(await beat(1)).toHaveLength(2);
});

test('[EV4] replaying the log gives what blocked tasks wait for, and what became of it', async () => {
  const { board, lead, ada, block, blockAgain, id } = await blockingTeam();
  const other = await ada.tasks.create({ title: 'other', reviewer: 'none' });
  await block({ kind: 'question', reason: 'Which?', options: ['a', 'b'], until: inMs(board, 9_000) });
  await lead.tasks.unblock({ id, answer: 'a' });
  await blockAgain({ kind: 'dependency', reason: 'needs it', waitingOn: { task: other.id } });
  const check = async () => {
    const state = new Map<string, Record<string, unknown>>();
    for (const { taskId, data } of (await board.admin.events.list({ limit: 200 })).items) {
      if (taskId !== undefined) state.set(taskId, { ...state.get(taskId), ...(data.set as object) });
    }
    for (const number of [1, 2]) {
      const stored = await board.storage.read(({ q }) => q.findTask({ project: 'main', number }));
      expect(stored && replayFields(stored)).toEqual(state.get(`T-${number}`));
    }
    return state.get('T-1');
  };
  expect(await check()).toMatchObject({ status: 'blocked', blocked: { kind: 'dependency' } });
  const { epoch } = await ada.tasks.claim({ id: other.id });
  await ada.tasks.submit({ id: other.id, epoch, summary: 'made' });
  expect(await check()).toMatchObject({ status: 'todo', blocked: null });
  await blockAgain({ until: inMs(board, 1_000) });
  await board.pass(1_000);
  await board.services.upkeep.sweep();
  expect(await check()).toMatchObject({ status: 'todo', blocked: null });
  await blockAgain({ reason: 'for good' });
  await lead.tasks.cancel({ id, reason: 'no' });
  expect(await check()).toMatchObject({ status: 'cancelled', blocked: null });
});
