import type { LiveEvent } from '../../client/page/index.ts';
import type { Board, BoardTask } from './board.ts';

/** What an event leaves to be read anew, since only the server can say it. */
export interface Stale {
  readonly tasks: ReadonlySet<string>;
  readonly agents: boolean;
  readonly reviews: boolean;
  readonly project: boolean;
}

/**
 * The board after some events: what they say of the fields of tasks is shown at once. What the server derives (health, whether it
 * is claimable) follows when the task is read anew, which `staleAfter` asks for.
 */
export function patchBoard(board: Board, events: readonly LiveEvent[], readAt: number): Board {
  let tasks: Map<string, BoardTask> | null = null;
  for (const event of events) {
    if (event.taskId === undefined) continue;
    const task = (tasks ?? board.tasks).get(event.taskId);
    const set = event.data['set'];
    if (task === undefined || !isRecord(set)) continue;
    tasks ??= new Map(board.tasks);
    const fields = shown(set, task);
    const isMoved = fields.status !== undefined && fields.status !== task.status;
    tasks.set(task.id, { ...task, ...fields, ...(isMoved && { statusSince: event.at }), updatedAt: event.at, readAt });
  }
  return tasks === null ? board : { ...board, tasks };
}

/** The fields that an event set, as a task shows them. They have the task's names and types in the contract. */
function shown(set: Record<string, unknown>, task: BoardTask): Partial<BoardTask> {
  const { holder, ...fields } = set;
  if (holder === undefined) return fields as Partial<BoardTask>; // see above
  if (!isRecord(holder)) return { ...fields, holder: null } as Partial<BoardTask>; // see above
  const ttlMs = task.leaseTtlSeconds * 1_000;
  const granted = { agent: String(holder['agent']), session: String(holder['session']), leaseRemainingMs: ttlMs };
  return { ...fields, holder: granted } as Partial<BoardTask>; // see above
}

export function staleAfter(events: readonly LiveEvent[]): Stale {
  const tasks = new Set<string>();
  let [agents, reviews, project] = [false, false, false];
  for (const { type, taskId } of events) {
    if (taskId !== undefined && type.startsWith('task.')) tasks.add(taskId);
    agents ||= /^(agent|session)\./.test(type) || HOLDING.has(type);
    reviews ||= /^review\./.test(type) || REVIEWING.has(type);
    project ||= /^project\./.test(type);
  }
  return { tasks, agents, reviews, project };
}

/** What changes who holds what. */
const HOLDING = new Set<string>([
  'task.claimed',
  'task.submitted',
  'task.released',
  'task.expired',
  'task.blocked',
  'task.cancelled',
]);

/** What changes the review queue. */
const REVIEWING = new Set<string>([
  'task.submitted',
  'task.approved',
  'task.changes_requested',
  'task.done',
  'task.cancelled',
  'task.reopened',
]);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
