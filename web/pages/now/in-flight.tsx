import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { BoardTask } from '../../board/board.ts';
import { useConnection } from '../../board/connection.tsx';
import { useBoard } from '../../board/use-board.ts';
import { Flash } from '../../parts/flash.tsx';
import { LeaseRing } from '../../parts/lease-ring.tsx';
import { AgentName } from '../../parts/sigil.tsx';
import { Empty } from '../../parts/states.tsx';
import { HealthMark } from '../../parts/status-mark.tsx';
import { TaskLink } from '../../parts/task-link.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';

/** More than this is for the board. */
const SHOWN_MAX = 25;

/** A row for each claim: who has it, what they said last, for how long. */
export function InFlight() {
  const held =
    useBoard((board) => [...board.tasks.values()].filter(({ status, holder }) => status === 'doing' && holder !== null)) ?? [];
  const shown = held.slice(0, SHOWN_MAX);
  return (
    <section className="panel" aria-labelledby="in-flight">
      <header className="panel-head">
        <h2 id="in-flight">
          In flight <span className="count">{held.length}</span>
        </h2>
      </header>
      {held.length === 0 && (
        <Empty title="Nobody works on anything">
          <p>
            Agents claim what is in todo. <Link href="/connect">Connect an agent</Link>, or{' '}
            <Link href="/board">look at the board</Link>.
          </p>
        </Empty>
      )}
      <ul className="list">
        {shown.map((task) => (
          <ClaimRow key={task.id} task={task} />
        ))}
      </ul>
      {held.length > shown.length && (
        <p className="panel-body">
          <Link href="/board">All {held.length} on the board</Link>
        </p>
      )}
    </section>
  );
}

function ClaimRow({ task }: { task: BoardTask }) {
  const { trpc } = useConnection();
  const { data } = useQuery(trpc.tasks.get.queryOptions({ id: task.id }));
  const note = data?.notes.filter(({ kind, epoch }) => kind === 'progress' && epoch === task.epoch).at(0);
  const attempt = data?.attemptLog.find(({ epoch }) => epoch === task.epoch);
  return (
    <li className="claim-row">
      <LeaseRing task={task} />
      <div className="grow stack" style={{ gap: 2 }}>
        <div className="row">
          <TaskLink id={task.id} className="claim-title clip">
            <span className="mono quiet">{task.id}</span> {task.title}
          </TaskLink>
          <HealthMark state={task.health.state} />
        </div>
        <div className="row soft claim-line">
          {task.holder !== null && <AgentName name={task.holder.agent} sigil={false} />}
          {data !== undefined && (
            <Flash of={note?.at ?? null} className={note === undefined ? 'quiet clip' : 'clip'}>
              {note === undefined
                ? 'no progress noted yet'
                : `${note.percent === null ? '' : `${note.percent} % · `}${note.text}`}
            </Flash>
          )}
        </div>
      </div>
      <span className="quiet claim-age">{attempt !== undefined && <TimeAgo at={attempt.startedAt} suffix="" />}</span>
    </li>
  );
}
