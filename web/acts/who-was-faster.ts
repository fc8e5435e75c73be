import type { Rpc } from '../../client/page/index.ts';
import { eventSentence } from '../parts/event-words.ts';
import { absoluteTime } from '../parts/time-words.ts';

const PAGE_ITEMS = 200;
/** A longer history is not read through to explain one conflict. */
const PAGES_MAX = 5;

/** A task as the person saw it. */
export interface Seen {
  readonly id: string;
  readonly version: number;
}

/** Who changed a task since it was seen at `version`, and when, as sentences; empty when its history does not say. */
export async function whoWasFaster(rpc: Rpc, { id, version }: Seen): Promise<string> {
  const newer: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const read: Awaited<ReturnType<Rpc['tasks']['history']['query']>> = await rpc.tasks.history.query({
      id,
      limit: PAGE_ITEMS,
      ...(after === null ? {} : { after }),
    });
    for (const event of read.items)
      if (versionOf(event.data) > version) newer.push(`${eventSentence(event).replace(/\.$/, '')}, ${absoluteTime(event.at)}.`);
    if (read.items.length < PAGE_ITEMS) break;
    after = read.nextCursor;
  }
  return newer.slice(-3).join(' ');
}

/** The version that an event left its task at; 0 where it changed none. */
function versionOf(data: Readonly<Record<string, unknown>>): number {
  const set = data['set'];
  const version = typeof set === 'object' && set !== null && 'version' in set ? set.version : undefined;
  return typeof version === 'number' ? version : 0;
}
