import { useBoard } from '../../board/use-board.ts';
import { StatusMark } from '../../parts/status-mark.tsx';
import { TaskLink } from '../../parts/task-link.tsx';
import type { TaskDetail } from './task-detail.ts';

/** What must be done before this task, what waits for it, and what of the repository it touches. */
export function TaskLinks({ task }: { task: TaskDetail }) {
  const needed =
    useBoard((board) => [...board.tasks.values()].filter(({ dependsOn }) => dependsOn.includes(task.id)).map(({ id }) => id)) ??
    [];
  if (task.dependsOn.length + needed.length + task.paths.length + task.requires.length === 0) return null;
  return (
    <section className="task-part" aria-label="Links">
      <h2>Links</h2>
      <Linked title="Depends on" ids={task.dependsOn} />
      <Linked title="Needed by" ids={needed} />
      {task.requires.length > 0 && <p>Needs {task.requires.join(', ')}</p>}
      {task.paths.length > 0 && (
        <p>
          Touches <code>{task.paths.join('  ')}</code>
        </p>
      )}
    </section>
  );
}

function Linked({ title, ids }: { title: string; ids: readonly string[] }) {
  const tasks = useBoard((board) => board.tasks);
  if (ids.length === 0) return null;
  return (
    <div className="row wrap">
      {title}
      {ids.map((id) => {
        const status = tasks?.get(id)?.status;
        return (
          <span key={id} className="row" style={{ gap: 4 }}>
            <TaskLink id={id} />
            {status !== undefined && <StatusMark status={status} bare />}
          </span>
        );
      })}
    </div>
  );
}
