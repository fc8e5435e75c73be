import type { Baton, Event } from '../../client/index.ts';

const PAGE_EVENTS = 200;

/** Every event of the project so far, in order. */
export async function wholeLog(baton: Baton): Promise<Event[]> {
  const events: Event[] = [];
  for (let after: string | undefined; ; ) {
    const page = await baton.rpc.events.list.query({ limit: PAGE_EVENTS, ...(after === undefined ? {} : { after }) });
    if (page.items.length === 0) return events;
    events.push(...page.items);
    after = page.nextCursor;
  }
}
