import { useQuery } from '@tanstack/react-query';
import { useConnection } from '../../board/connection.tsx';
import { Sentence } from '../../parts/sentence.tsx';
import { TaskLink } from '../../parts/task-link.tsx';

/** Why the task does not move, and who or what can move it: the server's chain of reasons. */
export function Explain({ id }: { id: string }) {
  const { trpc } = useConnection();
  const { data } = useQuery(trpc.tasks.explain.queryOptions({ id }));
  if (data === undefined || data.reasons.length === 0) return null;
  return (
    <section className="task-part" aria-label="Why it is where it is">
      <h2>Why</h2>
      <ol className="why">
        {data.reasons.map((entry) => (
          <li key={`${entry.taskId}${entry.reason}`}>
            {entry.taskId !== id && <TaskLink id={entry.taskId} />} <Sentence text={entry.because} />
            {entry.movers.length > 0 && (
              <ul className="soft small">
                {entry.movers.map((mover) => (
                  <li key={`${mover.kind}${mover.name}${mover.how}`}>
                    {mover.kind === 'task' ? (
                      <TaskLink id={mover.name} />
                    ) : (
                      <strong>
                        <Sentence text={mover.name} />
                      </strong>
                    )}
                    : <Sentence text={mover.how} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
