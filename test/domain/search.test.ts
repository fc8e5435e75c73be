import { describe, expect, test } from 'vitest';
import { SEARCHED_COMMENT_MAX_CHARS, SEARCHED_COMMENTS_MAX } from '../../server/domain/search/task-text.ts';
import { type Board, createBoard, refusal } from '../support/board.ts';

const MINUTE_MS = 60_000;

/** The ids that a query finds, over all its pages. */
async function find(board: Board, q: string, limit = 50): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Board['admin']['tasks']['list']>> = await board.admin.tasks.list({
      q,
      limit,
      ...(cursor === null ? {} : { cursor }),
    });
    ids.push(...page.items.map((task) => task.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

/** Which of some queries find the task. */
async function finding(board: Board, id: string, queries: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const q of queries) if ((await find(board, q)).includes(id)) found.push(q);
  return found;
}

describe('searching tasks', () => {
  test('[QY1] fields, their values, comparisons and negations all narrow the list', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout', { capabilities: ['go'] });
    await board.agent('ada');
    await board.admin.tasks.create({ title: 'one', labels: ['docs', 'ui'], priority: 0, requires: ['go'] });
    await scout.tasks.create({ title: 'two', labels: ['docs'], reviewer: 'ada', dueAt: '2100-01-01T00:00:00Z' });
    await board.pass(10 * MINUTE_MS);
    await scout.tasks.create({ title: 'three', assignee: 'scout', dependsOn: ['T-2'] });
    await scout.tasks.claim({ id: 'T-1' });
    const cases: Array<[string, string[]]> = [
      ['', ['T-1', 'T-2', 'T-3']],
      ['status:doing', ['T-1']],
      ['-status:doing', ['T-2', 'T-3']],
      ['status:todo,doing -label:ui', ['T-2', 'T-3']],
      ['label:docs', ['T-1', 'T-2']],
      ['label:ui,docs', ['T-1', 'T-2']],
      ['label:"docs" label:ui', ['T-1']],
      ['label:"needs review"', []],
      ['agent:scout', ['T-1']],
      ['agent:ada,scout', ['T-1']],
      ['-agent:scout', ['T-2', 'T-3']],
      ['by:scout', ['T-2', 'T-3']],
      ['by:scout,nobody', ['T-2', 'T-3']],
      ['-by:scout', ['T-1']],
      ['assignee:scout', ['T-3']],
      ['reviewer:ada', ['T-2']],
      ['needs:go', ['T-1']],
      ['priority:0', ['T-1']],
      ['priority:<=1', ['T-1']],
      ['priority:>0', ['T-2', 'T-3']],
      ['created:>=10m', ['T-1', 'T-2']],
      ['created:<10m', ['T-3']],
      ['updated:<1m', ['T-1', 'T-3']],
      ['due:>1w', ['T-2']],
      ['-due:>1w', ['T-1', 'T-3']],
      ['due:<1h', []],
      ['is:claimable', ['T-2']],
      ['-is:claimable', ['T-1', 'T-3']],
      ['is:held', ['T-1']],
      ['is:ok label:docs', ['T-1', 'T-2']],
      ['T-2', ['T-2']],
      ['id:T-3,T-1,T-99', ['T-1', 'T-3']],
      ['T-2 T-3', []],
      ['-T-2', ['T-1', 'T-3']],
      ['T-2 two', ['T-2']],
      ['T-2 -two', []],
    ];
    for (const [q, ids] of cases) expect(await find(board, q), q).toEqual(ids);
    expect((await board.admin.tasks.list({ q: 'by:scout', label: 'docs', status: 'todo' })).items.map(({ id }) => id)).toEqual([
      'T-2',
    ]);
  });

  test('[QY3] title, brief, last summary and comments are searched from the moment on that they are there', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const { id, version } = await scout.tasks.create({ title: 'Mend the parser', brief: 'It crashes on *émigré* input.' });
    const queries = ['parser', 'emigre', 'lexer', 'semicolon', 'overflow', 'nothing'];
    expect(await finding(board, id, queries)).toEqual(['parser', 'emigre']);
    await scout.tasks.update({ id, title: 'Mend the lexer', ifMatch: version });
    expect(await finding(board, id, queries)).toEqual(['emigre', 'lexer']);
    await scout.tasks.comment({ id, body: 'A semicolon does it.' });
    expect(await finding(board, id, queries)).toEqual(['emigre', 'lexer', 'semicolon']);
    const { epoch } = await scout.tasks.claim({ id });
    await scout.tasks.submit({ id, epoch, summary: 'It was an overflow.' });
    expect(await finding(board, id, queries)).toEqual(['emigre', 'lexer', 'semicolon', 'overflow']);
  });

  test('[QY3] all words must be there, phrases in a row and in one text; only the last word may go on', async () => {
    const board = await createBoard();
    await board.admin.tasks.createMany({
      tasks: [
        { title: 'Exit code of the child', brief: 'Process ends early' },
        { title: 'Code review', brief: 'Early exits are hard to read' },
      ],
    });
    await board.admin.tasks.comment({ id: 'T-1', body: 'flaky' });
    const cases: Array<[string, string[]]> = [
      ['code early', ['T-1', 'T-2']],
      ['early code', ['T-1', 'T-2']],
      ['"exit code"', ['T-1']],
      ['"code exit"', []],
      ['exit code', ['T-1']],
      ['code exit', ['T-1', 'T-2']],
      ['code "exit"', ['T-1']],
      ['exit* code', ['T-1', 'T-2']],
      ['code ex', ['T-1', 'T-2']],
      ['code e', []],
      ['code e*', ['T-1', 'T-2']],
      ['"early ex"*', ['T-2']],
      ['"child process"', []],
      ['code -flaky', ['T-2']],
      ['-flaky', ['T-2']],
      ['-"exit code" -nothing', ['T-2']],
      ['code -"exit code" -review', []],
      ['EXIT-CODE', ['T-1']],
    ];
    for (const [q, ids] of cases) expect(await find(board, q), q).toEqual(ids);
  });

  test('[QY3] of many and long comments the newest are searched, each as far as its limit', async () => {
    const board = await createBoard();
    await board.admin.tasks.create({ title: 'talked about' });
    const comment = (body: string) => board.admin.tasks.comment({ id: 'T-1', body });
    const cut = SEARCHED_COMMENT_MAX_CHARS - 'edge'.length;
    await comment('oldest');
    await comment(`${' '.repeat(cut)}edge`);
    await comment(`${' '.repeat(cut + 4)}beyond`);
    for (let i = 3; i < SEARCHED_COMMENTS_MAX; i += 1) await comment(`talk ${i}`);
    expect(await finding(board, 'T-1', ['oldest', 'edge', 'beyond'])).toEqual(['oldest', 'edge']);
    await comment('one more');
    expect(await finding(board, 'T-1', ['oldest', 'edge', 'one'])).toEqual(['edge', 'one']);
  });

  test('[QY5] what `is:` says is what the task says of itself, whatever time has done', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout', { maxConcurrent: 9 });
    await board.admin.tasks.createMany({
      tasks: [
        { title: 'held' },
        { title: 'once', maxAttempts: 1 },
        { title: 'broken' },
        { title: 'waits', dependsOn: ['T-3'] },
        { title: 'late', dueAt: new Date(board.clock.wallNow() + MINUTE_MS).toISOString() },
        { title: 'bounced' },
      ],
    });
    for (const id of ['T-1', 'T-2', 'T-6']) await scout.tasks.claim({ id });
    await scout.tasks.release({ id: 'T-6', epoch: 1, reason: 'no' });
    await board.admin.tasks.cancel({ id: 'T-3', reason: 'no' });
    const check = async () => {
      const all = (await board.admin.tasks.list({})).items;
      for (const state of ['ok', 'expiring', 'silent', 'blocked', 'bounced', 'stuck'])
        expect(await find(board, `is:${state}`), state).toEqual(
          all.filter((task) => task.health.state === state).map(({ id }) => id),
        );
      expect(await find(board, 'is:claimable')).toEqual(all.filter((task) => task.claimable).map(({ id }) => id));
      expect(await find(board, 'is:held')).toEqual(all.filter((task) => task.holder !== null).map(({ id }) => id));
      for (const status of ['todo', 'doing', 'failed', 'cancelled'])
        expect(await find(board, `status:${status}`)).toEqual(all.filter((task) => task.status === status).map(({ id }) => id));
    };
    await check();
    expect(await find(board, 'is:overdue')).toEqual([]);
    await board.pass(50_000);
    await check();
    expect(await find(board, 'is:expiring')).toEqual(['T-1', 'T-2']);
    await board.pass(MINUTE_MS);
    await check();
    expect(await find(board, 'is:stuck')).toEqual(['T-2', 'T-4']);
    expect(await find(board, 'is:overdue')).toEqual(['T-5']);
  });

  test('[QY4] pages come by number, each task once, also while tasks change and come', async () => {
    const board = await createBoard();
    const title = (i: number) => `crowd ${i % 3 === 0 ? 'third' : 'other'}`;
    await board.admin.tasks.createMany({
      tasks: Array.from({ length: 300 }, (_, i) => ({ title: title(i + 1), labels: ['l'] })),
    });
    for (const q of ['crowd third', 'third label:l', '-other', 'label:l -other', 'status:todo -other is:claimable']) {
      const first = await board.admin.tasks.list({ q, limit: 7 });
      expect(first.items.map(({ id }) => id)).toEqual(Array.from({ length: 7 }, (_, i) => `T-${3 * (i + 1)}`));
      await board.admin.tasks.create({ title: 'crowd third, come later', labels: ['l'] });
      const seen = first.items.map(({ id }) => id);
      for (let cursor = first.nextCursor; cursor !== null; ) {
        const page = await board.admin.tasks.list({ q, limit: 7, cursor });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      const numbers = seen.map((id) => Number(id.slice(2)));
      expect(numbers).toEqual([...new Set(numbers)].sort((left, right) => left - right));
      expect(numbers.filter((number) => number <= 300)).toHaveLength(100);
      expect(numbers.at(-1)).toBeGreaterThan(300);
    }
  });

  test('[QY4] tasks of several statuses come in one order, however unevenly they lie', async () => {
    const board = await createBoard();
    await board.admin.tasks.createMany({
      tasks: Array.from({ length: 40 }, (_, i) => ({ title: 'x', labels: i < 20 && i % 10 !== 7 ? ['no'] : [] })),
    });
    for (let number = 1; number <= 20; number += 1) await board.admin.tasks.cancel({ id: `T-${number}`, reason: 'no' });
    const meant = [8, 18, ...Array.from({ length: 20 }, (_, i) => 21 + i)].map((number) => `T-${number}`);
    for (const limit of [1, 3, 5, 50]) {
      expect(await find(board, 'status:todo,cancelled -label:no', limit)).toEqual(meant);
      expect(await find(board, 'status:todo,cancelled -label:no priority:<=2', limit)).toEqual(meant);
    }
  });

  test('[QY4] a search that finds little ends its page after so many looks, and goes on from there', async () => {
    const board = await createBoard();
    for (let made = 0; made < 2_500; made += 500)
      await board.admin.tasks.createMany({ tasks: Array.from({ length: 500 }, () => ({ title: 'hay', requires: ['hay'] })) });
    await board.admin.tasks.create({ title: 'needle', requires: ['needle'] });
    const first = await board.admin.tasks.list({ q: 'needs:needle' });
    expect(first.items).toEqual([]);
    expect(Number(first.nextCursor)).toBeGreaterThanOrEqual(2_000);
    const second = await board.admin.tasks.list({ q: 'needs:needle', cursor: first.nextCursor ?? '' });
    expect([second.items.map(({ id }) => id), second.nextCursor]).toEqual([['T-2501'], null]);
    expect(await find(board, 'needle')).toEqual(['T-2501']);
    expect((await board.admin.tasks.list({ q: 'by:nobody' })).items).toEqual([]);
  });

  test('[QY3] the words of other projects are not found', async () => {
    const board = await createBoard();
    await board.admin.projects.create({ name: 'other' });
    await board.as(board.adminToken, { project: 'other' }).tasks.create({ title: 'secret plan' });
    await board.admin.tasks.create({ title: 'open plan' });
    expect(await find(board, 'plan')).toEqual(['T-1']);
    expect((await board.admin.tasks.list({ q: 'plan' })).items.map(({ title }) => title)).toEqual(['open plan']);
    expect(await find(board, 'secret')).toEqual([]);
    expect(await find(board, '-open')).toEqual([]);
  });

  test('[QY2] what is no query is refused with its place', async () => {
    const board = await createBoard();
    const error = await refusal(board.admin.tasks.list({ q: 'agent:scout status:doen' }));
    expect(error.code).toBe('bad_request');
    expect(error.details.detail).toContain('position 19');
    expect(error.details.problems).toEqual([
      { path: 'q', position: 19, expected: expect.stringContaining('doing'), message: expect.stringContaining('"doen"') },
    ]);
    expect((await refusal(board.admin.tasks.list({ q: 'x'.repeat(1_001) }))).code).toBe('bad_request');
    expect((await refusal(board.admin.tasks.list({ q: 'label:"\u0000"' }))).code).toBe('bad_request');
  });
});
