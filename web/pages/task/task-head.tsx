import { useState } from 'react';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useMay } from '../../app/use-me.ts';
import { useBoard } from '../../board/use-board.ts';
import { Button } from '../../parts/button.tsx';
import { Flash } from '../../parts/flash.tsx';
import { LeaseRing } from '../../parts/lease-ring.tsx';
import { Sentence } from '../../parts/sentence.tsx';
import { AgentName } from '../../parts/sigil.tsx';
import { HealthMark, StatusMark } from '../../parts/status-mark.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { absoluteTime } from '../../parts/time-words.ts';
import type { TaskDetail } from './task-detail.ts';
import { TaskEdit } from './task-edit.tsx';

/** What the task is, how it is, and who has it. */
export function TaskHead({ task }: { task: TaskDetail }) {
  const live = useBoard((board) => board.tasks.get(task.id));
  const [isEditing, setEditing] = useState(false);
  const may = useMay('agent');
  const isOffline = useIsOffline();
  const { status, health } = task;
  return (
    <header className="task-head stack">
      <div className="row wrap">
        <code>{task.id}</code>
        <Flash of={status}>
          <StatusMark status={status} />
        </Flash>
        <HealthMark state={status === 'blocked' && health.state === 'blocked' ? 'ok' : health.state} />
        <span className="chip">P{task.priority}</span>
        {task.labels.map((label) => (
          <span key={label} className="chip">
            {label}
          </span>
        ))}
        {may && (
          <Button
            small
            plain
            aria-expanded={isEditing}
            disabled={isOffline}
            onClick={() => setEditing(!isEditing)}
            style={{ marginLeft: 'auto' }}
          >
            Edit
          </Button>
        )}
      </div>
      <h1 id={`${task.id}-title`} className="task-title">
        {task.title}
      </h1>
      {task.holder !== null && (
        <p className="row">
          {live !== undefined && <LeaseRing task={live} />}
          <AgentName name={task.holder.agent} sigil={live === undefined} />
          <span className="soft">
            holds it, attempt {task.attempts} of {task.maxAttempts}
          </span>
        </p>
      )}
      {health.state !== 'ok' && (
        <p className="soft">
          <Sentence text={health.because} />
        </p>
      )}
      <p className="quiet small">
        Made by {task.createdBy} <TimeAgo at={task.createdAt} />, {task.status} for <TimeAgo at={task.statusSince} suffix="" />,
        changed <TimeAgo at={task.updatedAt} />
        {task.assignee !== null && `, for ${task.assignee} alone`}
        {task.dueAt !== null && `, due ${absoluteTime(task.dueAt)}`}
      </p>
      {isEditing && <TaskEdit task={task} onClose={() => setEditing(false)} />}
    </header>
  );
}
