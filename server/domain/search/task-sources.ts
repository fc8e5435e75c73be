import { QUERY_STATUSES, type TaskQuery } from '../../contract/query/query-terms.ts';
import type { TaskRecord } from '../records.ts';
import type { ReadTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { taskNumber } from '../tasks/task-view.ts';
import { type QueryScope, scopeOf, UNBOUNDED } from './query-bounds.ts';
import { textMatchOf } from './text-match.ts';

/** How many rows of a status the database may walk at once for what its bounds let through. */
export const WALK_MAX_ROWS = 5_000;

/** Candidates of a search by number, all of those above `after` and up to `upTo`. */
export interface Candidates {
  readonly rows: readonly TaskRecord[];
  /** Infinity: there are no more. */
  readonly upTo: number;
  /** How many rows may have been walked beside those that came. */
  readonly walked: number;
}

/** Gives the next candidates after a number, about `limit` of them. */
type TaskSource = (after: number, limit: number) => Promise<Candidates>;

interface ChosenSource {
  readonly next: TaskSource;
  /** Whether what comes from there has the words of the query already. */
  readonly knowsWords: boolean;
}

const NO_MORE = Number.POSITIVE_INFINITY;

/** Where the tasks of a query are found with the least looking; what comes from there has yet to be held against the query. */
export function sourceOf(tx: ReadTx, search: { project: string; query: TaskQuery; at: Moment }): ChosenSource {
  const { project, query, at } = search;
  const { q } = tx;
  const [id, agent, label] = (['id', 'agent', 'label'] as const).map(
    (field) => query.terms.find((term) => term.kind === 'choice' && term.field === field && !term.negated) ?? null,
  );
  const unread = (next: TaskSource): ChosenSource => ({ next, knowsWords: false });
  if (id?.kind === 'choice') return unread(someTasks(() => findAll(tx, project, id.values)));
  const match = textMatchOf(query);
  if (match.all.length > 0) {
    return { next: inOrder((after, limit) => q.listTasksByText({ project, match, after, limit })), knowsWords: true };
  }
  if (agent?.kind === 'choice') {
    const lists = () => Promise.all(agent.values.map((name) => q.listTasksHeldBy({ project, agent: name })));
    return unread(someTasks(async () => (await lists()).flat()));
  }
  if (label?.kind === 'choice') {
    const list = (name: string) => inOrder((after, limit) => q.listTasksByLabel({ project, label: name, after, limit }));
    return unread(merged(label.values.map(list)));
  }
  return unread(byStatus(tx, project, scopeOf(query, at.wallNow)));
}

async function findAll({ q }: ReadTx, project: string, ids: readonly string[]): Promise<TaskRecord[]> {
  const found = await Promise.all(ids.map((id) => q.findTask({ project, number: taskNumber(id) })));
  return found.filter((task) => task !== undefined);
}

function byStatus({ q }: ReadTx, project: string, { reaches, bounds }: QueryScope): TaskSource {
  const isBounded = bounds !== UNBOUNDED;
  const isWhole = [...reaches.values()].every((reach) => reach === 'all') && reaches.size === QUERY_STATUSES.length;
  if (isWhole && !isBounded) return inOrder((after, limit) => q.listTasks({ project, after, limit }));
  const sources = [...reaches].map(([status, reach]): TaskSource => {
    if (reach === 'broken') return inOrder((after, limit) => q.listBrokenTasks({ project, after, limit }));
    if (reach === 'all' && !isBounded) return inOrder((after, limit) => q.listTasksByStatus({ project, status, after, limit }));
    const within = reach === 'tried' ? { ...bounds, triesFrom: 1 } : bounds;
    return async (after, limit) => {
      const end = await q.skipTasks({ project, status, after, skip: WALK_MAX_ROWS - 1 });
      const rows = await q.listTasksInBounds({ project, status, after, walk: WALK_MAX_ROWS, limit, ...within });
      if (rows.length === limit) return { rows, upTo: numberOf(rows.at(-1)), walked: 0 };
      return end === undefined ? { rows, upTo: NO_MORE, walked: 0 } : { rows, upTo: end.number, walked: WALK_MAX_ROWS };
    };
  });
  return merged(sources);
}

/** All at once, where there are never many. */
function someTasks(find: () => Promise<TaskRecord[]>): TaskSource {
  return async (after) => ({ rows: sorted(await find()).filter(({ number }) => number > after), upTo: NO_MORE, walked: 0 });
}

function inOrder(list: (after: number, limit: number) => Promise<TaskRecord[]>): TaskSource {
  return async (after, limit) => {
    const rows = await list(after, limit);
    return { rows, upTo: rows.length < limit ? NO_MORE : numberOf(rows.at(-1)), walked: 0 };
  };
}

/** Of several sources all that is certain: up to where each of them was looked through. */
function merged(sources: readonly TaskSource[]): TaskSource {
  const [only, ...others] = sources;
  if (only !== undefined && others.length === 0) return only;
  return async (after, limit) => {
    const parts = await Promise.all(sources.map((source) => source(after, limit)));
    const upTo = Math.min(NO_MORE, ...parts.map((part) => part.upTo));
    const rows = sorted(parts.flatMap((part) => part.rows)).filter(({ number }) => number <= upTo);
    return { rows, upTo, walked: parts.reduce((sum, part) => sum + part.walked, 0) };
  };
}

/** By number, each once. */
function sorted(rows: readonly TaskRecord[]): TaskRecord[] {
  return [...new Map(rows.map((row) => [row.number, row])).values()].sort((left, right) => left.number - right.number);
}

function numberOf(row: TaskRecord | undefined): number {
  return row?.number ?? NO_MORE;
}
