import type { Board } from '../../board/board.ts';

/** The steps that a board takes once. `counts`: how many tasks have each status, with all that ever ended. */
export function firstSteps({ agents, tasks }: Pick<Board, 'agents' | 'tasks'>, counts: Readonly<Record<string, number>>) {
  const has = (statuses: readonly string[]) => statuses.some((status) => (counts[status] ?? 0) > 0);
  const isClaimed = has(CLAIMED) || [...tasks.values()].some(({ attempts }) => attempts > 0);
  return [
    { done: [...agents.values()].some(({ kind }) => kind === 'agent'), what: 'A first agent is here' },
    { done: tasks.size > 0 || has(Object.keys(counts)), what: 'A first task is on the board' },
    { done: isClaimed, what: 'A first task was claimed' },
  ];
}

/** What no task comes to that nobody has claimed. */
const CLAIMED = ['doing', 'validating', 'blocked', 'done', 'failed'];
