import type { ChoiceField, ChoiceTerm, Comparison, IsValue, QueryTerm, TaskQuery } from '../../contract/query/query-terms.ts';
import { unreachable } from '../../kernel/invariant.ts';
import type { TaskRecord } from '../records.ts';
import { isClaimable, type Moment } from '../tasks/claim-rules.ts';
import { isHeld } from '../tasks/lease-rules.ts';
import { currentStatus, taskHealth } from '../tasks/task-health.ts';
import { taskId } from '../tasks/task-view.ts';

/** Whether a task, with the lease that it really has, is what a query asks for; its words aside, which only the index knows. */
export function meetsQuery(task: TaskRecord, query: TaskQuery, at: Moment): boolean {
  return query.terms.every((term) => term.kind === 'text' || meetsTerm(task, term, at) !== term.negated);
}

function meetsTerm(task: TaskRecord, term: Exclude<QueryTerm, { kind: 'text' }>, at: Moment): boolean {
  switch (term.kind) {
    case 'choice':
      return hasOneOf(task, term, at);
    case 'priority':
      return holds(task.priority, term.comparison, term.value);
    case 'time': {
      const ms = term.seconds * 1_000;
      if (term.field === 'due') return task.dueAt !== null && holds(task.dueAt - at.wallNow, term.comparison, ms);
      return holds(at.wallNow - (term.field === 'created' ? task.createdAt : task.updatedAt), term.comparison, ms);
    }
    default:
      return unreachable(term);
  }
}

function hasOneOf(task: TaskRecord, { field, values }: ChoiceTerm, at: Moment): boolean {
  if (field === 'is') return values.some((value) => isSo(task, value as IsValue, at)); // the grammar lets no other through
  const own = valuesOf(task, field, at);
  return values.some((value) => own.includes(value));
}

function valuesOf(task: TaskRecord, field: Exclude<ChoiceField, 'is'>, at: Moment): readonly (string | null)[] {
  switch (field) {
    case 'id':
      return [taskId(task.number)];
    case 'status':
      return [currentStatus(task, at)];
    case 'label':
      return task.labels;
    case 'agent':
      return isHeld(task, at.lease) ? [task.holderAgent] : [];
    case 'assignee':
      return [task.assignee];
    case 'by':
      return [task.createdBy];
    case 'reviewer':
      return [task.reviewer];
    case 'needs':
      return task.requires;
    case 'priority':
      return [String(task.priority)];
    default:
      return unreachable(field);
  }
}

/** The predicates that claims, lists and the board use; nothing is worked out a second time here. */
export function isSo(task: TaskRecord, value: IsValue, at: Moment): boolean {
  switch (value) {
    case 'claimable':
      return isClaimable(task, at);
    case 'held':
      return isHeld(task, at.lease);
    case 'overdue':
      return task.dueAt !== null && task.dueAt < at.wallNow && !isEnded(task, at);
    default:
      return taskHealth(task, at).state === value;
  }
}

function isEnded(task: TaskRecord, at: Moment): boolean {
  const status = currentStatus(task, at);
  return status === 'done' || status === 'failed' || status === 'cancelled';
}

function holds(left: number, comparison: Comparison, right: number): boolean {
  switch (comparison) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return unreachable(comparison);
  }
}
