import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BatonError } from '../../server/contract/errors.ts';
import { orderByDependency } from '../../server/domain/tasks/dependency-rules.ts';
import { codeOf, createBoard, refusal } from '../support/board.ts';

describe('dependencies', () => {
  test('[TK1] the dependent becomes claimable with the last dependency done, and waits again when one is reopened', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout', { maxConcurrent: 5 });
    for (const title of ['a', 'b']) await scout.tasks.create({ title, reviewer: 'none' });
    const { id } = await scout.tasks.create({ title: 'after both', dependsOn: ['T-1', 'T-2'], labels: ['docs'] });
    const finish = async (task: string) => {
      const { epoch } = await scout.tasks.claim({ id: task });
      await scout.tasks.submit({ id: task, epoch, summary: 'done' });
    };
    await finish('T-1');
    expect((await scout.tasks.get({ id })).claimable).toBe(false);
    expect((await scout.tasks.claimNext({ labels: ['docs'] })).claims).toEqual([]);
    await finish('T-2');
    expect((await scout.tasks.get({ id })).claimable).toBe(true);
    await board.admin.tasks.reopen({ id: 'T-1', reason: 'wrong' });
    expect((await scout.tasks.claimNext({ labels: ['docs'] })).claims).toEqual([]);
    await finish('T-1');
    expect((await scout.tasks.claimNext({ labels: ['docs'] })).claims[0]?.task.id).toBe(id);
  });

  test('[TK1] a dependency that ends without being done makes the dependent stuck, and says so', async () => {
    const board = await createBoard();
    await board.admin.tasks.create({ title: 'a' });
    const { id } = await board.admin.tasks.create({ title: 'b', dependsOn: ['T-1'] });
    await board.admin.tasks.cancel({ id: 'T-1', reason: 'not wanted' });
    expect((await board.admin.tasks.get({ id })).health).toMatchObject({
      state: 'stuck',
      because: 'It waits for T-1, which was cancelled (not wanted) and will not be done.',
    });
    await board.admin.tasks.reopen({ id: 'T-1', reason: 'wanted after all' });
    expect((await board.admin.tasks.get({ id })).health.state).toBe('ok');
  });

  test('[TK1] a circle is refused when it would arise, and nothing changes', async () => {
    const board = await createBoard();
    const { admin } = board;
    await admin.tasks.create({ title: 'a' });
    await admin.tasks.create({ title: 'b', dependsOn: ['T-1'] });
    await admin.tasks.create({ title: 'c', dependsOn: ['T-2'] });
    expect(await codeOf(admin.tasks.update({ id: 'T-1', ifMatch: 1, dependsOn: ['T-3'] }))).toBe('cycle');
    expect(await codeOf(admin.tasks.update({ id: 'T-1', ifMatch: 1, dependsOn: ['T-1'] }))).toBe('cycle');
    expect(await admin.tasks.get({ id: 'T-1' })).toMatchObject({ dependsOn: [], version: 1, claimable: true });
    expect(await admin.tasks.update({ id: 'T-3', ifMatch: 1, dependsOn: ['T-1'] })).toMatchObject({ dependsOn: ['T-1'] });
  });

  test('[TK1] a batch may refer to itself in any order, and is made whole or not at all', async () => {
    const board = await createBoard();
    const { admin } = board;
    const { tasks } = await admin.tasks.createMany({
      tasks: [
        { title: 'last', ref: 'last', dependsOn: ['first', 'middle'] },
        { title: 'middle', ref: 'middle', dependsOn: ['first'] },
        { title: 'first', ref: 'first' },
      ],
    });
    expect(tasks.map(({ id, title, dependsOn }) => ({ id, title, dependsOn }))).toEqual([
      { id: 'T-1', title: 'last', dependsOn: ['T-3', 'T-2'] },
      { id: 'T-2', title: 'middle', dependsOn: ['T-3'] },
      { id: 'T-3', title: 'first', dependsOn: [] },
    ]);
    const circle = [
      { title: 'x', ref: 'x', dependsOn: ['y'] },
      { title: 'y', ref: 'y', dependsOn: ['x'] },
    ];
    expect(await codeOf(admin.tasks.createMany({ tasks: circle }))).toBe('cycle');
    expect(await codeOf(admin.tasks.createMany({ tasks: [{ title: 'fine' }, { title: 'not', dependsOn: ['T-99'] }] }))).toBe(
      'not_found',
    );
    expect((await admin.tasks.list({})).items).toHaveLength(3);
  });

  test('[TK1] any batch without a circle is ordered so that each comes after what it depends on', () => {
    const batch = fc
      .integer({ min: 1, max: 40 })
      .chain((size) => fc.array(fc.array(fc.nat({ max: size - 1 }), { maxLength: 4 }), { minLength: size, maxLength: size }));
    fc.assert(
      fc.property(batch, (edges) => {
        const items = edges.map((to, index) => ({ ref: `r${index}`, dependsOn: to.map((one) => `r${one}`) }));
        let order: number[];
        try {
          order = orderByDependency(items);
        } catch (error) {
          expect(error).toBeInstanceOf(BatonError);
          expect(hasCircle(edges)).toBe(true);
          return;
        }
        expect([...order].sort((a, b) => a - b)).toEqual(items.map((_, index) => index));
        for (const [index, to] of edges.entries()) {
          for (const one of to) expect(order.indexOf(one)).toBeLessThan(order.indexOf(index));
        }
      }),
    );
  });
});

function hasCircle(edges: readonly number[][]): boolean {
  const left = new Map(edges.map((to, index) => [index, new Set(to)]));
  for (;;) {
    const free = [...left].find(([, to]) => [...to].every((one) => !left.has(one)));
    if (free === undefined) return left.size > 0;
    left.delete(free[0]);
  }
}

describe('editing', () => {
  test('[TK2] an edit names its version; a stale one gets the task as it is now', async () => {
    const board = await createBoard();
    const { admin } = board;
    const { id } = await admin.tasks.create({ title: 'draft' });
    expect(await codeOf(admin.tasks.update({ id, title: 'blind' }))).toBe('epoch_required');
    expect(await admin.tasks.update({ id, ifMatch: 1, title: 'better' })).toMatchObject({ title: 'better', version: 2 });
    const stale = await refusal(admin.tasks.update({ id, ifMatch: 1, title: 'lost update' }));
    expect(stale.code).toBe('version_conflict');
    expect(stale.details.current).toMatchObject({ id, title: 'better', version: 2 });
  });

  test('[TK2] of many edits based on one version, one is kept', async () => {
    const board = await createBoard();
    const { id } = await board.admin.tasks.create({ title: 'draft' });
    const edits = Array.from({ length: 20 }, (_, index) => board.admin.tasks.update({ id, ifMatch: 1, title: `edit ${index}` }));
    const kept = (await Promise.allSettled(edits)).filter((edit) => edit.status === 'fulfilled');
    expect(kept).toHaveLength(1);
  });

  test("[TK2] a holder's notes and heartbeats leave the version alone", async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const { id } = await scout.tasks.create({ title: 'held' });
    const { task } = await scout.tasks.claim({ id });
    await scout.tasks.progress({ id, epoch: 1, note: 'half way', percent: 50 });
    await scout.sessions.heartbeat({ id: 'current', leases: [{ taskId: id, epoch: 1 }] });
    expect(await board.admin.tasks.update({ id, ifMatch: task.version, priority: 0 })).toMatchObject({ priority: 0 });
  });

  test('[TK3] numbers count up per project and are not used again', async () => {
    const board = await createBoard();
    await board.admin.projects.create({ name: 'side' });
    const side = board.as(board.adminToken, { project: 'side' });
    expect((await board.admin.tasks.create({ title: 'a' })).id).toBe('T-1');
    await refusal(board.admin.tasks.create({ title: 'b', dependsOn: ['T-99'] }));
    await board.admin.tasks.cancel({ id: 'T-1', reason: 'not wanted' });
    expect((await board.admin.tasks.create({ title: 'c' })).id).toBe('T-2');
    expect((await side.tasks.create({ title: 'd' })).id).toBe('T-1');
  });
});

describe('reading', () => {
  test('[TK4] one predicate decides who holds a task, for the list, the task and the agent', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const { id } = await scout.tasks.create({ title: 'watched', labels: ['docs'] });
    await scout.tasks.claim({ id });
    const views = async () => ({
      task: (await board.admin.tasks.get({ id })).holder !== null,
      doing: (await board.admin.tasks.list({ status: 'doing' })).items.length === 1,
      todo: (await board.admin.tasks.list({ status: 'todo' })).items.length === 0,
      label: (await board.admin.tasks.list({ label: 'docs', status: 'doing' })).items.length === 1,
      held: (await board.admin.tasks.list({ agent: 'scout' })).items.length === 1,
      agent: (await board.admin.agents.get({ name: 'scout' })).currentTasks.length === 1,
      agents: (await board.admin.agents.list({})).items[0]?.currentTasks.length === 1,
      snapshot: (await board.admin.events.snapshot({})).tasks[0]?.status === 'doing',
    });
    await board.pass(64_999);
    expect(new Set(Object.values(await views()))).toEqual(new Set([true]));
    await board.pass(1);
    expect(new Set(Object.values(await views()))).toEqual(new Set([false]));
  });

  test('[TK4] a task says since when it has its status, which edits and comments do not change', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const made = await scout.tasks.create({ title: 'watched' });
    expect(made.statusSince).toBe(made.createdAt);
    await board.pass(1_000);
    const edited = await board.admin.tasks.update({ id: made.id, ifMatch: 1, title: 'watched well' });
    expect(edited.updatedAt > made.updatedAt).toBe(true);
    expect(edited.statusSince).toBe(made.statusSince);
    await board.pass(1_000);
    const claimed = await scout.tasks.claim({ id: made.id });
    const held = await board.admin.tasks.get({ id: made.id });
    expect(Date.parse(held.statusSince) - Date.parse(made.statusSince)).toBe(2_000);
    await board.pass(65_000);
    const leftAlone = await board.admin.tasks.get({ id: made.id });
    expect(leftAlone).toMatchObject({ status: 'todo', epoch: claimed.epoch });
    expect(leftAlone.statusSince).toBe(leftAlone.health.since);
    expect(Date.parse(leftAlone.statusSince) - Date.parse(held.statusSince)).toBe(60_000);
  });

  test('[LAW4] no read changes anything: the log and the tasks are as before', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const { id } = await scout.tasks.create({ title: 'looked at' });
    await scout.tasks.claim({ id });
    await board.pass(70_000);
    const state = async () => ({
      events: (await board.admin.events.list({})).head,
      task: await board.storage.read(({ q }) => q.findTask({ project: 'main', number: 1 })),
    });
    const before = await state();
    await scout.tasks.get({ id });
    await scout.tasks.list({ status: 'todo' });
    await scout.tasks.history({ id });
    await scout.tasks.fence({ id, epoch: 1 });
    await scout.agents.list({});
    await scout.reviews.list({ mine: true });
    await scout.events.snapshot({});
    await scout.projects.list({});
    expect(await state()).toEqual(before);
  });

  test('[TK3] lists come by number, page by page, without loss', async () => {
    const board = await createBoard();
    await board.admin.tasks.createMany({
      tasks: Array.from({ length: 25 }, (_, index) => ({ title: `task ${index}`, labels: [index % 2 === 0 ? 'even' : 'odd'] })),
    });
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await board.admin.tasks.list({ label: 'even', limit: 4, ...(cursor === undefined ? {} : { cursor }) });
      all.push(...page.items.map((task) => task.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(all).toEqual(Array.from({ length: 13 }, (_, index) => `T-${2 * index + 1}`));
  });
});
