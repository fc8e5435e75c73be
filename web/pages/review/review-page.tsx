import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import type { QueuedReview, ReviewPage as Reviews } from '../../../client/page/index.ts';
import { useConnection } from '../../board/connection.tsx';
import { useShortcuts } from '../../keys/shortcuts.ts';
import { Button } from '../../parts/button.tsx';
import { Empty, ErrorNote, Skeleton } from '../../parts/states.tsx';
import { EndedReview } from './ended-review.tsx';
import { ReviewQueue } from './review-queue.tsx';
import { ReviewView } from './review-view.tsx';
import './review.css';

/** A queue is shown so far; what is behind it comes up as the first ones are decided. */
const SHOWN_MAX = 200;
/** From here on the queue and a review stand side by side. */
const WIDE = '(min-width: 901px)';

/** What waits for a decision, the oldest first, and one of them with all that the decision needs. */
export function ReviewPage() {
  const { trpc } = useConnection();
  const queue = useQuery(trpc.reviews.list.queryOptions({ limit: SHOWN_MAX }));
  if (queue.data !== undefined) return <Loaded reviews={queue.data} />;
  return (
    <div className="page">
      <h1>Review</h1>
      {queue.error === null ? <Skeleton lines={10} /> : <ErrorNote error={queue.error} retry={() => void queue.refetch()} />}
    </div>
  );
}

function Loaded({ reviews: { items: waiting, nextCursor } }: { reviews: Reviews }) {
  const { id } = useParams<{ id?: string }>();
  const [, navigate] = useLocation();
  const { items, at, goOn } = useQueue(waiting, id);
  const goTo = (place: number) => {
    const next = items[Math.max(0, Math.min(items.length - 1, place))];
    if (next !== undefined && next.id !== id) navigate(`/review/${next.id}`);
  };
  useShortcuts([
    { keys: 'j', does: 'Go to the next review', group: 'On this page', run: () => goTo(at + 1), repeats: true },
    { keys: 'k', does: 'Go to the review before', group: 'On this page', run: () => goTo(at - 1), repeats: true },
  ]);
  const first = items[0]?.id;
  useEffect(() => {
    // The address names what is read, so that it stays when the queue moves. A phone begins with the queue.
    if (id === undefined && first !== undefined && matchMedia(WIDE).matches) navigate(`/review/${first}`, { replace: true });
  }, [id, first, navigate]);
  const review = items[at];
  const lastSeen = useRef(review);
  useEffect(() => {
    if (review !== undefined) lastSeen.current = review;
  }, [review]);
  return (
    <div className="page">
      <div className="page-head">
        <h1>Review</h1>
        <span className="soft">
          {items.length === 0 ? 'Nothing waits' : `${items.length}${nextCursor === null ? '' : ' and more'} waiting`}
        </span>
      </div>
      {items.length === 0 && id === undefined ? (
        <section className="panel">
          <Empty title="Nothing waits for a review">
            <p>
              Work that an agent hands in comes here, unless its task needs no review. What is under way is on{' '}
              <Link href="/">Now</Link>.
            </p>
          </Empty>
        </section>
      ) : (
        <div className="review-columns" data-open={id !== undefined}>
          <ReviewQueue reviews={items} open={id} />
          {review !== undefined ? (
            <ReviewView key={review.id} review={review} onDecided={(isOver) => goOn(review.id, isOver)} />
          ) : (
            id !== undefined && (
              <EndedReview key={id} id={id} taskId={lastSeen.current?.id === id ? lastSeen.current.taskId : undefined}>
                {first !== undefined && (
                  <Button small onClick={() => navigate(`/review/${first}`)}>
                    Go to the oldest
                  </Button>
                )}
              </EndedReview>
            )
          )}
        </div>
      )}
    </div>
  );
}

/** What waits but for what was decided here, where in it the open review is, and how to go on from one that was decided. */
function useQueue(waiting: readonly QueuedReview[], id: string | undefined) {
  const [, navigate] = useLocation();
  // What was decided here is gone at once; that the server says so, too, takes a moment.
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const items = waiting.filter((one) => !decided.has(one.id));
  const at = items.findIndex((one) => one.id === id);
  const newest = useRef(items);
  newest.current = items;
  /** On to the one that waited behind it, or else the one before it. */
  const goOn = (from: string, isOver: boolean) => {
    if (isOver) setDecided((old) => new Set(old).add(from));
    // The answer may have taken its time: whoever went elsewhere meanwhile stays there.
    if (!location.pathname.endsWith(`/review/${from}`)) return;
    const rest = newest.current.filter((one) => one.id !== from);
    const next = rest[Math.min(at, rest.length - 1)];
    navigate(next === undefined ? '/review' : `/review/${next.id}`);
  };
  return { items, at, goOn };
}
