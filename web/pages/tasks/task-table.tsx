import { useRef } from 'react';
import type { Task } from '../../../client/page/index.ts';
import { useBoard } from '../../board/use-board.ts';
import { Flash } from '../../parts/flash.tsx';
import { LeaseRing } from '../../parts/lease-ring.tsx';
import { AgentName } from '../../parts/sigil.tsx';
import { HealthMark, StatusMark } from '../../parts/status-mark.tsx';
import { TaskLink } from '../../parts/task-link.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { Updates } from '../../parts/updates.tsx';
import { useListKeys } from '../../parts/use-list-keys.ts';
import { useSteadyList } from '../../parts/use-steady-list.ts';

interface TableProps {
  readonly tasks: readonly Task[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: ReadonlySet<string>) => void;
}

/** A row for each task. j and k move, Enter opens, x selects, Shift with a click selects all between. */
export function TaskTable({ tasks: found, selected, onSelect }: TableProps) {
  const list = useRef<HTMLTableSectionElement>(null);
  const { items: tasks, fresh, show } = useSteadyList(found, idOf, list);
  const { listProps, tabIndexOf } = useListKeys({
    list,
    what: 'task',
    ids: tasks.map(idOf),
    more: (focused) => [
      {
        keys: 'x',
        does: 'Select the task, or not',
        group: 'On this page',
        run: () => focused()?.querySelector('input')?.click(),
      },
      // Its link has the focus, and opens it.
      { keys: 'Enter', does: 'Open the task', group: 'On this page', run: null },
    ],
  });
  const select = (id: string, isRange: boolean) => onSelect(selection({ tasks, selected, id, isRange }));
  const areAll = tasks.every(({ id }) => selected.has(id));
  return (
    <div className="updates-place">
      <Updates count={fresh} onShow={show} over />
      <table className="task-table">
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                aria-label="Select all that are shown"
                checked={areAll}
                onChange={() => onSelect(areAll ? new Set() : new Set(tasks.map(({ id }) => id)))}
              />
            </th>
            <th scope="col">Task</th>
            <th scope="col">Status</th>
            <th scope="col" className="wide">
              Priority
            </th>
            <th scope="col" className="wide">
              Labels
            </th>
            <th scope="col" className="wide">
              Holder
            </th>
            <th scope="col" className="wide">
              Updated
            </th>
          </tr>
        </thead>
        <tbody ref={list} {...listProps}>
          {tasks.map((task) => (
            <TaskRow
              key={task.id}
              task={task}
              tabIndex={tabIndexOf(task.id)}
              isSelected={selected.has(task.id)}
              onSelect={select}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly task: Task;
  readonly tabIndex: 0 | -1;
  readonly isSelected: boolean;
  readonly onSelect: (id: string, isRange: boolean) => void;
}

function TaskRow(props: RowProps) {
  const { tabIndex, isSelected, onSelect } = props;
  // The board is patched as events come; the page of the search follows a little later.
  const live = useBoard((board) => board.tasks.get(props.task.id));
  const task = live ?? props.task;
  return (
    <tr data-item={task.id} aria-selected={isSelected}>
      <td>
        <input
          type="checkbox"
          aria-label={`Select ${task.id}`}
          tabIndex={tabIndex}
          checked={isSelected}
          onChange={(event) => onSelect(task.id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
        />
      </td>
      <td className="task-cell">
        <TaskLink id={task.id} className="task-open" tabIndex={tabIndex} data-focus="">
          <span className="mono quiet">{task.id}</span> {task.title}
        </TaskLink>
      </td>
      <td>
        <Flash of={`${task.status} ${task.health.state}`} className="row wrap" style={{ gap: 4 }}>
          <StatusMark status={task.status} />
          <HealthMark state={task.status === 'blocked' && task.health.state === 'blocked' ? 'ok' : task.health.state} />
        </Flash>
      </td>
      <td className="wide">P{task.priority}</td>
      <td className="wide">
        <span className="row wrap" style={{ gap: 4 }}>
          {task.labels.map((label) => (
            <span key={label} className="chip">
              {label}
            </span>
          ))}
        </span>
      </td>
      <td className="wide">
        {task.holder !== null && (
          <span className="row">
            {live !== undefined && <LeaseRing task={live} />}
            <AgentName name={task.holder.agent} sigil={live === undefined} />
          </span>
        )}
      </td>
      <td className="wide quiet">
        <TimeAgo at={task.updatedAt} />
      </td>
    </tr>
  );
}

let anchor: string | null = null;

/** The selection after a click on one: with Shift all from the one clicked before. */
function selection(given: Pick<TableProps, 'tasks' | 'selected'> & { id: string; isRange: boolean }): ReadonlySet<string> {
  const { tasks, selected, id, isRange } = given;
  const next = new Set(selected);
  const isOn = !next.has(id);
  const ids = tasks.map((task) => task.id);
  const [from, to] = [ids.indexOf(isRange && anchor !== null ? anchor : id), ids.indexOf(id)];
  for (const one of ids.slice(Math.min(from === -1 ? to : from, to), Math.max(from, to) + 1)) {
    if (isOn) next.add(one);
    else next.delete(one);
  }
  anchor = id;
  return next;
}

function idOf({ id }: Task): string {
  return id;
}
