import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { eventSentence } from '../../parts/event-words.ts';
import { ErrorNote, Skeleton } from '../../parts/states.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';

const PAGE_ITEMS = 100;
const FROM_THE_START: string | null = null;

/** Every event of the task from its start; read only when somebody opens it. */
export function TaskHistory({ id }: { id: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="task-part" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>History</summary>
      {isOpen && <Events id={id} />}
    </details>
  );
}

function Events({ id }: { id: string }) {
  const { page } = useConnection();
  const found = useInfiniteQuery({
    // Named as tRPC would, so that events of tasks make it stale.
    queryKey: [['tasks', 'history'], { pages: id }],
    queryFn: ({ pageParam }) =>
      page.rpc.tasks.history.query({ id, limit: PAGE_ITEMS, ...(pageParam === null ? {} : { after: pageParam }) }),
    initialPageParam: FROM_THE_START,
    // The cursor is always set, so that one can wait for what comes; a page that is not full was the last one.
    getNextPageParam: ({ items, nextCursor }) => (items.length < PAGE_ITEMS ? null : nextCursor),
  });
  if (found.error !== null) return <ErrorNote error={found.error} retry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton lines={4} />;
  return (
    <>
      <ol className="task-events">
        {found.data.pages
          .flatMap(({ items }) => items)
          .map((event) => (
            <li key={event.seq}>
              <span className="mono quiet">{event.seq}</span>
              <span className="grow">{eventSentence(event)}</span>
              <span className="quiet small">
                <TimeAgo at={event.at} />
              </span>
            </li>
          ))}
      </ol>
      {found.hasNextPage && (
        <Button small disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          Load later events
        </Button>
      )}
    </>
  );
}
