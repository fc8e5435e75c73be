import type { Agent, Reservation, Review, Snapshot, Task } from '../../client/page/index.ts';

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

/** The board with tasks as they were just read. One that is the same but for its lease stays the same object. */
export function withTasks(board: Board, read: readonly Task[], readAt: number): Board {
  if (read.length === 0) return board;
  const tasks = new Map(board.tasks);
  for (const task of read) tasks.set(task.id, { ...task, readAt });
  return { ...board, tasks };
}

export function withTask(board: Board, task: BoardTask): Board {
  return { ...board, tasks: new Map(board.tasks).set(task.id, task) };
}

export function withAgents(board: Board, read: readonly Agent[], readAt: number): Board {
  return { ...board, agents: new Map(read.map((agent) => [agent.name, { ...agent, readAt }])) };
}
