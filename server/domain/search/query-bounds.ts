import {
  type Comparison,
  type IsValue,
  QUERY_STATUSES,
  type QueryTerm,
  type TaskQuery,
} from '../../contract/query/query-terms.ts';
import type { TaskStatus } from '../../contract/tasks.ts';
import type { WallTime } from '../records.ts';
import { NO_DUE, type TaskBounds } from './search-queries.ts';

const ANY_FROM = Number.MIN_SAFE_INTEGER;
const ANY_TO = Number.MAX_SAFE_INTEGER;

/** Bounds that hold every task. */
export const UNBOUNDED: TaskBounds = {
  priorityFrom: ANY_FROM,
  priorityTo: ANY_TO,
  createdFrom: ANY_FROM,
  createdTo: ANY_TO,
  updatedFrom: ANY_FROM,
  updatedTo: ANY_TO,
  dueFrom: NO_DUE,
  dueTo: ANY_TO,
  triesFrom: 0,
  by: '',
  assignee: '',
  reviewer: '',
};

/** Which rows of a status may be so: all, those with a broken dependency, those that were tried before. */
type Reach = 'all' | 'broken' | 'tried';
type Reaches = Partial<Record<TaskStatus, Reach>>;

/**
 * From which stored statuses a task may come of which `is:` says this. Only where to look, never the answer, which is the predicate's:
 * more than needed is slow, less would lose tasks. A test holds this against the predicate.
 */
const REACH_OF: Record<IsValue, Reaches> = {
  claimable: { todo: 'all', doing: 'all', blocked: 'all' },
  held: { doing: 'all' },
  overdue: { todo: 'all', doing: 'all', validating: 'all', blocked: 'all' },
  ok: { todo: 'all', doing: 'all', blocked: 'all', validating: 'all', done: 'all', cancelled: 'all' },
  expiring: { doing: 'all' },
  silent: { doing: 'all' },
  blocked: { blocked: 'all' },
  bounced: { todo: 'tried', doing: 'all', blocked: 'all' },
  stuck: { failed: 'all', todo: 'broken', doing: 'all', blocked: 'all' },
};

/** Where in the store a query has to look: for each stored status how far, and within which bounds. */
export interface QueryScope {
  readonly reaches: ReadonlyMap<TaskStatus, Reach>;
  /** `UNBOUNDED` itself where there are none. */
  readonly bounds: TaskBounds;
}

/** Works out where to look; whoever is outside is certainly not meant. */
export function scopeOf(query: TaskQuery, wallNow: WallTime): QueryScope {
  let reaches: Reaches = Object.fromEntries(QUERY_STATUSES.map((status) => [status, 'all']));
  let bounds = UNBOUNDED;
  for (const term of query.terms) {
    reaches = narrowed(reaches, reachesOf(term));
    const own = term.negated ? null : boundsOf(term, bounds, wallNow);
    if (own !== null) bounds = { ...bounds, ...own };
  }
  return { reaches: new Map(Object.entries(reaches) as Array<[TaskStatus, Reach]>), bounds }; // the keys of Reaches
}

function reachesOf(term: QueryTerm): Reaches | null {
  if (term.kind !== 'choice') return null;
  if (term.field === 'agent' && !term.negated) return { doing: 'all' };
  if (term.field === 'is' && !term.negated) return term.values.map((value) => REACH_OF[value as IsValue]).reduce(widened); // as the grammar lets through
  if (term.field !== 'status') return null;
  const wanted = QUERY_STATUSES.filter((status) => term.values.includes(status) !== term.negated);
  // A lease that is over leaves a row in `doing` that counts as todo, or as failed; a date that has come one in `blocked` that counts as todo.
  const lapsed = wanted.includes('todo') || wanted.includes('failed') ? (['doing'] as const) : [];
  const due = wanted.includes('todo') ? (['blocked'] as const) : [];
  const stored = [...wanted, ...lapsed, ...due];
  return Object.fromEntries(stored.map((status) => [status, 'all']));
}

/** What either reaches. */
function widened(left: Reaches, right: Reaches): Reaches {
  const wide: Reaches = { ...left };
  for (const status of QUERY_STATUSES) {
    const other = right[status];
    if (other !== undefined) wide[status] = (left[status] ?? other) === other ? other : 'all';
  }
  return wide;
}

/** What both reach. */
function narrowed(left: Reaches, right: Reaches | null): Reaches {
  if (right === null) return left;
  const narrow: Reaches = {};
  for (const status of QUERY_STATUSES) {
    const [one, other] = [left[status], right[status]];
    if (one !== undefined && other !== undefined) narrow[status] = one === 'all' ? other : one;
  }
  return narrow;
}

function boundsOf(term: QueryTerm, so: TaskBounds, wallNow: WallTime): Partial<TaskBounds> | null {
  if (term.kind === 'priority') {
    return isUpper(term.comparison)
      ? { priorityTo: Math.min(so.priorityTo, term.value) }
      : { priorityFrom: Math.max(so.priorityFrom, term.value) };
  }
  if (term.kind === 'time') {
    const ms = term.seconds * 1_000;
    if (term.field === 'due') {
      const isSoon = isUpper(term.comparison);
      return isSoon ? dueBy(so, wallNow + ms) : { dueFrom: Math.max(so.dueFrom, wallNow + ms) };
    }
    // Young is late.
    const [from, to] = isUpper(term.comparison) ? [wallNow - ms, ANY_TO] : [ANY_FROM, wallNow - ms];
    return term.field === 'created'
      ? { createdFrom: Math.max(so.createdFrom, from), createdTo: Math.min(so.createdTo, to) }
      : { updatedFrom: Math.max(so.updatedFrom, from), updatedTo: Math.min(so.updatedTo, to) };
  }
  if (term.kind !== 'choice') return null;
  if (term.field === 'is' && term.values.every((value) => value === 'overdue')) return dueBy(so, wallNow);
  const [only, ...others] = term.values;
  if (only === undefined || others.length > 0) return null;
  switch (term.field) {
    case 'by':
    case 'assignee':
    case 'reviewer':
      return so[term.field] === '' ? { [term.field]: only } : null;
    case 'priority':
      return { priorityFrom: Math.max(so.priorityFrom, Number(only)), priorityTo: Math.min(so.priorityTo, Number(only)) };
    default:
      return null;
  }
}

function dueBy(so: TaskBounds, end: WallTime): Partial<TaskBounds> {
  return { dueFrom: Math.max(so.dueFrom, NO_DUE + 1), dueTo: Math.min(so.dueTo, end) };
}

function isUpper(comparison: Comparison): boolean {
  return comparison === '<' || comparison === '<=';
}
