import { Link } from 'wouter';
import { eventSentence } from '../../parts/event-words.ts';
import { ErrorNote, Skeleton } from '../../parts/states.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { useLog, useSearchOn } from '../activity/use-log.ts';

const EVENTS_SHOWN = 12;

/** What an agent did last, and what was done to it: read back from the newest event of the log, so far and no further. */
export function AgentHistory({ name }: { name: string }) {
  const { log, older } = useLog(null);
  const mine = log.filter(({ actor, agent }) => actor === name || agent === name);
  const isSearching = useSearchOn(older, { found: mine.length, wanted: EVENTS_SHOWN, key: name });
  return (
    <section className="panel-body agent-part stack" aria-label="Lately">
      <h3>Lately</h3>
      {older.error !== null && <ErrorNote error={older.error} retry={() => void older.refetch()} />}
      <ol className="stack" style={{ gap: 4 }}>
        {mine.slice(0, EVENTS_SHOWN).map((event) => (
          <li key={event.seq} className="row small">
            <span className="clip grow">{eventSentence(event)}</span>
            <span className="quiet">
              <TimeAgo at={event.at} />
            </span>
          </li>
        ))}
      </ol>
      {(older.isPending || (isSearching && mine.length === 0)) && <Skeleton lines={3} />}
      {older.data !== undefined && !isSearching && mine.length === 0 && (
        <p className="soft">{older.hasNextPage ? `Nothing among the newest ${log.length} events.` : 'Nothing is in the log.'}</p>
      )}
      <Link href={`/activity?agent=${encodeURIComponent(name)}`}>All that it did</Link>
    </section>
  );
}
