import { describe, expect, test } from 'vitest';
import { AGENT_REASONS, idsOf, TASK_REASONS } from '../../server/contract/explain.ts';
import { codeOf, createBoard } from '../support/board.ts';
import { living } from '../support/small-team.ts';
import { AGENT_CASES } from './agent-reason-cases.ts';
import { TASK_CASES } from './task-reason-cases.ts';

describe.each(idsOf(TASK_REASONS))('of a task: %s', (reason) => {
  const { so, not, says } = TASK_CASES[reason];

  test(`[TK4] ${reason} is said when it is so, of this task, with what it is about and what anybody can do`, async () => {
    const board = await createBoard();
    const id = await so(board);
    const { reasons, because } = await board.admin.tasks.explain({ id });
    const found = reasons.filter((one) => one.reason === reason && one.taskId === id);
    expect(found).toHaveLength(1);
    expect(found[0]?.because).toMatch(says);
    expect(because).toBe(reasons[0]?.because);
    expect(found[0]?.movers.length).toBeGreaterThan(0);
  });

  test(`[TK4] ${reason} is not said when it is not so`, async () => {
    const board = await createBoard();
    const id = await not(board);
    const { reasons } = await board.admin.tasks.explain({ id });
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.filter((one) => one.reason === reason && one.taskId === id)).toEqual([]);
  });
});

describe.each(idsOf(AGENT_REASONS))('of an agent: %s', (reason) => {
  const { so, not, says } = AGENT_CASES[reason];
  const ask = async (arrange: (typeof AGENT_CASES)[typeof reason]['so']) => {
    const board = await createBoard();
    await arrange(board);
    const { reasons } = await board.admin.agents.explain({ name: 'scout' });
    return { all: reasons, found: reasons.filter((one) => one.reason === reason) };
  };

  test(`[PR1] ${reason} is said when it is so`, async () => {
    const { found } = await ask(so);
    expect(found).toMatchObject([{ because: expect.stringMatching(says) }]);
  });

  test(`[PR1] ${reason} is not said when it is not so`, async () => {
    const { all, found } = await ask(not);
    expect(all.length).toBeGreaterThan(0);
    expect(found).toEqual([]);
  });
});

describe('the chain', () => {
  test('[TK1] leads from the task through what it waits for to the one that can move, each task once', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    for (const title of ['root', 'left', 'right']) await scout.tasks.create({ title });
    await board.admin.tasks.update({ id: 'T-2', ifMatch: 1, dependsOn: ['T-1'] });
    await board.admin.tasks.update({ id: 'T-3', ifMatch: 1, dependsOn: ['T-1'] });
    await scout.tasks.create({ title: 'top', dependsOn: ['T-2', 'T-3'] });
    await scout.tasks.claim({ id: 'T-1' });
    await board.pass(20_000);
    const { reasons, status, truncated } = await board.admin.tasks.explain({ id: 'T-4' });
    expect({ status, truncated }).toEqual({ status: 'todo', truncated: false });
    expect(reasons.map(({ reason, taskId, because }) => [taskId, reason, because])).toEqual([
      ['T-4', 'waits_for_task', 'T-4 waits for T-2, in todo.'],
      ['T-4', 'waits_for_task', 'T-4 waits for T-3, in todo.'],
      ['T-2', 'waits_for_task', 'T-2 waits for T-1, held by scout, lease good for 40 s.'],
      ['T-3', 'waits_for_task', 'T-3 waits for T-1, held by scout, lease good for 40 s.'],
      ['T-1', 'held', 'T-1 is held by scout, lease good for 40 s.'],
    ]);
    expect(reasons.at(-1)?.movers).toMatchObject([
      { kind: 'agent', name: 'scout' },
      { kind: 'role', name: 'lead' },
    ]);
  });

  test('[TK1] ends after so many tasks and says so', async () => {
    const board = await createBoard();
    const chain = Array.from({ length: 52 }, (_, i) => ({
      title: `t${i}`,
      ref: `r${i}`,
      dependsOn: i === 0 ? [] : [`r${i - 1}`],
    }));
    await board.admin.tasks.createMany({ tasks: chain });
    const explained = await board.admin.tasks.explain({ id: 'T-52' });
    expect(new Set(explained.reasons.map(({ taskId }) => taskId)).size).toBe(50);
    expect(explained.truncated).toBe(true);
    expect((await board.admin.tasks.explain({ id: 'T-50' })).truncated).toBe(false);
  });

  test('[TK4] a lapsed task is ready again for whoever is there, as the lists say', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    await scout.tasks.create({ title: 'a' });
    await scout.tasks.claim({ id: 'T-1' });
    await board.pass(64_999);
    const reasonsOf = async () => (await board.admin.tasks.explain({ id: 'T-1' })).reasons.map(({ reason }) => reason);
    expect(await reasonsOf()).toContain('lease_expiring');
    await board.pass(1);
    await living(board, 'ada');
    expect(await board.admin.tasks.explain({ id: 'T-1' })).toMatchObject({
      status: 'todo',
      because: 'T-1 can be claimed; ada, scout may.',
    });
  });

  test('[LAW4] asking for reasons changes nothing, and another project is not there', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout');
    await scout.tasks.create({ title: 'a', notBefore: new Date(board.clock.wallNow() + 10).toISOString() });
    await board.pass(10);
    const before = await board.database.rows('select * from tasks');
    await scout.tasks.explain({ id: 'T-1' });
    await scout.agents.explain({ name: 'scout' });
    expect(await board.database.rows('select * from tasks')).toEqual(before);
    await board.admin.projects.create({ name: 'side' });
    const side = board.as(board.adminToken, { project: 'side' });
    expect(await codeOf(side.tasks.explain({ id: 'T-1' }))).toBe('not_found');
    expect(await codeOf(side.agents.explain({ name: 'scout' }))).toBe('not_found');
  });

  test('[CL3] what explain calls ready can be claimed, and what it does not cannot', async () => {
    const board = await createBoard();
    const scout = await living(board, 'scout', { capabilities: ['linux'], maxConcurrent: 20 });
    await living(board, 'ada');
    const later = new Date(board.clock.wallNow() + 60_000).toISOString();
    await scout.tasks.create({ title: 'plain' });
    await scout.tasks.create({ title: 'later', notBefore: later });
    await scout.tasks.create({ title: 'for ada', assignee: 'ada' });
    await scout.tasks.create({ title: 'linux', requires: ['linux'] });
    await scout.tasks.create({ title: 'ios', requires: ['ios'] });
    await scout.tasks.create({ title: 'waits', dependsOn: ['T-1'] });
    await scout.tasks.create({ title: 'cancelled' });
    await scout.tasks.cancel({ id: 'T-7', reason: 'no' });
    const saysScout = async (id: string) =>
      (await scout.tasks.explain({ id })).reasons.some(
        ({ reason, taskId, movers }) => reason === 'ready' && taskId === id && movers.some(({ name }) => name === 'scout'),
      );
    for (let n = 7; n >= 1; n -= 1) {
      const id = `T-${n}`;
      const ready = await saysScout(id);
      const got = await scout.tasks.claim({ id }).then(
        () => true,
        () => false,
      );
      expect([id, ready]).toEqual([id, got]);
    }
  });
});
