import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { parseQuery, type Task } from '../../../client/page/index.ts';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty, ErrorNote, Skeleton } from '../../parts/states.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { QueryField } from './query-field.tsx';
import { SavedViews } from './saved-views.tsx';
import { TaskTable } from './task-table.tsx';
import './tasks.css';

const PAGE_ITEMS = 100;
const FIRST_PAGE: string | null = null;

/** Every task, by a search that the address holds. */
export function TasksPage() {
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const setQuery = (next: string) => setParams(next === '' ? {} : { q: next });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const found = useTasks(q);
  const tasks = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const chosen = tasks.filter(({ id }) => selected.has(id));
  return (
    <div className="page">
      <div className="page-head">
        <h1>Tasks</h1>
      </div>
      <SavedViews query={q} onPick={setQuery} />
      <QueryField query={q} onQuery={setQuery} />
      <section className="panel" aria-label="Tasks found">
        <BulkBar tasks={chosen} onDone={() => setSelected(new Set())} />
        <Found found={found} tasks={tasks} q={q} onClear={() => setQuery('')}>
          <TaskTable key={q} tasks={tasks} selected={selected} onSelect={setSelected} />
        </Found>
        {found.hasNextPage && (
          <p className="panel-body">
            <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              Load more
            </Button>{' '}
            <span className="quiet">{tasks.length} are shown.</span>
          </p>
        )}
      </section>
    </div>
  );
}

function useTasks(q: string) {
  const { page } = useConnection();
  const wanted = { ...(q === '' ? {} : { q }), limit: PAGE_ITEMS };
  return useInfiniteQuery({
    // Named as tRPC would, so that events make it stale. Its own options send a direction, which the server does not know.
    queryKey: [['tasks', 'list'], { pages: wanted }],
    queryFn: ({ pageParam }) => page.rpc.tasks.list.query({ ...wanted, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: 'query' in parseQuery(q),
    retry: false,
  });
}

interface FoundProps {
  readonly found: ReturnType<typeof useTasks>;
  readonly tasks: readonly Task[];
  readonly q: string;
  readonly onClear: () => void;
  readonly children: React.ReactNode;
}

function Found({ found, tasks, q, onClear, children }: FoundProps) {
  if (found.error !== null) return <ErrorNote error={found.error} retry={() => void found.refetch()} />;
  if (found.data === undefined) return found.isFetching ? <Skeleton lines={8} /> : null;
  if (tasks.length > 0) return children;
  if (q === '') {
    return (
      <Empty title="There is no task yet">
        <p>
          <Link href="/board">The board</Link> says how a first one comes there: by you, by an agent, or by a program.
        </p>
      </Empty>
    );
  }
  return (
    <Empty title="No task is like that">
      <p>
        Nothing matches <code>{q}</code>.
      </p>
      <Button small onClick={onClear}>
        Show all
      </Button>
    </Empty>
  );
}
