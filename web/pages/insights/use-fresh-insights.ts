import { useCallback, useEffect, useMemo } from 'react';
import { useConnection } from '../../board/connection.tsx';
import { throttle } from '../../board/throttle.ts';
import { useEvents } from '../../board/use-board.ts';

/** The server reads its log for an answer, so that it is asked at most so often, and only after something happened. */
const READ_EVERY_MS = 10_000;

/** Reads what is shown anew after events. */
export function useFreshInsights(): void {
  const { queries, trpc } = useConnection();
  const fresh = useMemo(
    () => throttle(READ_EVERY_MS, () => void queries.invalidateQueries(trpc.insights.pathFilter())),
    [queries, trpc],
  );
  useEffect(() => () => fresh.stop(), [fresh]);
  useEvents(useCallback(() => fresh.ask(), [fresh]));
}
