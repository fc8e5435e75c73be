import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordsOf } from '../../server/contract/query/words.ts';
import { UNBOUNDED } from '../../server/domain/search/query-bounds.ts';
import type { Phrase, TextMatch } from '../../server/domain/search/search-queries.ts';
import { taskWords } from '../../server/domain/search/task-text.ts';
import type { Bench } from './conformance.ts';
import { seedProject, taskRow } from './sample-rows.ts';

const phrase = (text: string, prefix = false): Phrase => ({ words: wordsOf(text), prefix });
const matching = (all: readonly Phrase[], none: readonly Phrase[] = []): TextMatch => ({ all, none });

/** That both engines find the same by words, and by bounds. */
export function searchConformance(bench: Bench): void {
  const insert = (number: number, title: string, project = 'p') =>
    bench.storage.write(async ({ q }) => {
      const task = taskRow({ project, number, title });
      await q.insertTask(task);
      await q.setTaskText({ project, task: number, words: taskWords(task, []) });
    });
  const found = (match: TextMatch, page: { project?: string; after?: number; limit?: number } = {}) =>
    bench.storage.read(async ({ q }) => {
      const rows = await q.listTasksByText({ project: 'p', match, after: 0, limit: 99, ...page });
      for (const { project, number } of rows) expect(await q.findTextMatch({ project, number, match })).toEqual({ number });
      return rows.map(({ number }) => number);
    });

  test('[QY3] words, phrases and beginnings of words are found, whatever their case and accents', async () => {
    await insert(1, 'Mend the Crème brûlée');
    await insert(2, 'The exit code of the crash');
    await insert(3, 'Code that exits: 修复 bug');
    await insert(4, 'it\'s AND "so" NOT OR: * ( ) ^ \' & | ! <-> :* \\');
    expect(await found(matching([phrase('creme')]))).toEqual([1]);
    expect(await found(matching([phrase('CODE')]))).toEqual([2, 3]);
    expect(await found(matching([phrase('exit code')]))).toEqual([2]);
    expect(await found(matching([phrase('code exit')]))).toEqual([]);
    expect(await found(matching([phrase('exit', true)]))).toEqual([2, 3]);
    expect(await found(matching([phrase('the ex', true)]))).toEqual([2]);
    expect(await found(matching([phrase('code'), phrase('crash')]))).toEqual([2]);
    expect(await found(matching([phrase('code')], [phrase('crash')]))).toEqual([3]);
    expect(await found(matching([phrase('code')], [phrase('crash'), phrase('that exits')]))).toEqual([]);
    expect(await found(matching([phrase('复')]))).toEqual([3]);
    expect(await found(matching([phrase('and so not or')]))).toEqual([4]);
    expect(await found(matching([phrase('near')]))).toEqual([]);
  });

  test('[QY3] other words in the place of the old ones are found, the old ones no more', async () => {
    await insert(1, 'first');
    await bench.storage.write(({ q }) => q.setTaskText({ project: 'p', task: 1, words: ['second', 'third'] }));
    expect(await found(matching([phrase('first')]))).toEqual([]);
    expect(await found(matching([phrase('second third')]))).toEqual([1]);
    await bench.storage.write(({ q }) => q.setTaskText({ project: 'p', task: 1, words: [] }));
    expect(await found(matching([phrase('second')]))).toEqual([]);
  });

  test('[QY3][LAW2] a write that is undone leaves no words behind', async () => {
    const undone = bench.storage.write(async ({ q }) => {
      await q.insertTask(taskRow({ number: 1 }));
      await q.setTaskText({ project: 'p', task: 1, words: ['ghost'] });
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    await insert(1, 'alive');
    expect(await found(matching([phrase('ghost')]))).toEqual([]);
    expect(await found(matching([phrase('alive')]))).toEqual([1]);
  });

  test('[QY4] the tasks of each project come by number, from a number on', async () => {
    await bench.storage.write((tx) => seedProject(tx, 'other'));
    for (const number of [3, 1, 2, 5]) await insert(number, 'same');
    for (const number of [2, 4]) await insert(number, 'same', 'other');
    const match = matching([phrase('same')]);
    expect(await found(match)).toEqual([1, 2, 3, 5]);
    expect(await found(match, { after: 2 })).toEqual([3, 5]);
    expect(await found(match, { after: 1, limit: 2 })).toEqual([2, 3]);
    expect(await found(match, { project: 'other' })).toEqual([2, 4]);
    expect(await found(match, { project: 'nowhere' })).toEqual([]);
    const other = matching([phrase('other')]);
    const find = (number: number, one: TextMatch) =>
      bench.storage.read(({ q }) => q.findTextMatch({ project: 'p', number, match: one }));
    expect([await find(2, match), await find(4, match), await find(2, other)]).toEqual([{ number: 2 }, undefined, undefined]);
  });

  test('[QY3] many that write at the same moment are all indexed', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => insert(i + 1, `crowd ${i % 2 === 0 ? 'even' : 'odd'}`)));
    expect(await found(matching([phrase('crowd')]))).toHaveLength(40);
    expect(await found(matching([phrase('crowd odd')]))).toHaveLength(20);
  });

  test('[QY3] as much text as a task can have is indexed', async () => {
    const wide = Array.from({ length: 16_000 }, (_, i) => `${String.fromCodePoint(0x4e00 + i)}${'가'.repeat(3)}`).join(' ');
    const task = { title: 'a', brief: wide, summary: 'x '.repeat(30_000) };
    const words = taskWords(task, [{ body: 'late' }]);
    await insert(1, 'x');
    await bench.storage.write(({ q }) => q.setTaskText({ project: 'p', task: 1, words }));
    expect(await found(matching([phrase(words.at(-2) ?? '')]))).toEqual([1]);
  });

  test('[QY3] no words that can be asked for fail or find what is not there', async () => {
    await insert(1, 'one');
    const words = fc
      .string({ unit: 'binary', minLength: 1 })
      .map((text) => wordsOf(text))
      .filter((some) => some.length > 0);
    const phrases = fc.array(fc.record({ words, prefix: fc.boolean() }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(phrases, phrases, async (all, none) => {
        const isThere = all.every(
          (one) => one.words.length === 1 && (one.prefix ? 'one'.startsWith(one.words[0] ?? '') : one.words[0] === 'one'),
        );
        expect((await found({ all, none })).length).toBeLessThanOrEqual(Number(isThere));
      }),
      { numRuns: 60 },
    );
  });

  test('[QY4] tasks within bounds come by number, both bounds inclusive', async () => {
    await bench.storage.write(async ({ q }) => {
      for (const number of [1, 2, 3, 4, 5]) {
        const time = 1_000 * number;
        const dueAt = number === 5 ? null : time;
        await q.insertTask(
          taskRow({
            number,
            priority: number % 4,
            createdAt: time,
            updatedAt: time,
            dueAt,
            brokenDeps: number === 3 ? 1 : 0,
            attempts: number === 2 ? 1 : 0,
            round: number === 4 ? 1 : 0,
            ...(number === 1 ? { createdBy: 'ada', assignee: 'ada', reviewer: 'ada' } : {}),
          }),
        );
      }
      await q.insertTask(taskRow({ number: 6, status: 'done', brokenDeps: 1 }));
    });
    const part = { project: 'p', status: 'todo', after: 0, walk: 99, limit: 99, ...UNBOUNDED };
    const ask = (over: Partial<typeof part>) =>
      bench.storage.read(async ({ q }) => (await q.listTasksInBounds({ ...part, ...over })).map(({ number }) => number));
    expect(await ask({})).toEqual([1, 2, 3, 4, 5]);
    expect(await ask({ after: 1, walk: 2 })).toEqual([2, 3]);
    expect(await ask({ walk: 3, priorityFrom: 1 })).toEqual([1, 2, 3]);
    expect(await ask({ walk: 3, createdFrom: 4_000 })).toEqual([]);
    expect(await ask({ limit: 2 })).toEqual([1, 2]);
    expect(await ask({ priorityFrom: 1, priorityTo: 2 })).toEqual([1, 2, 5]);
    expect(await ask({ createdFrom: 2_000, createdTo: 3_000 })).toEqual([2, 3]);
    expect(await ask({ updatedFrom: 2_001, updatedTo: 4_000 })).toEqual([3, 4]);
    expect(await ask({ dueTo: 2_000, dueFrom: 0 })).toEqual([1, 2]);
    expect(await ask({ triesFrom: 1 })).toEqual([2, 4]);
    for (const who of ['by', 'assignee', 'reviewer']) expect(await ask({ [who]: 'ada' })).toEqual([1]);
    expect(await ask({ status: 'done' })).toEqual([6]);
    const whole = await bench.storage.read(({ q }) => q.listTasksInBounds({ ...part, after: 3, walk: 1 }));
    expect(whole).toEqual([await bench.storage.read(({ q }) => q.findTask({ project: 'p', number: 4 }))]);
    const broken = (after: number) => bench.storage.read(({ q }) => q.listBrokenTasks({ project: 'p', after, limit: 9 }));
    expect([(await broken(2)).map(({ number }) => number), (await broken(3)).map(({ number }) => number)]).toEqual([[3, 6], [6]]);
    const skip = (count: number) =>
      bench.storage.read(({ q }) => q.skipTasks({ project: 'p', status: 'todo', after: 1, skip: count }));
    expect(await skip(0)).toEqual({ number: 2 });
    expect(await skip(3)).toEqual({ number: 5 });
    expect(await skip(4)).toBeUndefined();
  });
}
