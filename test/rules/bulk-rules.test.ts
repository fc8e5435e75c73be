import { expect, test } from 'vitest';
import type { Rpc, Task } from '../../client/index.ts';
import type { TaskRecord } from '../../server/domain/records.ts';
import { toTask } from '../../server/domain/tasks/task-view.ts';
import { type BulkAct, doTo, dryRun } from '../../web/pages/tasks/bulk-rules.ts';
import { aTask } from '../support/a-task.ts';

const task = (fields: Partial<TaskRecord>): Task => toTask(aTask(fields), { lease: { now: 0, listeningSince: 0 }, wallNow: 0 });
const todo = task({ number: 1, labels: ['docs'], priority: 1 });
const other = task({ number: 2, priority: 3 });
const done = task({ number: 3, status: 'done' });
const failed = task({ number: 4, status: 'failed' });
const cancelled = task({ number: 5, status: 'cancelled' });
const ALL = [todo, other, done, failed, cancelled];
const ENDED = { done: 1, failed: 1, cancelled: 1 };

test.each<[BulkAct, string[], Record<string, number>]>([
  [{ kind: 'cancel', text: 'Why' }, ['T-1', 'T-2'], ENDED],
  [{ kind: 'reopen', text: 'Why' }, ['T-3', 'T-4', 'T-5'], { todo: 2 }],
  [{ kind: 'priority', text: '1' }, ['T-2'], { 'P1 already': 1, ...ENDED }],
  [{ kind: 'priority', text: '0' }, ['T-1', 'T-2'], ENDED],
  [{ kind: 'label', text: 'docs' }, ['T-2'], { 'labelled so already': 1, ...ENDED }],
  [{ kind: 'unlabel', text: 'docs' }, ['T-1'], { 'not labelled so': 1, ...ENDED }],
  // Nothing was written yet: nobody is told that a task lacks what has no name.
  [{ kind: 'unlabel', text: '' }, ['T-1', 'T-2'], ENDED],
  [{ kind: 'assign', text: 'scout' }, ['T-1', 'T-2'], ENDED],
])('%j would change %j and says why it leaves the others out', (act, able, leftOut) => {
  const found = dryRun(act, ALL);
  expect(found.able.map(({ id }) => id)).toEqual(able);
  expect(Object.fromEntries(found.leftOut)).toEqual(leftOut);
});

test('the dry run of nothing changes nothing', () => {
  expect(dryRun({ kind: 'cancel', text: 'Why' }, [])).toEqual({ able: [], leftOut: new Map() });
});

test.each<[BulkAct, unknown]>([
  [{ kind: 'cancel', text: 'Why' }, ['cancel', { id: 'T-1', reason: 'Why' }]],
  [{ kind: 'reopen', text: 'Why' }, ['reopen', { id: 'T-1', reason: 'Why' }]],
  [{ kind: 'priority', text: '0' }, ['update', { id: 'T-1', ifMatch: 1, priority: 0 }]],
  [{ kind: 'label', text: 'api' }, ['update', { id: 'T-1', ifMatch: 1, labels: ['docs', 'api'] }]],
  [{ kind: 'unlabel', text: 'docs' }, ['update', { id: 'T-1', ifMatch: 1, labels: [] }]],
  [{ kind: 'assign', text: 'scout' }, ['update', { id: 'T-1', ifMatch: 1, assignee: 'scout' }]],
  [{ kind: 'assign', text: '' }, ['update', { id: 'T-1', ifMatch: 1, assignee: null }]],
])('%j asks the server for that, based on the version that was seen', async (act, asked) => {
  const calls: unknown[] = [];
  const operation = (name: string) => ({ mutate: async (input: unknown) => void calls.push([name, input]) });
  const tasks = { cancel: operation('cancel'), reopen: operation('reopen'), update: operation('update') };
  // All of the client that these acts use.
  await doTo(todo, act, { tasks } as unknown as Rpc);
  expect(calls).toEqual([asked]);
});
