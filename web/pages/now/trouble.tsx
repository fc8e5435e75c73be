import { Link } from 'wouter';
import type { BoardTask, SeenAgent } from '../../board/board.ts';
import { useBoard } from '../../board/use-board.ts';
import { Sentence } from '../../parts/sentence.tsx';
import { AgentName } from '../../parts/sigil.tsx';
import { HealthMark, Mark } from '../../parts/status-mark.tsx';
import { TaskLink } from '../../parts/task-link.tsx';

const SHOWN_MAX = 12;
/** What `isTroubled` means, as a search. */
const ALL_TASKS = `/tasks?q=${encodeURIComponent('is:expiring,silent,blocked,bounced,stuck')}`;

/** What does not go well, each with the server's because. */
export function Trouble() {
  const tasks = useBoard((board) => [...board.tasks.values()].filter(isTroubled)) ?? [];
  const agents = useBoard((board) => [...board.agents.values()].filter(isMissing)) ?? [];
  const count = tasks.length + agents.length;
  return (
    <section className="panel" aria-labelledby="trouble">
      <header className="panel-head">
        <h2 id="trouble">
          Trouble <span className="count">{count}</span>
        </h2>
      </header>
      {count === 0 && <p className="panel-body quiet">Nothing is stuck, silent or about to expire.</p>}
      <ul className="list">
        {tasks.slice(0, SHOWN_MAX).map((task) => (
          <li key={task.id} className="stack" style={{ gap: 2 }}>
            <div className="row">
              <HealthMark state={task.health.state} />
              <TaskLink id={task.id} className="clip claim-title">
                <span className="mono quiet">{task.id}</span> {task.title}
              </TaskLink>
            </div>
            <p className="soft small">
              <Sentence text={task.health.because} />
            </p>
          </li>
        ))}
        {agents.slice(0, SHOWN_MAX).map((agent) => (
          <li key={agent.name} className="stack" style={{ gap: 2 }}>
            <div className="row">
              <Mark tone={agent.presence.connection === 'late' ? 'expiring' : 'failed'} glyph="wedge">
                {agent.presence.connection === 'late' ? 'Late' : 'Offline'}
              </Mark>
              <AgentName name={agent.name} />
            </div>
            <p className="soft small">
              <Sentence text={agent.presence.because} />
            </p>
          </li>
        ))}
      </ul>
      {Math.max(tasks.length, agents.length) > SHOWN_MAX && (
        <p className="panel-body row wrap">
          {tasks.length > SHOWN_MAX && <Link href={ALL_TASKS}>{tasks.length - SHOWN_MAX} more tasks</Link>}
          {agents.length > SHOWN_MAX && <Link href="/agents">{agents.length - SHOWN_MAX} more agents</Link>}
        </p>
      )}
    </section>
  );
}

function isTroubled({ status, health }: BoardTask): boolean {
  return health.state !== 'ok' && status !== 'done' && status !== 'cancelled';
}

/** An agent that is away and holds work; one that is away and holds nothing is nobody's trouble. */
function isMissing({ presence, currentTasks, status }: SeenAgent): boolean {
  return status !== 'retired' && presence.connection !== 'online' && (currentTasks.length > 0 || presence.connection === 'late');
}
