/** So many are asked for at once: the most that a page of the server holds. */
const PAGE_ITEMS = 200;

/** A listing of the server: pages, each with the cursor of the next. */
export interface PagedList<Input, Item> {
  query(input: Input, options?: { signal?: AbortSignal }): Promise<{ items: Item[]; nextCursor: string | null }>;
}

/** What one may ask of a listing beside the place of the page, which the iteration keeps. */
export type ListWanted<Input> = Omit<Exclude<Input, void>, 'cursor' | 'limit'>;

/** Everything in a listing, page after page; the next page is asked for when the one before was read. */
export async function* allItems<Input, Item>(
  list: PagedList<Input, Item>,
  wanted: ListWanted<Input>,
  signal: AbortSignal,
): AsyncGenerator<Item, void> {
  for (let cursor: string | null = null; ; ) {
    const place = cursor === null ? {} : { cursor };
    // Every listing has cursor and limit beside what was wanted of it, which a type parameter cannot say.
    const input = { ...wanted, limit: PAGE_ITEMS, ...place } as Input;
    const page = await list.query(input, { signal });
    yield* page.items;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}
