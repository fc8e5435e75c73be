import { useQuery } from '@tanstack/react-query';
import { NotFound } from '../../../client/page/index.ts';
import { useConnection } from '../../board/connection.tsx';
import { Markdown } from '../../parts/markdown.tsx';
import { Empty, ErrorNote, Skeleton } from '../../parts/states.tsx';
import { Artifacts } from './artifacts.tsx';
import { Attempts } from './attempts.tsx';
import { Criteria } from './criteria.tsx';
import { Discussion } from './discussion.tsx';
import { Explain } from './explain.tsx';
import { Rounds } from './rounds.tsx';
import { TaskActions } from './task-actions.tsx';
import { TaskHead } from './task-head.tsx';
import { TaskHistory } from './task-history.tsx';
import { TaskLinks } from './task-links.tsx';
import { TaskRaw } from './task-raw.tsx';
import './task.css';

/** All that the board knows of one task, and what can be done about it. */
export function TaskView({ id }: { id: string }) {
  const { trpc } = useConnection();
  const { data: task, error, refetch } = useQuery(trpc.tasks.get.queryOptions({ id }));
  if (error instanceof NotFound) {
    return (
      <Empty isPage title={`There is no ${id} here`}>
        <p>It may be in another project.</p>
      </Empty>
    );
  }
  if (error !== null && task === undefined) return <ErrorNote error={error} retry={() => void refetch()} />;
  if (task === undefined) return <Skeleton lines={10} />;
  return (
    <article className="task" aria-labelledby={`${id}-title`}>
      <TaskHead task={task} />
      <TaskActions task={task} />
      <Explain id={id} />
      {task.brief !== '' && (
        <section className="task-part" aria-label="Brief">
          <h2>Brief</h2>
          <Markdown text={task.brief} />
        </section>
      )}
      <Criteria task={task} />
      <Rounds task={task} />
      <Attempts task={task} />
      <Artifacts task={task} />
      <Discussion task={task} />
      <TaskLinks task={task} />
      <TaskHistory id={id} />
      <TaskRaw task={task} />
    </article>
  );
}
