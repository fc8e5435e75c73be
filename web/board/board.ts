import type { Agent, Reservation, Review, Snapshot, Task } from '../../client/page/index.ts';
import type { PagesRead } from './read-pages.ts';

/** A task as it was read, with when that was on the page's own clock: what is left of its lease is counted from there. */
export type BoardTask = Task & { readonly readAt: number };

/** What is open on the board, and what ended in the last 24 hours; kept true by the live events. */
export interface Board {
  readonly project: Snapshot['project'];
  readonly tasks: ReadonlyMap<string, BoardTask>;
  readonly agents: ReadonlyMap<string, SeenAgent>;
  readonly reviews: readonly Review[];
  readonly reservations: readonly Reservation[];
  /** There is more than a snapshot holds. */
  readonly truncated: boolean;
}

/** An agent as it was read, with when that was on the page's own clock. */
export type SeenAgent = Agent & { readonly readAt: number };

/** How long what ended stays on the board: as long as a snapshot has it. */
const ENDED_SHOWN_MS = 24 * 3_600_000;
/** Two readings of one lease differ by the time that each took. */
const SAME_LEASE_MS = 500;

export function boardOf(snapshot: Snapshot, readAt: number): Board {
  const { project, tasks, agents, reviews, reservations, truncated } = snapshot;
  return {
    project,
    tasks: new Map(tasks.map((task) => [task.id, { ...task, readAt }])),
    agents: new Map(agents.map((agent) => [agent.name, { ...agent, readAt }])),
    reviews,
    reservations,
    truncated,
  };
}

/**
 * The board with tasks as they were just read. One that says what it said before, and whose lease ends when it did, stays the same object,
 * so that its card is not drawn again; nothing new at all leaves the same board. A task older than the one that is there is passed over:
 * a later event was patched in meanwhile.
 */
export function withTasks(board: Board, read: readonly Task[], readAt: number): Board {
  const fresh = read.flatMap((task) => {
    const known = board.tasks.get(task.id);
    const next = { ...task, readAt };
    return known !== undefined && (task.version < known.version || isSame(known, next)) ? [] : [next];
  });
  if (fresh.length === 0) return board;
  const tasks = new Map(board.tasks);
  for (const task of fresh) tasks.set(task.id, task);
  return { ...board, tasks };
}

export function withTask(board: Board, task: BoardTask): Board {
  return { ...board, tasks: new Map(board.tasks).set(task.id, task) };
}

/** The board with agents as they were just read; those that were not read stay as they are. */
export function withAgents(board: Board, { items, isWhole }: PagesRead<Agent>, readAt: number): Board {
  const read = items.map((agent): [string, SeenAgent] => [agent.name, { ...agent, readAt }]);
  return { ...board, agents: new Map([...(isWhole ? [] : board.agents), ...read]) };
}

export function withReviews(board: Board, { items, isWhole }: PagesRead<Review>): Board {
  const read = new Set(items.map(({ id }) => id));
  return { ...board, reviews: [...items, ...(isWhole ? [] : board.reviews.filter(({ id }) => !read.has(id)))] };
}

/** The board without what ended too long ago. `wallNow`: in milliseconds since 1970. */
export function withoutOld(board: Board, wallNow: number): Board {
  const old = [...board.tasks.values()].filter(
    ({ status, statusSince }) => ENDED.has(status) && Date.parse(statusSince) < wallNow - ENDED_SHOWN_MS,
  );
  if (old.length === 0) return board;
  const tasks = new Map(board.tasks);
  for (const { id } of old) tasks.delete(id);
  return { ...board, tasks };
}

const ENDED = new Set<string>(['done', 'failed', 'cancelled']);

function isSame(known: BoardTask, next: BoardTask): boolean {
  const before = known.holder === null ? 0 : known.readAt + known.holder.leaseRemainingMs;
  const after = next.holder === null ? 0 : next.readAt + next.holder.leaseRemainingMs;
  return Math.abs(before - after) < SAME_LEASE_MS && wordsOf(known) === wordsOf(next);
}

/** All that a task says but for what is left of its lease, which is another number each time. */
function wordsOf({ readAt: _, holder, ...task }: BoardTask): string {
  const fields = Object.entries(task).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([fields, holder?.agent, holder?.session]);
}
