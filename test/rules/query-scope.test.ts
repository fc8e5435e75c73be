import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Blocked } from '../../server/contract/blocking.ts';
import { IS_VALUES, QUERY_STATUSES, type QueryTerm } from '../../server/contract/query/query-terms.ts';
import type { TaskRecord } from '../../server/domain/records.ts';
import { scopeOf } from '../../server/domain/search/query-bounds.ts';
import { isSo, meetsQuery } from '../../server/domain/search/query-predicate.ts';
import type { Moment } from '../../server/domain/tasks/claim-rules.ts';
import { taskRow } from '../storage/sample-rows.ts';
import { someTerm } from './query-samples.ts';

const NOW = 10_000_000_000;
const HOUR_MS = 3_600_000;
const at: Moment = { lease: { now: 100 * HOUR_MS, listeningSince: 0 }, wallNow: NOW };

const time = fc.integer({ min: NOW - 30 * 24 * HOUR_MS, max: NOW + 30 * 24 * HOUR_MS });
const leaseTime = fc.integer({ min: 0, max: 101 * HOUR_MS });
const few = fc.integer({ min: 0, max: 2 });
const name = fc.constantFrom('scout', 'ada', 'lead');

const someTask: fc.Arbitrary<TaskRecord> = fc
  .record({
    number: fc.integer({ min: 1, max: 5 }),
    status: fc.constantFrom(...QUERY_STATUSES),
    priority: fc.integer({ min: 0, max: 3 }),
    labels: fc.uniqueArray(fc.constantFrom('docs', 'ui'), { maxLength: 2 }),
    requires: fc.uniqueArray(fc.constantFrom('go', 'ios'), { maxLength: 2 }),
    openDeps: few,
    brokenDeps: few,
    attempts: few,
    maxAttempts: fc.integer({ min: 1, max: 2 }),
    round: few,
    notBefore: fc.option(time),
    dueAt: fc.option(fc.oneof(time, fc.constant(NOW))),
    createdAt: time,
    updatedAt: time,
    createdBy: name,
    assignee: fc.option(name),
    reviewer: name,
    claimedAt: leaseTime,
    leaseEndsAt: fc.oneof(leaseTime, fc.integer({ min: 100 * HOUR_MS - 10_000, max: 100 * HOUR_MS + 60_000 })),
    progressAt: fc.option(leaseTime),
    holderAgent: name,
    blockedUntil: fc.option(time),
    stuckBecause: fc.option(fc.constant('It waits for T-9, which was cancelled.')),
  })
  .map(({ claimedAt, leaseEndsAt, progressAt, holderAgent, blockedUntil, stuckBecause, ...row }) => {
    const held = { claimedAt, leaseEndsAt, progressAt, holderAgent, holderSession: 'ses_1', attempts: Math.max(1, row.attempts) };
    if (row.status === 'blocked') return taskRow({ ...row, blocked: QUESTION, blockedUntil, stuckBecause });
    return taskRow(row.status === 'doing' ? { ...row, ...held } : row);
  });

const QUESTION: Blocked = {
  kind: 'question',
  reason: 'Which port?',
  waitingOn: null,
  until: null,
  options: [],
  by: 'scout',
  epoch: 1,
  times: 1,
  escalated: false,
};

/** Terms that tasks like these often meet. */
const nearTerm: fc.Arbitrary<QueryTerm> = fc.oneof(
  someTerm.filter((term) => term.kind !== 'text'),
  fc.record({
    kind: fc.constant('choice' as const),
    negated: fc.boolean(),
    field: fc.constantFrom('by', 'assignee', 'reviewer', 'agent'),
    values: fc.array(name, { minLength: 1, maxLength: 2 }),
  }),
);

test('[QY5] whatever meets a query lies where the query is looked for', () => {
  let met = 0;
  fc.assert(
    fc.property(someTask, fc.array(nearTerm, { maxLength: 4 }), (task, terms) => {
      if (!meetsQuery(task, { terms }, at)) return;
      met += 1;
      const { reaches, bounds } = scopeOf({ terms }, at.wallNow);
      const reach = reaches.get(task.status);
      expect(reach).toBeDefined();
      if (reach === 'broken') expect(task.brokenDeps).toBeGreaterThan(0);
      if (reach === 'tried') expect(task.attempts + task.round).toBeGreaterThan(0);
      const within = (value: number, from: number, to: number) => expect(from <= value && value <= to).toBe(true);
      within(task.priority, bounds.priorityFrom, bounds.priorityTo);
      within(task.createdAt, bounds.createdFrom, bounds.createdTo);
      within(task.updatedAt, bounds.updatedFrom, bounds.updatedTo);
      within(task.dueAt ?? Number.MIN_SAFE_INTEGER, bounds.dueFrom, bounds.dueTo);
      expect(task.attempts + task.round).toBeGreaterThanOrEqual(bounds.triesFrom);
      for (const [named, own] of [
        [bounds.by, task.createdBy],
        [bounds.assignee, task.assignee],
        [bounds.reviewer, task.reviewer],
      ])
        if (named !== '') expect(own).toBe(named);
    }),
    { numRuns: 20_000 },
  );
  expect(met).toBeGreaterThan(1_000);
});

test('[QY5] everything that `is:` knows is true of some task and false of another', () => {
  const tasks = fc.sample(someTask, { numRuns: 3_000, seed: 7 });
  for (const value of IS_VALUES)
    expect(new Set(tasks.map((task) => isSo(task, value, at))), value).toEqual(new Set([true, false]));
});

test('[QY1] durations and priorities are compared at their bounds as they are written', () => {
  const task = taskRow({ createdAt: NOW - 60_000, updatedAt: NOW - 60_000, dueAt: NOW + 60_000, priority: 1 });
  const meets = (term: QueryTerm) => meetsQuery(task, { terms: [term] }, at);
  for (const field of ['created', 'updated', 'due'] as const) {
    const is = (comparison: '<' | '<=' | '>' | '>=', seconds: number) =>
      meets({ kind: 'time', negated: false, field, comparison, seconds });
    expect([is('<', 60), is('<=', 60), is('>', 60), is('>=', 60)]).toEqual([false, true, false, true]);
    expect([is('<', 61), is('<=', 59), is('>', 59), is('>=', 61)]).toEqual([true, false, true, false]);
  }
  const urgent = (comparison: '<' | '<=' | '>' | '>=', value: number) =>
    meets({ kind: 'priority', negated: false, comparison, value });
  expect([urgent('<', 1), urgent('<=', 1), urgent('>', 1), urgent('>=', 1)]).toEqual([false, true, false, true]);
  const due = (dueAt: number | null) =>
    ['overdue'].map((value) =>
      meetsQuery({ ...task, dueAt }, { terms: [{ kind: 'choice', negated: false, field: 'is', values: [value] }] }, at),
    )[0];
  expect([due(NOW - 1), due(NOW), due(null)]).toEqual([true, false, false]);
});
