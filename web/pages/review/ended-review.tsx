import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Review } from '../../../client/page/index.ts';
import { useConnection } from '../../board/connection.tsx';
import { Empty } from '../../parts/states.tsx';
import { TaskLink } from '../../parts/task-link.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';

const WORDS: Readonly<Record<Review['status'], string>> = {
  open: 'open',
  claimed: 'in hand',
  approved: 'approved',
  changes_requested: 'sent back for changes',
  superseded: 'overtaken: the task went on without it',
};

/** A review that ended says how long it had waited until then. */
function decidedAt({ createdAt, waitingMs }: Review): string {
  return new Date(Date.parse(createdAt) + waitingMs).toISOString();
}

interface EndedReviewProps {
  readonly id: string;
  /** Where it was in the queue a moment ago: of which task it is. */
  readonly taskId: string | undefined;
  /** Where to go on from here. */
  readonly children: ReactNode;
}

/** A review that is not in the queue: decided by somebody, maybe a moment ago while it was open here. */
export function EndedReview({ id, taskId, children }: EndedReviewProps) {
  const { trpc } = useConnection();
  const rounds = useQuery({ ...trpc.reviews.list.queryOptions({ taskId: taskId ?? '' }), enabled: taskId !== undefined });
  const review = rounds.data?.items.find((one) => one.id === id);
  return (
    <section className="panel" role="status">
      <Empty title={review === undefined ? 'This review is not in the queue' : `This review is ${WORDS[review.status]}`}>
        {review === undefined ? (
          <p>It was decided already, or is of another project. Its task says how it ended.</p>
        ) : (
          <p>
            {review.decidedBy ?? 'Nobody'} decided about revision {review.revision} of <TaskLink id={review.taskId} />,{' '}
            <TimeAgo at={decidedAt(review)} />.
          </p>
        )}
        <p className="row wrap">
          {children}
          <Link href="/review">Back to the queue</Link>
        </p>
      </Empty>
    </section>
  );
}
