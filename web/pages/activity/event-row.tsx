import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { eventSentence } from '../../parts/event-words.ts';
import { Sigil } from '../../parts/sigil.tsx';
import { TaskLink } from '../../parts/task-link.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import type { LoggedEvent } from './filter-events.ts';

/** An event as a sentence, with all that it holds behind it. */
export function EventRow({ event, isLinked }: { event: LoggedEvent; isLinked: boolean }) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isLinked) row.current?.scrollIntoView({ block: 'center' });
  }, [isLinked]);
  return (
    <li ref={row} className="event-row" data-linked={isLinked}>
      <div className="row">
        {event.actor === 'system' ? <span className="event-system" /> : <Sigil name={event.actor} size={16} />}
        <span className="grow event-sentence">{eventSentence(event)}</span>
        {event.taskId !== undefined && <TaskLink id={event.taskId} />}
        <Link href={`/activity?seq=${event.seq}`} className="quiet small" aria-label={`Link to event ${event.seq}`}>
          {event.seq}
        </Link>
        <span className="quiet small event-time">
          <TimeAgo at={event.at} />
        </span>
      </div>
      <details>
        <summary className="quiet small">{event.type}</summary>
        <pre className="plain-text">{JSON.stringify(event.data, null, 2)}</pre>
      </details>
    </li>
  );
}
