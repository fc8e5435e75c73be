import { useCallback, useEffect, useRef, useState } from 'react';
import type { LiveEvent } from '../../client/page/index.ts';
import { useEvents } from '../board/use-board.ts';

/** A screen reader is told at most so often. */
const SPEAK_EVERY_MS = 5_000;

/** A polite live region: how much changed, gathered so that it does not speak all the time. */
export function SpokenEvents() {
  const [said, setSaid] = useState({ words: '', times: 0 });
  const waiting = useRef<LiveEvent[]>([]);
  useEvents(
    useCallback((events: readonly LiveEvent[]) => {
      waiting.current.push(...events.filter(({ type }) => type.startsWith('task.')));
    }, []),
  );
  useEffect(() => {
    const timer = setInterval(() => {
      const events = waiting.current;
      if (events.length === 0) return;
      waiting.current = [];
      setSaid(({ times }) => ({ words: wordsFor(events), times: times + 1 }));
    }, SPEAK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="sr-only" aria-live="polite">
      {/* The same words as before are another change, and read aloud only where the element is another. */}
      <span key={said.times}>{said.words}</span>
    </p>
  );
}

function wordsFor(events: readonly LiveEvent[]): string {
  const [only] = events;
  if (events.length === 1 && only !== undefined)
    return `${only.taskId ?? ''} ${only.type.slice('task.'.length).replace('_', ' ')} by ${only.actor}`;
  const tasks = new Set(events.map(({ taskId }) => taskId));
  return `${events.length} changes in ${tasks.size} tasks`;
}
