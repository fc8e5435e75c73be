import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useConnection } from '../../board/connection.tsx';
import { useRecentEvents } from '../../board/use-board.ts';
import type { LoggedEvent } from './filter-events.ts';

const PAGE_ITEMS = 200;
/** So many newer events are shown above the one that a link leads to. */
const NEWER_SHOWN = 20;
/** A filter that finds less reads on by itself, through so many pages at a time. */
const FOUND_MIN = 30;
const SEARCH_PAGES_MAX = 25;
const FIRST: string | null = null;

/**
 * The log, the newest first, as far back as was asked for, and what came since. `around`: begins a little after this event instead,
 * unless that is as good as the newest; what came since is then not part of it.
 */
export function useLog(around: number | null) {
  const { page } = useConnection();
  const recent = useRecentEvents();
  const older = useInfiniteQuery({
    queryKey: ['log', around],
    queryFn: async ({ pageParam }) => {
      const before = pageParam ?? firstCursor((await page.rpc.events.list.query({ limit: 1 })).head, around);
      return page.rpc.events.list.query({ before, limit: PAGE_ITEMS });
    },
    initialPageParam: FIRST,
    getNextPageParam: ({ previousCursor }) => previousCursor ?? null,
  });
  const read = older.data?.pages.flatMap(({ items }) => items.toReversed()) ?? [];
  const newest = read[0]?.seq ?? 0;
  const first = older.data?.pages[0];
  // Of a log that is written all the time the head is past what was read a moment later; what came since follows live.
  const isNewest = around === null || first === undefined || first.nextCursor === first.head;
  const since = first === undefined || !isNewest ? [] : recent.filter(({ seq }) => seq > newest).toReversed();
  // More came than the page keeps of what is new: between that and what was read something is missing.
  const hasGap = (since.at(-1)?.seq ?? newest) > newest + 1 && newest > 0;
  const { refetch } = older;
  useEffect(() => {
    if (hasGap) void refetch();
  }, [hasGap, refetch]);
  return { log: [...since, ...read] satisfies LoggedEvent[], older, isNewest };
}

type Older = ReturnType<typeof useLog>['older'];

interface Found {
  /** Events that are shown. */
  readonly found: number;
  /** As many as make the page full. */
  readonly wanted?: number;
  /** What is looked for; another one is looked for anew. */
  readonly key: string;
}

/** Reads on until a page is full of what is looked for, so far and no further; says whether it does. */
export function useSearchOn(
  { data, hasNextPage, isFetching, error, fetchNextPage }: Older,
  { found, wanted = FOUND_MIN, key }: Found,
): boolean {
  const pages = data?.pages.length ?? 0;
  const [began, setBegan] = useState({ key, pages });
  if (began.key !== key) setBegan({ key, pages });
  const wantsMore = hasNextPage && error === null && found < wanted && pages - began.pages < SEARCH_PAGES_MAX;
  useEffect(() => {
    if (wantsMore && !isFetching) void fetchNextPage();
  }, [wantsMore, isFetching, fetchNextPage]);
  return wantsMore;
}

/** A cursor is the log's own name and the number of an event. */
function firstCursor(head: string, around: number | null): string {
  const dot = head.lastIndexOf('.');
  const newest = Number(head.slice(dot + 1));
  if (around === null || around + NEWER_SHOWN >= newest) return head;
  return `${head.slice(0, dot)}.${around + NEWER_SHOWN}`;
}
