import { skipToken, useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { LiveEvent } from '../../client/page/index.ts';
import type { Board } from './board.ts';
import { useConnection } from './connection.tsx';
import { BOARD_KEY, EVENTS_KEY } from './live-board.ts';
import type { LiveState, Watched } from './live-state.ts';

/** What `select` makes of the board; undefined while it is read for the first time. Rerenders only when that changes. */
export function useBoard<T>(select: (board: Board) => T): T | undefined {
  const { data } = useQuery<Board, Error, T>({
    queryKey: BOARD_KEY,
    // Nobody asks for it: the live board puts it there.
    queryFn: skipToken,
    structuralSharing: false,
    select,
  });
  return data;
}

/** The newest events that came while this page was open, the oldest first. */
export function useRecentEvents(): readonly LiveEvent[] {
  const { data = [] } = useQuery<readonly LiveEvent[]>({ queryKey: EVENTS_KEY, queryFn: skipToken, structuralSharing: false });
  return data;
}

/** Calls `listener` with events as they come. It must stay the same between renders, or change only with what it uses. */
export function useEvents(listener: (events: readonly LiveEvent[]) => void): void {
  const { live } = useConnection();
  useEffect(() => live.onEvents(listener), [live, listener]);
}

export function useWatched<T>(watched: Watched<T>): T {
  return useSyncExternalStore(watched.subscribe, watched.get);
}

export function useLiveState(): LiveState {
  return useWatched(useConnection().live.state);
}
