import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { QueuedReview } from '../../../client/page/index.ts';
import { useConnection } from '../../board/connection.tsx';
import { Evidence } from '../../parts/evidence.tsx';
import { HandoffSeam } from '../../parts/handoff-seam.tsx';
import { Markdown } from '../../parts/markdown.tsx';
import { Sentence } from '../../parts/sentence.tsx';
import { AgentName } from '../../parts/sigil.tsx';
import { ErrorNote, Skeleton } from '../../parts/states.tsx';
import { TaskLink } from '../../parts/task-link.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { Artifacts } from '../task/artifacts.tsx';
import { Criteria } from '../task/criteria.tsx';
import { DecisionBar, type OnDecided } from './decision-bar.tsx';
import { EarlierRounds } from './earlier-rounds.tsx';
import '../task/task.css';

/** One submission with all that a decision about it needs. */
export function ReviewView({ review, onDecided }: { review: QueuedReview; onDecided: OnDecided }) {
  const { trpc } = useConnection();
  const { data: task, error, refetch } = useQuery(trpc.tasks.get.queryOptions({ id: review.taskId }));
  return (
    <article className="panel review" aria-labelledby="review-title">
      <ReviewHead review={review} title={task?.title ?? review.taskId} />
      <section className="task-part" aria-label="Summary">
        <h2>What was done</h2>
        {review.summary === '' ? <p className="soft">{review.author} gave no summary.</p> : <Markdown text={review.summary} />}
      </section>
      {review.evidence.length > 0 && (
        <section className="task-part" aria-label="Evidence">
          <h2>Evidence</h2>
          <Evidence evidence={review.evidence} />
        </section>
      )}
      {task === undefined ? (
        error === null ? (
          <Skeleton lines={6} />
        ) : (
          <ErrorNote error={error} retry={() => void refetch()} />
        )
      ) : (
        <>
          <Criteria task={task} />
          <EarlierRounds task={task} review={review} />
          <Artifacts task={task} openDiffs />
          {task.brief !== '' && (
            <section className="task-part" aria-label="Brief">
              <h2>What was asked</h2>
              <Markdown text={task.brief} />
            </section>
          )}
        </>
      )}
      <DecisionBar review={review} onDecided={onDecided} />
    </article>
  );
}

function ReviewHead({ review, title }: { review: QueuedReview; title: string }) {
  return (
    <header className="task-head review-head">
      <HandoffSeam author={review.author} reviewer={review.holder?.agent ?? null} />
      <div className="stack grow">
        <p className="row wrap small">
          <Link href="/review" className="review-back">
            Back to the queue
          </Link>
          <TaskLink id={review.taskId} />
          <span>Revision {review.revision}</span>
          <span className="soft">round {review.round}</span>
        </p>
        <h2 id="review-title" className="review-title">
          {title}
        </h2>
        <p className="row wrap soft small">
          <AgentName name={review.author} /> handed it in <TimeAgo at={review.createdAt} />
          {review.reviewer !== 'any' && <span>for {review.reviewer} to decide</span>}
        </p>
        <Approvals review={review} />
        {review.escalated !== null && (
          <p className="review-escalated small">
            <Sentence text={review.escalated.because} />
          </p>
        )}
      </div>
    </header>
  );
}

function Approvals({ review: { approvals } }: { review: QueuedReview }) {
  if (approvals.length === 0) return null;
  return (
    <p className="small">
      {approvals.length === 1 ? '1 approval' : `${approvals.length} approvals`} so far:{' '}
      {approvals.map(({ by, selfReview }) => (selfReview ? `${by}, who worked on it` : by)).join('; ')}.
    </p>
  );
}
