import { useBoard } from '../../board/use-board.ts';
import { PulseStrip } from '../../parts/pulse-strip.tsx';
import { AgentName } from '../../parts/sigil.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { absoluteTime, durationWords } from '../../parts/time-words.ts';
import type { TaskDetail } from './task-detail.ts';

/** Each claim as a lane: when it began, what was noted on the way, how it ended and why. The newest first. */
export function Attempts({ task }: { task: TaskDetail }) {
  if (task.attemptLog.length === 0) return null;
  return (
    <section className="task-part" aria-label="Attempts">
      <h2>Attempts</h2>
      <ol className="stack">
        {task.attemptLog.map((attempt) => (
          <li key={attempt.epoch} className="lane">
            <div className="row wrap">
              <AgentName name={attempt.agent} />
              <span className="soft">claimed</span>
              <TimeAgo at={attempt.startedAt} />
              <span className="quiet small">epoch {attempt.epoch}</span>
            </div>
            <ul className="lane-notes">
              {notesOf(task, attempt.epoch).map((note) => (
                <li key={`${note.at}${note.text}`}>
                  <time dateTime={note.at} title={absoluteTime(note.at)} className="quiet">
                    {offset(attempt.startedAt, note.at)}
                  </time>{' '}
                  {note.percent !== null && `${note.percent} % `}
                  {note.text}
                </li>
              ))}
            </ul>
            <p className="soft">
              {attempt.endedAt === null ? (
                <GoesOn name={attempt.agent} />
              ) : (
                <>
                  {(attempt.outcome ?? 'ended').replaceAll('_', ' ')} after{' '}
                  {durationWords(Date.parse(attempt.endedAt) - Date.parse(attempt.startedAt))}
                  {attempt.reason !== null && `: ${attempt.reason}`}
                </>
              )}
            </p>
          </li>
        ))}
      </ol>
      {task.orphans.length > 0 && (
        <details>
          <summary>{task.orphans.length} handed in after the lease was lost</summary>
          <ul className="stack">
            {task.orphans.map((orphan) => (
              <li key={orphan.id}>
                <AgentName name={orphan.agent} /> {orphan.operation}, epoch {orphan.epoch}, <TimeAgo at={orphan.at} />
                <pre className="plain-text">{JSON.stringify(orphan.payload, null, 2)}</pre>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** An attempt that is not over, with the signs of life of whoever makes it. */
function GoesOn({ name }: { name: string }) {
  const agent = useBoard((board) => board.agents.get(name));
  return (
    <span className="row wrap">goes on {agent !== undefined && <PulseStrip name={name} pulse={agent.presence.pulse} />}</span>
  );
}

function notesOf(task: TaskDetail, epoch: number) {
  return task.notes.filter((note) => note.kind === 'progress' && note.epoch === epoch).toReversed();
}

function offset(from: string, to: string): string {
  return `+${durationWords(Date.parse(to) - Date.parse(from))}`;
}
