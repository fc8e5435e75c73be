import { useEffect, useState } from 'react';
import { useConnection } from '../board/connection.tsx';
import { useLiveState, useWatched } from '../board/use-board.ts';
import { Button } from '../parts/button.tsx';
import { missingChunks } from '../parts/lazy-chunk.ts';
import { useSeconds } from '../parts/now.ts';
import { errorWords } from '../parts/states.tsx';
import { durationWords } from '../parts/time-words.ts';

/** A short loss is no news. */
const BANNER_AFTER_MS = 3_000;
const WORDS = { connecting: 'Connecting', live: 'Live', catching_up: 'Catching up', offline: 'Offline' } as const;

/** One word for how true the page is. */
export function LiveDot() {
  const { kind } = useLiveState();
  return (
    <span className="live-dot" data-state={kind} role="status">
      <i aria-hidden="true" />
      {WORDS[kind]}
    </span>
  );
}

/** Says so when the server has been away for more than a moment, with how old the data is. */
export function LiveNotice() {
  const state = useLiveState();
  const problem = useWatched(useConnection().live.problem);
  const missing = useWatched(missingChunks);
  const isLate = useIsLate(state.kind === 'offline' ? state.since : null);
  if (state.kind === 'connecting' && problem !== null) return <Unread problem={problem} />;
  if (state.kind === 'live' && missing > 0) return <Outdated />;
  if (state.kind === 'catching_up') return <p className="notice info">Catching up with what happened meanwhile.</p>;
  if (state.kind !== 'offline' || !isLate) return null;
  return (
    <p className="notice warn">
      <span role="status">
        <strong>The server is out of reach.</strong> It comes back by itself; until then nothing can be changed.
      </span>{' '}
      <DataAge since={state.since} />
    </p>
  );
}

/** Outside what is read aloud, or that would be said anew each second. */
function DataAge({ since }: { since: number }) {
  useSeconds();
  return <span>What you see is {durationWords(Date.now() - since)} old.</span>;
}

/** The server answers, but does not have the chunk: it is another version than this page. */
function Outdated() {
  return (
    <p className="notice warn" role="status">
      <strong>A part of this page cannot be loaded.</strong> The server may have a newer dashboard than the one you look at.{' '}
      <Button small onClick={() => location.reload()}>
        Reload
      </Button>
    </p>
  );
}

/** The server answers, but not with a board. */
function Unread({ problem }: { problem: unknown }) {
  const { message, code, hint } = errorWords(problem);
  return (
    <p className="notice warn" role="status">
      <strong>The board cannot be read.</strong> {message} {hint} {code !== '' && <code>{code}</code>} It is tried again every few
      seconds.
    </p>
  );
}

/** Whether controls are off, since nothing can be sent. */
export function useIsOffline(): boolean {
  const state = useLiveState();
  return useIsLate(state.kind === 'offline' ? state.since : null);
}

function useIsLate(since: number | null): boolean {
  const [late, setLate] = useState<number | null>(null);
  useEffect(() => {
    if (since === null) return;
    const timer = setTimeout(() => setLate(since), Math.max(0, since + BANNER_AFTER_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [since]);
  return since !== null && late === since;
}
