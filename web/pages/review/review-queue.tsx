import { useRef } from 'react';
import { Link } from 'wouter';
import type { QueuedReview } from '../../../client/page/index.ts';
import { useMe } from '../../app/use-me.ts';
import { useBoard } from '../../board/use-board.ts';
import { HandoffSeam } from '../../parts/handoff-seam.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { useListKeys } from '../../parts/use-list-keys.ts';

/** What waits, the oldest first; each says who handed it in, how often, and who is on it. */
export function ReviewQueue({ reviews, open }: { reviews: readonly QueuedReview[]; open: string | undefined }) {
  const list = useRef<HTMLElement>(null);
  const ids = reviews.map(({ id }) => id);
  const { listProps, tabIndexOf } = useListKeys({ list, what: 'review of the queue', ids, open, ownLetters: true });
  return (
    // What waits longest comes first, so that what is new moves nothing.
    <nav className="panel review-queue" aria-label="Waiting for review" ref={list} {...listProps}>
      {reviews.length === 0 ? (
        <p className="panel-body soft">The queue is empty.</p>
      ) : (
        <ol>
          {reviews.map((review) => (
            <li key={review.id}>
              <QueueLink review={review} isOpen={review.id === open} tabIndex={tabIndexOf(review.id)} />
            </li>
          ))}
        </ol>
      )}
    </nav>
  );
}

function QueueLink({ review, isOpen, tabIndex }: { review: QueuedReview; isOpen: boolean; tabIndex: 0 | -1 }) {
  const title = useBoard((board) => board.tasks.get(review.taskId)?.title);
  return (
    <Link
      href={`/review/${review.id}`}
      className="review-link"
      data-item={review.id}
      tabIndex={tabIndex}
      aria-current={isOpen ? 'true' : undefined}
    >
      <HandoffSeam author={review.author} reviewer={review.holder?.agent ?? null} />
      <span className="review-link-text">
        <span className="row">
          <code>{review.taskId}</code>
          <span className="grow" />
          <span className="quiet small">
            <TimeAgo at={review.createdAt} suffix="" />
          </span>
        </span>
        <span className="review-link-title">{title ?? review.summary.split('\n', 1)[0]}</span>
        <span className="soft small">
          {review.author}
          {review.round > 1 && `, round ${review.round}`}
          <OnIt review={review} />
        </span>
        {review.escalated !== null && <span className="review-escalated small">Escalated to the leads</span>}
      </span>
    </Link>
  );
}

function OnIt({ review }: { review: QueuedReview }) {
  const me = useMe();
  const { holder, offeredTo } = review;
  if (holder !== null) return ` · in hand by ${holder.agent === me.agent ? 'you' : holder.agent}`;
  if (offeredTo !== null) return ` · offered to ${offeredTo === me.agent ? 'you' : offeredTo}`;
  return ' · offered to nobody';
}
