import { describe, expect, test } from 'vitest';
import type { Agent, LiveEvent, Review, Task } from '../../client/page/index.ts';
import { type Board, type BoardTask, withAgents, withoutOld, withReviews, withTasks } from '../../web/board/board.ts';
import { patchBoard } from '../../web/board/patch-board.ts';
import { readPages } from '../../web/board/read-pages.ts';
import { StaleQueries } from '../../web/board/stale-queries.ts';
import { firstSteps } from '../../web/pages/board/first-steps.ts';

/** Only what the board looks at. */
function task(id: string, fields: Record<string, unknown> = {}): Task {
  const made = { id, title: 'A task', status: 'todo', version: 1, holder: null, updatedAt: '2026-01-01T00:00:00.000Z' };
  return { ...made, ...fields } as unknown as Task; // the fields that are left out are not read
}

function boardWith(...tasks: BoardTask[]): Board {
  const none = { agents: new Map(), reviews: [], reservations: [], truncated: false };
  const board = { ...none, project: null, tasks: new Map(tasks.map((one) => [one.id, one])) };
  return board as unknown as Board; // of the project nothing is read
}

const heldFor = (leaseRemainingMs: number) => ({
  status: 'doing',
  holder: { agent: 'scout', session: 'ses_1', leaseRemainingMs },
});

describe('tasks that were read again', () => {
  test('one that says what it said before stays the same object, and the board the same board', () => {
    const board = boardWith({ ...task('T-1'), readAt: 0 }, { ...task('T-2', heldFor(60_000)), readAt: 0 });
    // The lease ends when it did; its fields came in another order.
    const { holder, ...rest } = task('T-2', heldFor(55_000));
    expect(withTasks(board, [task('T-1'), { holder, ...rest }], 5_000)).toBe(board);
  });

  test('one whose lease was renewed, or that says something else, is another; the others stay', () => {
    const board = boardWith(
      { ...task('T-1'), readAt: 0 },
      { ...task('T-2', heldFor(60_000)), readAt: 0 },
      { ...task('T-3', { health: { state: 'ok' } }), readAt: 0 },
    );
    const read = [task('T-1'), task('T-2', heldFor(60_000)), task('T-3', { health: { state: 'stuck' } })];
    const next = withTasks(board, read, 5_000);
    expect(next.tasks.get('T-1')).toBe(board.tasks.get('T-1'));
    expect(next.tasks.get('T-2')).toMatchObject({ readAt: 5_000 });
    expect(next.tasks.get('T-3')).toMatchObject({ health: { state: 'stuck' } });
  });

  test('one that is older than what an event has brought meanwhile is passed over', () => {
    const board = boardWith({ ...task('T-1', { version: 3, title: 'New' }), readAt: 0 });
    expect(withTasks(board, [task('T-1', { version: 2, title: 'Old' })], 5_000)).toBe(board);
  });
});

test('an event that moves a task says since when it is there; one that only changes it does not', () => {
  const [before, moved] = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:05:00.000Z'];
  const board = boardWith({ ...task('T-1', { statusSince: before }), readAt: 0 });
  const after = (set: Record<string, unknown>) => {
    const event = { taskId: 'T-1', at: moved, data: { set } } as unknown as LiveEvent; // no other field is read
    return patchBoard(board, [event], 1).tasks.get('T-1');
  };
  expect(after({ status: 'doing' })).toMatchObject({ status: 'doing', statusSince: moved, updatedAt: moved });
  expect(after({ title: 'Another', status: 'todo' })).toMatchObject({ title: 'Another', statusSince: before, updatedAt: moved });
  expect(after({ title: 'Another' })).toMatchObject({ statusSince: before, updatedAt: moved });
});

test('what ended leaves the board after 24 hours, and nothing else does', () => {
  const at = (iso: string, status: string) => ({ ...task(`T-${status}`, { status, statusSince: iso }), readAt: 0 });
  const ended = ['done', 'failed', 'cancelled'].map((status) => at('2026-01-01T00:00:00.000Z', status));
  const board = boardWith(...ended, at('2025-01-01T00:00:00.000Z', 'todo'), at('2025-01-01T00:00:00.000Z', 'blocked'));
  const day = Date.parse('2026-01-02T00:00:00.000Z');
  expect(withoutOld(board, day)).toBe(board);
  expect([...withoutOld(board, day + 1).tasks.keys()]).toEqual(['T-todo', 'T-blocked']);
});

describe('lists that are longer than one answer', () => {
  const agent = (name: string) => ({ name }) as Agent; // no other field is read
  const pagesOf = (count: number) => {
    const calls: unknown[] = [];
    const read = async (page: { limit: number; cursor?: string }) => {
      calls.push(page);
      const from = Number(page.cursor ?? 0);
      const items = Array.from({ length: Math.min(page.limit, count - from) }, (_, nth) => agent(`agent-${from + nth}`));
      return { items, nextCursor: from + page.limit < count ? String(from + page.limit) : null };
    };
    return { calls, read };
  };

  test('are read page by page, up to a thousand', async () => {
    const few = pagesOf(401);
    expect(await readPages(few.read)).toMatchObject({ items: { length: 401 }, isWhole: true });
    expect(few.calls).toEqual([{ limit: 200 }, { limit: 200, cursor: '200' }, { limit: 200, cursor: '400' }]);
    expect(await readPages(pagesOf(1_000).read)).toMatchObject({ items: { length: 1_000 }, isWhole: true });
    expect(await readPages(pagesOf(1_001).read)).toMatchObject({ items: { length: 1_000 }, isWhole: false });
  });

  test('where not all of it was read, what was known of the rest stays', () => {
    const board = withAgents(boardWith(), { items: [agent('ada'), agent('zoe')], isWhole: true }, 0);
    expect([...withAgents(board, { items: [agent('ada')], isWhole: false }, 1).agents.keys()]).toEqual(['ada', 'zoe']);
    expect([...withAgents(board, { items: [agent('ada')], isWhole: true }, 1).agents.keys()]).toEqual(['ada']);
    const review = (id: string) => ({ id }) as Review; // no other field is read
    const queued = withReviews(board, { items: [review('rev_1'), review('rev_2')], isWhole: true });
    expect(withReviews(queued, { items: [review('rev_1')], isWhole: false }).reviews).toHaveLength(2);
    expect(withReviews(queued, { items: [review('rev_1')], isWhole: true }).reviews).toHaveLength(1);
  });
});

describe('what an event makes stale', () => {
  const stale = (...events: Pick<LiveEvent, 'type' | 'taskId'>[]) => {
    const queries = new StaleQueries();
    queries.add(events);
    return (path: string, of: unknown, data: unknown = undefined) =>
      queries.has({ queryKey: [path.split('.'), of], state: { data } });
  };

  test('of a task: what reads that task, and what reads one that waits for it, but no other', () => {
    const has = stale({ type: 'task.done', taskId: 'T-1' });
    expect(has('tasks.get', { input: { id: 'T-1' }, type: 'query' })).toBe(true);
    expect(has('tasks.get', { input: { id: 'T-2' }, type: 'query' }, { dependsOn: [] })).toBe(false);
    expect(has('tasks.get', { input: { id: 'T-2' }, type: 'query' }, { dependsOn: ['T-1'] })).toBe(true);
    expect(has('tasks.get', { input: { id: 'T-2' } }, { dependsOn: [], blocked: { waitingOn: { task: 'T-1' } } })).toBe(true);
    expect(has('tasks.history', { pages: 'T-1' })).toBe(true);
    expect(has('tasks.history', { pages: 'T-2' })).toBe(false);
  });

  test('what is made of many tasks is stale after any of them', () => {
    const has = stale({ type: 'task.done', taskId: 'T-1' });
    expect(has('summary', { type: 'query' })).toBe(true);
    expect(has('tasks.explain', { input: { id: 'T-2' } })).toBe(true);
    expect(has('inbox.list', {})).toBe(false);
    expect(stale({ type: 'message.sent' })('inbox.list', {})).toBe(true);
  });
});

describe('the first steps of a board', () => {
  const none = { todo: 0, doing: 0, validating: 0, done: 0, blocked: 0, failed: 0, cancelled: 0 };
  const ticked = (board: Board, counts: Record<string, number>) => firstSteps(board, counts).map(({ done }) => done);
  const withAgent = { ...boardWith(), agents: new Map([['scout', { kind: 'agent' }]]) } as unknown as Board; // nothing else is read

  test('are those that it never had', () => {
    expect(ticked(boardWith(), none)).toEqual([false, false, false]);
    expect(ticked(withAgent, none)).toEqual([true, false, false]);
    expect(ticked(withAgent, { ...none, todo: 1 })).toEqual([true, true, false]);
    expect(ticked(boardWith({ ...task('T-1', { attempts: 1 }), readAt: 0 }), { ...none, todo: 1 })).toEqual([false, true, true]);
  });

  test('do not come back when all that was done left the page long ago', () => {
    expect(ticked(withAgent, { ...none, done: 3 })).toEqual([true, true, true]);
  });
});
