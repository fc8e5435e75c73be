import { type ReactNode, useMemo, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useMay } from '../../app/use-me.ts';
import type { BoardTask } from '../../board/board.ts';
import { useBoard } from '../../board/use-board.ts';
import { type Shortcut, useShortcuts } from '../../keys/shortcuts.ts';
import { Button } from '../../parts/button.tsx';
import { Empty, LoadingPage } from '../../parts/states.tsx';
import { BoardColumn } from './board-column.tsx';
import { type Column, GROUPINGS, groupingOf } from './columns.ts';
import { CreateTask } from './create-task.tsx';
import { FirstRun } from './first-run.tsx';
import { type Asked, MoveDialog } from './move-dialog.tsx';
import { useCardFocus } from './use-card-focus.ts';
import { useColumns } from './use-columns.ts';
import './board.css';

/** The tasks by where they are. A card is moved by drag, or by m on the keyboard; only where it may go. */
export function BoardPage() {
  const tasks = useBoard((board) => board.tasks);
  const [params, setParams] = useSearchParams();
  const [isCreating, setCreating] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const may = useMay('agent');
  const label = params.get('label') ?? '';
  const grouping = groupingOf(params.get('group'));
  const { columns, dragged, point } = useColumns(tasks, { grouping, label });
  const labels = useMemo(() => labelsOf(tasks), [tasks]);
  const focus = useCardFocus(columns);
  const move = () => focusedTask(tasks, (task) => setAsked({ task, to: null }));
  useShortcuts([
    ...(may ? [onPage('c', 'Make a task', () => setCreating(true)), onPage('m', 'Move the card to…', move)] : []),
    { ...onPage('j', 'Go to the card below', () => focus.keys.step(0, 1)), repeats: true },
    { ...onPage('k', 'Go to the card above', () => focus.keys.step(0, -1)), repeats: true },
    { ...onPage('l', 'Go to the column to the right', () => focus.keys.step(1, 0)), repeats: true },
    { ...onPage('h', 'Go to the column to the left', () => focus.keys.step(-1, 0)), repeats: true },
    onPage('↑ ↓ ← →', 'Go from a card to the one beside it', null),
  ]);
  const set = (name: string, value: string) =>
    setParams((old) => {
      const next = new URLSearchParams(old);
      if (value === '') next.delete(name);
      else next.set(name, value);
      return next;
    });
  // The card may stand elsewhere now; the focus follows it.
  const close = (id: string) => {
    setAsked(null);
    focus.keys.go(id);
  };
  if (tasks === undefined) return <LoadingPage title="Board" />;
  const columnOf = (column: Column) => (
    <BoardColumn
      key={column.status}
      column={column}
      dragged={dragged}
      focus={focus}
      onPoint={point}
      onDrop={(task, to) => setAsked({ task, to })}
    />
  );
  return (
    <div className="page board-page">
      <div className="page-head">
        <h1>Board</h1>
        <BoardTools
          grouping={grouping}
          label={label}
          labels={labels}
          onSet={set}
          onCreate={may ? () => setCreating(true) : null}
        />
      </div>
      <FirstRun />
      {label !== '' && !labels.includes(label) && <NoneOf label={label} onAll={() => set('label', '')} />}
      {/* It scrolls where the window is narrow. Cards take the keyboard along; without one it must come there by itself. */}
      <div className="board" data-board tabIndex={tasks.size === 0 ? 0 : undefined}>
        {columns.filter((column) => !isIdle(column)).map(columnOf)}
        <div className="rails">{columns.filter(isIdle).map(columnOf)}</div>
      </div>
      {isCreating && <CreateTask onClose={() => setCreating(false)} />}
      {asked !== null && <MoveDialog asked={asked} onClose={() => close(asked.task.id)} />}
    </div>
  );
}

/** Beside the way of the work, and empty: it takes little room, and cards. */
function isIdle({ isRail, tasks }: Column): boolean {
  return isRail && tasks.length === 0;
}

function labelsOf(tasks: ReadonlyMap<string, BoardTask> | undefined): string[] {
  return [...new Set([...(tasks?.values() ?? [])].flatMap((task) => task.labels))].toSorted();
}

function NoneOf({ label, onAll }: { label: string; onAll: () => void }) {
  return (
    <Empty title={`No task has the label ${label}`}>
      <Button small onClick={onAll}>
        Show all
      </Button>
    </Empty>
  );
}

function focusedTask(tasks: ReadonlyMap<string, BoardTask> | undefined, act: (task: BoardTask) => void): void {
  const id = document.activeElement?.closest<HTMLElement>('[data-card]')?.dataset['card'];
  const task = id === undefined ? undefined : tasks?.get(id);
  if (task !== undefined) act(task);
}

function onPage(keys: string, does: string, run: Shortcut['run']): Shortcut {
  return { keys, does, group: 'On this page', run };
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
}

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <label className="row">
      <span className="soft">{label}</span>
      <select className="input board-choice" value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </label>
  );
}

interface BoardToolsProps {
  readonly grouping: string;
  readonly label: string;
  readonly labels: readonly string[];
  readonly onSet: (name: string, value: string) => void;
  /** null: this person only looks. */
  readonly onCreate: (() => void) | null;
}

/** How the board is cut, and a new task. */
function BoardTools({ grouping, label, labels, onSet, onCreate }: BoardToolsProps) {
  return (
    <div className="tools">
      <Choice label="Group" value={grouping} onChange={(value) => onSet('group', value === 'none' ? '' : value)}>
        {GROUPINGS.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </Choice>
      {labels.length > 0 && (
        <Choice label="Label" value={label} onChange={(value) => onSet('label', value)}>
          <option value="">All</option>
          {labels.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </Choice>
      )}
      {onCreate !== null && (
        <Button primary onClick={onCreate}>
          Make a task
        </Button>
      )}
    </div>
  );
}
