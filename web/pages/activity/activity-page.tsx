import { type RefObject, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty, ErrorNote, Skeleton } from '../../parts/states.tsx';
import { Updates } from '../../parts/updates.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useIsBusy } from '../../parts/use-steady-list.ts';
import { ActivityFilter } from './activity-filter.tsx';
import { EventRow } from './event-row.tsx';
import { type Filter, type LoggedEvent, matches, readFilter } from './filter-events.ts';
import { saveLog } from './save-log.ts';
import { useLog, useSearchOn } from './use-log.ts';
import './activity.css';

/** The event log, the newest first: what happened, who did it, and what they said. */
export function ActivityPage() {
  const [params, setParams] = useSearchParams();
  const filter = readFilter(params);
  // A link leads to an event wherever it lies; one that is followed on this page is in sight already.
  const [around, setAround] = useState(filter.seq);
  const { log, older, isNewest } = useLog(around);
  const list = useRef<HTMLOListElement>(null);
  const { shown, fresh, show, isPaused, setPaused } = useLive(log, list);
  const { page } = useConnection();
  const action = useAction();
  const found = shown.filter((event) => matches(event, filter));
  const isSearching = useSearchOn(older, { found: found.length, key: JSON.stringify(paramsOf(filter)) });
  return (
    <div className="page">
      <div className="page-head">
        <h1>Activity</h1>
        <div className="tools">
          <Button aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
            {isPaused ? 'Go on' : 'Pause'}
          </Button>
          <Button disabled={action.busy} onClick={() => action.run(() => saveLog(page.rpc), 'Saved the log.')}>
            Export NDJSON
          </Button>
        </div>
      </div>
      <ActivityFilter filter={filter} onFilter={(next) => setParams(paramsOf(next))} />
      <section className="panel updates-place" aria-label="Events">
        <Updates count={fresh} onShow={show} over />
        {!isNewest && (
          <Elsewhere
            seq={around}
            onNewest={() => {
              setAround(null);
              setParams(paramsOf(filter));
            }}
          />
        )}
        {older.error !== null && <ErrorNote error={older.error} retry={() => void older.refetch()} />}
        {older.isPending && <Skeleton lines={8} />}
        {older.data !== undefined && found.length === 0 && !isSearching && (
          <Nothing read={shown.length} hasMore={older.hasNextPage} />
        )}
        <ol className="list" ref={list}>
          {found.map((event) => (
            <EventRow key={event.seq} event={event} isLinked={filter.seq === event.seq} />
          ))}
        </ol>
        {isSearching && (
          <p className="panel-body soft" role="status">
            Looking further back, through {shown.length} events so far.
          </p>
        )}
        {older.hasNextPage && !isSearching && (
          <p className="panel-body">
            <Button disabled={older.isFetchingNextPage} onClick={() => void older.fetchNextPage()}>
              Load more
            </Button>
          </p>
        )}
      </section>
    </div>
  );
}

function Nothing({ read, hasMore }: { read: number; hasMore: boolean }) {
  if (read === 0) {
    return (
      <Empty title="Nothing has happened yet">
        <p>What agents and people do appears here as they do it.</p>
      </Empty>
    );
  }
  return (
    <Empty title={hasMore ? `Nothing of that kind is among the newest ${read} events` : 'Nothing of that kind is in the log'}>
      <p>{hasMore ? 'Load more, or look for something else.' : 'Look for something else.'}</p>
    </Empty>
  );
}

/** The list does not begin at the newest event: a link led to an older one. */
function Elsewhere({ seq, onNewest }: { seq: number | null; onNewest: () => void }) {
  return (
    <p className="panel-body row wrap">
      <span className="soft">You see event {seq} and what came before and right after it.</span>
      <Button small onClick={onNewest}>
        Show the newest
      </Button>
    </p>
  );
}

/**
 * Paused, the list stays as it was when that was asked for, and counts what came since; while the pointer or the focus is in it, it
 * stays by itself.
 */
function useLive(log: readonly LoggedEvent[], list: RefObject<HTMLElement | null>) {
  const isBusy = useIsBusy(list);
  const [isPaused, setPaused] = useState(false);
  const [heldAt, setHeldAt] = useState<number | null>(null);
  const newest = log[0]?.seq ?? 0;
  const isHeld = isPaused || (isBusy && newest > 0);
  if (isHeld !== (heldAt !== null)) setHeldAt(isHeld ? newest : null);
  const shown = heldAt === null ? log : log.filter(({ seq }) => seq <= heldAt);
  const show = () => {
    setPaused(false);
    setHeldAt(newest);
  };
  return { shown, fresh: log.length - shown.length, show, isPaused, setPaused };
}

function paramsOf({ kind, agent, task }: Filter): Record<string, string> {
  const given = { kind, agent, of: task };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
}
