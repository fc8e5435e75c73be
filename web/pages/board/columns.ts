import type { TaskStatus } from '../../../client/page/index.ts';
import type { BoardTask } from '../../board/board.ts';

/** Where the column of a status stands: on the way of the work from left to right, or beside it. A status that is new in the contract must be given its place. */
const PLACES: Readonly<Record<TaskStatus, 'way' | 'beside'>> = {
  todo: 'way',
  doing: 'way',
  validating: 'way',
  done: 'way',
  blocked: 'beside',
  failed: 'beside',
  cancelled: 'beside',
};
export const STATUSES: readonly string[] = Object.keys(PLACES);
const BESIDE = Object.entries(PLACES).flatMap(([status, place]) => (place === 'beside' ? [status] : []));
const WAY = STATUSES.filter((status) => !BESIDE.includes(status));

/** By what the cards of a column stand together. */
export const GROUPINGS = ['none', 'agent', 'label'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export function groupingOf(text: string | null): Grouping {
  return GROUPINGS.find((one) => one === text) ?? 'none';
}

export interface Column {
  readonly status: string;
  readonly isRail: boolean;
  /** In the order in which they are shown. */
  readonly tasks: readonly BoardTask[];
  readonly rows: readonly Row[];
}

/** A line of a column: a card, or the head of the group that follows. */
export type Row =
  | { readonly kind: 'card'; readonly key: string; readonly task: BoardTask }
  | { readonly kind: 'head'; readonly key: string; readonly name: string; readonly count: number };

/**
 * The columns with their cards, in the order in which they are claimed or ended. A status that this page does not know has its own.
 * `held`: columns in which nothing may move now, as they were shown last.
 */
export function columnsOf(tasks: readonly BoardTask[], grouping: Grouping = 'none', held: readonly Column[] = []): Column[] {
  const byStatus = Map.groupBy(tasks, ({ status }) => status as string);
  const unknown = [...byStatus.keys()].filter((status) => !STATUSES.includes(status));
  return [...WAY, ...unknown, ...BESIDE].map((status) => {
    const sorted = (byStatus.get(status) ?? []).toSorted(status === 'todo' || status === 'validating' ? byTurn : newestFirst);
    const before = held.find((column) => column.status === status);
    const rows = rowsOf(before === undefined ? sorted : asBefore(sorted, before.tasks), grouping);
    const shown = rows.flatMap((row) => (row.kind === 'card' ? [row.task] : []));
    return { status, isRail: BESIDE.includes(status), tasks: shown, rows };
  });
}

/** The cards in the order of `before`; those that came since stand below, where they move none. */
function asBefore(tasks: readonly BoardTask[], before: readonly BoardTask[]): BoardTask[] {
  const places = new Map(before.map(({ id }, place) => [id, place]));
  const placeOf = ({ id }: BoardTask) => places.get(id) ?? before.length;
  return tasks.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function rowsOf(tasks: readonly BoardTask[], grouping: Grouping): Row[] {
  if (grouping === 'none') return tasks.map(cardRow);
  const nobody = grouping === 'agent' ? 'Nobody' : 'No label';
  const groups = Map.groupBy(tasks, (task) => groupName(task, grouping) ?? nobody);
  const names = [...groups.keys()].filter((name) => name !== nobody).toSorted();
  return [...names, ...(groups.has(nobody) ? [nobody] : [])].flatMap((name): Row[] => {
    const members = groups.get(name) ?? [];
    return [{ kind: 'head', key: `head ${name}`, name, count: members.length }, ...members.map(cardRow)];
  });
}

function cardRow(task: BoardTask): Row {
  return { kind: 'card', key: task.id, task };
}

/** A card stands once on the board: by who holds it or is to take it, or by its first label. */
function groupName(task: BoardTask, grouping: 'agent' | 'label'): string | null {
  if (grouping === 'label') return task.labels[0] ?? null;
  return task.holder?.agent ?? task.assignee;
}

/** The card beside another one: down its column, or across to the next column that has cards. Null: there is no card at all. */
export function cardBeside(columns: readonly Column[], id: string | null, by: { across: number; down: number }): string | null {
  const filled = columns.filter(({ tasks }) => tasks.length > 0);
  const at = filled.findIndex(({ tasks }) => tasks.some((task) => task.id === id));
  if (at === -1) return filled[0]?.tasks[0]?.id ?? null;
  const row = filled[at]?.tasks.findIndex((task) => task.id === id) ?? 0;
  const column = filled[within(at + by.across, filled.length)];
  return column?.tasks[within(row + by.down, column.tasks.length)]?.id ?? null;
}

function within(place: number, count: number): number {
  return Math.min(count - 1, Math.max(0, place));
}

function byTurn(a: BoardTask, b: BoardTask): number {
  return a.priority - b.priority || Number(a.id.slice(2)) - Number(b.id.slice(2));
}

function newestFirst(a: BoardTask, b: BoardTask): number {
  return b.updatedAt.localeCompare(a.updatedAt);
}
