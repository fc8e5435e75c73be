import type { Event } from '../../contract/events.ts';

/** A page is cut where its frame would grow beyond this; one event alone may be larger. */
export const FRAME_MAX_BYTES = 1_048_576;
const KEPT_PAGES = 16;

export interface EventFrame {
  readonly bytes: Buffer;
  /** Where a reader stands that has this frame. */
  readonly cursor: string;
}

/** Turns pages of events into frames. Readers at the same place get the same bytes, made once. */
export interface EventFrames {
  of(project: string, events: readonly Event[]): readonly EventFrame[];
}

export function createEventFrames(cursorOf: (seq: number) => string): EventFrames {
  const kept = new Map<string, readonly EventFrame[]>();
  return {
    of(project, events) {
      const key = `${project} ${events[0]?.seq} ${events.at(-1)?.seq}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const frames = cutPages(events).map((page) => toFrame(page, cursorOf));
      kept.set(key, frames);
      if (kept.size > KEPT_PAGES) kept.delete(kept.keys().next().value ?? '');
      return frames;
    },
  };
}

interface Page {
  readonly texts: string[];
  bytes: number;
  lastSeq: number;
}

function cutPages(events: readonly Event[]): Page[] {
  const pages: Page[] = [];
  for (const event of events) {
    const text = JSON.stringify(event);
    const bytes = Buffer.byteLength(text);
    const page = pages.at(-1);
    if (page === undefined || page.bytes + bytes > FRAME_MAX_BYTES) pages.push({ texts: [text], bytes, lastSeq: event.seq });
    else {
      page.texts.push(text);
      page.bytes += bytes;
      page.lastSeq = event.seq;
    }
  }
  return pages;
}

function toFrame(page: Page, cursorOf: (seq: number) => string): EventFrame {
  const cursor = cursorOf(page.lastSeq);
  const text = `{"type":"events","events":[${page.texts.join(',')}],"cursor":${JSON.stringify(cursor)}}`;
  return { bytes: Buffer.from(text), cursor };
}
