import { useBoard } from '../../board/use-board.ts';
import { TaskLink } from '../../parts/task-link.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';

const SHOWN_MAX = 8;

/** What was done last. */
export function JustFinished() {
  const done = useBoard((board) => [...board.tasks.values()].filter(({ status }) => status === 'done')) ?? [];
  const newest = done.toSorted((a, b) => b.statusSince.localeCompare(a.statusSince)).slice(0, SHOWN_MAX);
  return (
    <section className="panel" aria-labelledby="finished">
      <header className="panel-head">
        <h2 id="finished">Just finished</h2>
      </header>
      {newest.length === 0 && <p className="panel-body quiet">Nothing was done in the last 24 hours.</p>}
      <ul className="list">
        {newest.map((task) => (
          <li key={task.id} className="stack" style={{ gap: 2 }}>
            <div className="row">
              <TaskLink id={task.id} className="clip claim-title grow">
                <span className="mono quiet">{task.id}</span> {task.title}
              </TaskLink>
              <span className="quiet small">
                <TimeAgo at={task.statusSince} />
              </span>
            </div>
            {task.summary !== null && <p className="soft small clip">{task.summary}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
