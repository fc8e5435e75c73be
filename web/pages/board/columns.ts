import type { BoardTask } from '../../board/board.ts';

/** The way of the work, from left to right; what stands beside it is narrower. */
const WAY = ['todo', 'doing', 'validating', 'done'];
const BESIDE = ['blocked', 'failed', 'cancelled'];

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

/** The columns with their cards, in the order in which they are claimed or ended. A status that is new to this page has its own. */
export function columnsOf(tasks: readonly BoardTask[], grouping: Grouping = 'none'): Column[] {
  const byStatus = Map.groupBy(tasks, ({ status }) => status as string);
  const unknown = [...byStatus.keys()].filter((status) => !WAY.includes(status) && !BESIDE.includes(status));
  const rails = BESIDE.filter((status) => byStatus.has(status));
  return [...WAY, ...unknown, ...rails].map((status) => {
    const sorted = (byStatus.get(status) ?? []).toSorted(status === 'todo' || status === 'validating' ? byTurn : newestFirst);
    const rows = rowsOf(sorted, grouping);
    const shown = rows.flatMap((row) => (row.kind === 'card' ? [row.task] : []));
    return { status, isRail: BESIDE.includes(status), tasks: shown, rows };
  });
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
