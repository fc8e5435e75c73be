import { expect, test } from 'vitest';
import { actsOf } from '../../web/acts/task-acts.ts';
import { whyNot } from '../../web/pages/board/moves.ts';

const lead = { isLead: true };
const other = { isLead: false };

test.each([
  ['todo', ['doing', 'cancelled']],
  ['doing', ['todo', 'cancelled']],
  ['validating', ['done', 'todo', 'cancelled']],
  ['blocked', ['todo', 'cancelled']],
  ['done', ['todo']],
  ['failed', ['todo', 'cancelled']],
  ['cancelled', ['todo']],
] as const)('from %s a lead moves a card to %j and nowhere else', (status, to) => {
  const all = ['todo', 'doing', 'validating', 'done', 'blocked', 'failed', 'cancelled'];
  expect(actsOf({ status }, lead).map((act) => act.to)).toEqual(to);
  expect(all.filter((one) => whyNot({ id: 'T-1', status }, one, lead) === null)).toEqual(
    all.filter((one) => to.some((legal) => legal === one)),
  );
});

test('a card that cannot go somewhere says what would bring one there', () => {
  const todo = { id: 'T-1', status: 'todo' } as const;
  expect(whyNot(todo, 'todo', lead)).toBe('T-1 is there already.');
  expect(whyNot(todo, 'validating', lead)).toMatch(/when its holder hands it in/);
  expect(whyNot(todo, 'done', lead)).toMatch(/handed in and approved/);
  expect(whyNot({ id: 'T-1', status: 'done' }, 'cancelled', lead)).toBe('From done it does not go to cancelled.');
});

test('only a lead takes a task from its holder', () => {
  const doing = { id: 'T-1', status: 'doing' } as const;
  expect(actsOf(doing, other).map(({ to }) => to)).toEqual(['cancelled']);
  expect(whyNot(doing, 'todo', other)).toBe('Only a lead takes a task from its holder.');
});
