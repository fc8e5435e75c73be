import { PAGE_MAX_ITEMS } from '../../contract/common.ts';
import type { TaskQuery } from '../../contract/query/query-terms.ts';
import type { TaskRecord } from '../records.ts';
import type { LeaseBook } from '../sessions/lease-book.ts';
import type { ReadTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { meetsQuery } from './query-predicate.ts';
import type { Phrase } from './search-queries.ts';
import { sourceOf } from './task-sources.ts';
import { textMatchOf } from './text-match.ts';

/** How many tasks one page of a search may look at before it answers with what it has. */
export const SEARCH_LOOK_MAX = 2_000;
/** And how many rows the database may walk for it. */
export const SEARCH_WALK_MAX = 10_000;

export interface Search {
  readonly project: string;
  readonly query: TaskQuery;
  /** Only tasks with a greater number. */
  readonly after: number;
  readonly limit: number;
  readonly at: Moment;
  readonly leases: LeaseBook;
}

export interface Found {
  /** By number, ascending, with the leases that they really have. */
  readonly tasks: readonly TaskRecord[];
  /** From where to go on; null when all has been looked through. */
  readonly next: number | null;
}

/**
 * The tasks that a query means, by number. A page may hold fewer than `limit`, even none, and still have a next one: it looks at so many
 * tasks and no more. Since numbers only grow, a task that is meant throughout comes exactly once, whatever changes between two pages.
 */
export async function searchTasks(tx: ReadTx, search: Search): Promise<Found> {
  const { query, limit, at, leases } = search;
  const source = sourceOf(tx, search);
  const tasks: TaskRecord[] = [];
  let { after } = search;
  for (let looked = 0, walked = 0; ; ) {
    const part = await source.next(after, looked === 0 ? limit : PAGE_MAX_ITEMS);
    const meant = part.rows.map((row) => leases.apply(row)).filter((task) => meetsQuery(task, query, at));
    for (const task of source.knowsWords ? meant : await withWords(tx, query, meant)) {
      if (tasks.length === limit) return { tasks, next: tasks.at(-1)?.number ?? after };
      tasks.push(task);
    }
    if (part.upTo === Number.POSITIVE_INFINITY) return { tasks, next: null };
    after = part.upTo;
    looked += part.rows.length;
    walked += part.walked;
    if (tasks.length === limit || looked >= SEARCH_LOOK_MAX || walked >= SEARCH_WALK_MAX) return { tasks, next: after };
  }
}

/** Those of the tasks that have all the wanted words and none of the unwanted. */
async function withWords({ q }: ReadTx, query: TaskQuery, tasks: readonly TaskRecord[]): Promise<readonly TaskRecord[]> {
  const { all, none } = textMatchOf(query);
  if (all.length + none.length === 0) return tasks;
  const has = async ({ project, number }: TaskRecord, phrase: Phrase) =>
    (await q.findTextMatch({ project, number, match: { all: [phrase], none: [] } })) !== undefined;
  const keep = await Promise.all(
    tasks.map(async (task) => {
      const wanted = await Promise.all(all.map((phrase) => has(task, phrase)));
      const unwanted = await Promise.all(none.map((phrase) => has(task, phrase)));
      return wanted.every((is) => is) && !unwanted.some((is) => is);
    }),
  );
  return tasks.filter((_, i) => keep[i]);
}
