/** The most that one call gives. */
const PAGE_ITEMS = 200;
/** As many agents, reviews or held tasks as a snapshot has of agents; what is more stays as it was read before. */
const PAGES_MAX = 5;

interface ListPage<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface PagesRead<T> {
  readonly items: readonly T[];
  /** Whether that is all that there is. */
  readonly isWhole: boolean;
}

/** Reads a list page by page, so far and no further. */
export async function readPages<T>(
  read: (page: { limit: number; cursor?: string }) => Promise<ListPage<T>>,
): Promise<PagesRead<T>> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page: ListPage<T> = await read({ limit: PAGE_ITEMS, ...(cursor === null ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return { items, isWhole: cursor === null };
}
