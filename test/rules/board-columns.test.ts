import { expect, test } from 'vitest';
import { TaskStatus } from '../../server/contract/tasks.ts';
import type { BoardTask } from '../../web/board/board.ts';
import { cardBeside, columnsOf } from '../../web/pages/board/columns.ts';

/** Only what the columns look at. */
function card(id: string, fields: Record<string, unknown>): BoardTask {
  const task = { id, status: 'todo', priority: 2, labels: [], holder: null, assignee: null, updatedAt: '2026-01-01T00:00:00Z' };
  return { ...task, ...fields } as unknown as BoardTask; // the fields that are left out are not read
}

test('every status of the contract has a column, and one that the page does not know its own before the rails', () => {
  const columns = columnsOf([card('T-1', { status: 'parked' }), card('T-2', { status: 'blocked' })]);
  const way = ['todo', 'doing', 'validating', 'done', 'parked'];
  expect(columns.map(({ status }) => status)).toEqual([...way, 'blocked', 'failed', 'cancelled']);
  expect(TaskStatus.options.toSorted()).toEqual(
    columnsOf([])
      .map(({ status }) => status)
      .toSorted(),
  );
});

test('in a column that is held no card moves: one that comes stands below, one that goes leaves no place', () => {
  const before = columnsOf([card('T-2', {}), card('T-3', {}), card('T-4', {})]);
  const after = [card('T-1', {}), card('T-3', {}), card('T-4', { priority: 0 }), card('T-2', { status: 'doing' })];
  const idsOf = (held: typeof before) => columnsOf(after, 'none', held)[0]?.tasks.map(({ id }) => id);
  expect(idsOf(before)).toEqual(['T-3', 'T-4', 'T-1']);
  expect(idsOf([])).toEqual(['T-4', 'T-1', 'T-3']);
});

test('grouped by agent, each card stands once: by its holder, else by whom it is for, and those of nobody come last', () => {
  const tasks = [
    card('T-1', {}),
    card('T-2', { assignee: 'scout' }),
    card('T-3', { holder: { agent: 'ada' }, assignee: 'scout' }),
    card('T-4', { assignee: 'scout', priority: 0 }),
  ];
  const rows = columnsOf(tasks, 'agent')[0]?.rows.map((row) => (row.kind === 'head' ? `${row.name} ${row.count}` : row.task.id));
  expect(rows).toEqual(['ada 1', 'T-3', 'scout 2', 'T-4', 'T-2', 'Nobody 1', 'T-1']);
});

test('grouped by label, a card stands under its first label', () => {
  const [todo] = columnsOf([card('T-1', { labels: ['web', 'api'] }), card('T-2', { labels: ['api'] })], 'label');
  expect(todo?.tasks.map(({ id }) => id)).toEqual(['T-2', 'T-1']);
});

test('the keys go to the card below, to the next column that has cards, and stay at the ends', () => {
  const columns = columnsOf([card('T-1', {}), card('T-2', {}), card('T-3', { status: 'done' })]);
  expect(cardBeside(columns, 'T-1', { across: 0, down: 1 })).toBe('T-2');
  expect(cardBeside(columns, 'T-2', { across: 0, down: 1 })).toBe('T-2');
  expect(cardBeside(columns, 'T-2', { across: 1, down: 0 })).toBe('T-3');
  expect(cardBeside(columns, 'T-3', { across: 1, down: 0 })).toBe('T-3');
  expect(cardBeside(columns, 'T-1', { across: -1, down: 0 })).toBe('T-1');
  expect(cardBeside(columns, null, { across: 0, down: 0 })).toBe('T-1');
  expect(cardBeside(columnsOf([]), 'T-1', { across: 0, down: 1 })).toBeNull();
});
