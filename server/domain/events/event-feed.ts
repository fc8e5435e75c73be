import type { Event } from '../../contract/events.ts';
import { FRAME_MAX_EVENTS } from '../../contract/frames.ts';
import type { EventRecord } from '../records.ts';
import type { Storage } from '../store.ts';
import { readCursor } from './cursor-rules.ts';
import { toEvent } from './event-view.ts';

/** How many of a project's newest events are kept in memory at most, so that live readers do not ask the store. */
export const RING_EVENTS_MAX = 4_000;
/** And how much text they may hold together: one event can carry a whole brief. */
export const RING_TEXT_MAX_CHARS = 8 * 1024 * 1024;

/** How many events are read at once of what other programs have written. */
const CATCH_UP_EVENTS = 1_000;
/** After a failure to read them, how long until it is tried again. */
const CATCH_UP_AGAIN_MS = 250;

interface ProjectTail {
  head: number;
  /** The newest events in order, without gap; the last one has number `head`. */
  ring: Event[];
  ringChars: number;
  /** How far others are known to have written. */
  wanted: number;
  state: 'loading' | 'live' | 'catching up';
  readonly waiters: Set<() => void>;
}

/**
 * The live end of the logs. Readers pull: each keeps its own place, asks for what comes after it and sleeps when there
 * is nothing, so a slow reader holds nothing back and makes nothing grow.
 */
export interface EventFeed {
  /** Where a cursor stands; throws as readCursor does. Absent: the beginning of the log. */
  place(project: string, cursor: string | undefined): Promise<number>;
  /** Up to FRAME_MAX_EVENTS events after number `after`, without gap; empty when there are none yet. */
  read(project: string, after: number): Promise<readonly Event[]>;
  /** Resolves when the log has grown past `after`, or `signal` fires. */
  grown(project: string, after: number, signal: AbortSignal): Promise<void>;
  /** The number of the newest event. */
  head(project: string): Promise<number>;
  close(): void;
}

export function createEventFeed(storage: Storage): EventFeed {
  const tails = new Map<string, ProjectTail>();
  // Readers that come while a tail is being loaded wait for it, rather than find it empty.
  const loading = new Map<string, Promise<ProjectTail>>();
  let isClosed = false;
  const stops = [
    storage.onCommit((records) => {
      for (const [project, news] of Map.groupBy(records, (record) => record.project)) {
        const tail = tails.get(project);
        if (tail !== undefined) take(tail, project, news);
      }
    }),
    storage.onGrowthElsewhere((project, head) => {
      const tail = tails.get(project);
      if (tail !== undefined) void catchUp(tail, project, head);
    }),
  ];

  /** Takes in what this program has written, if that is what comes next; otherwise another wrote before it, and the log has both. */
  function take(tail: ProjectTail, project: string, records: readonly EventRecord[]): void {
    const [first] = records;
    const last = records.at(-1);
    if (first === undefined || last === undefined) return;
    if (tail.state !== 'live' || first.seq > tail.head + 1) {
      void catchUp(tail, project, last.seq);
      return;
    }
    for (const record of records) push(tail, record);
    wake(tail);
  }

  /** Reads the log up to `head` at least, once for all readers. */
  async function catchUp(tail: ProjectTail, project: string, head: number): Promise<void> {
    tail.wanted = Math.max(tail.wanted, head);
    if (tail.state !== 'live') return;
    tail.state = 'catching up';
    try {
      while (tail.head < tail.wanted) {
        const after = tail.head;
        const records = await storage.read(({ q }) => q.listEvents({ project, after, limit: CATCH_UP_EVENTS }));
        // Fewer than were rung for: they were forgotten meanwhile, and readers are told so when they ask.
        if (records.length === 0) tail.wanted = tail.head;
        for (const record of records) push(tail, record);
        wake(tail);
      }
      tail.state = 'live';
    } catch {
      // The bell rings once for what it has seen, so a store that is away for a moment has to be asked again from here.
      setTimeout(() => {
        tail.state = 'live';
        if (!isClosed) void catchUp(tail, project, tail.wanted);
      }, CATCH_UP_AGAIN_MS).unref();
    }
  }

  function tailOf(project: string): Promise<ProjectTail> {
    const known = loading.get(project);
    if (known !== undefined) return known;
    const loaded = load(project);
    loading.set(project, loaded);
    // A read that failed is tried again by the next reader.
    loaded.catch(() => loading.delete(project));
    return loaded;
  }

  async function load(project: string): Promise<ProjectTail> {
    // The tail must listen before the head is read, or what is written between falls through.
    const tail = tails.get(project) ?? emptyTail();
    tails.set(project, tail);
    const row = await storage.read(({ q }) => q.getProject({ name: project }));
    tail.head = row?.eventSeq ?? 0;
    tail.state = 'live';
    if (tail.wanted > tail.head) await catchUp(tail, project, tail.wanted);
    return tail;
  }

  return {
    async place(project, cursor) {
      const row = await storage.read(({ q }) => q.getProject({ name: project }));
      return readCursor(cursor, {
        incarnation: storage.incarnation,
        first: row?.firstEventSeq ?? 1,
        head: row?.eventSeq ?? 0,
      });
    },
    async read(project, after) {
      const tail = await tailOf(project);
      const first = tail.head - tail.ring.length + 1;
      if (after + 1 >= first) return tail.ring.slice(after + 1 - first, after + 1 - first + FRAME_MAX_EVENTS);
      const records = await storage.read(({ q }) => q.listEvents({ project, after, limit: FRAME_MAX_EVENTS }));
      return records.map(toEvent);
    },
    async grown(project, after, signal) {
      const tail = await tailOf(project);
      if (tail.head > after || signal.aborted) return;
      await new Promise<void>((resolve) => {
        const done = () => {
          tail.waiters.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        tail.waiters.add(done);
        signal.addEventListener('abort', done, { once: true });
      });
    },
    async head(project) {
      return (await tailOf(project)).head;
    },
    close() {
      isClosed = true;
      for (const stop of stops) stop();
    },
  };
}

function emptyTail(): ProjectTail {
  return { head: 0, ring: [], ringChars: 0, wanted: 0, state: 'loading', waiters: new Set() };
}

function push(tail: ProjectTail, record: EventRecord): ProjectTail {
  if (record.seq <= tail.head) return tail;
  // A hole can only be what was written before this tail began to listen: readers take that part from the store.
  if (record.seq !== tail.head + 1) empty(tail);
  const event = toEvent(record);
  tail.ring.push(event);
  tail.ringChars += textOf(event.data);
  if (tail.ring.length > RING_EVENTS_MAX || tail.ringChars > RING_TEXT_MAX_CHARS) dropOlderHalf(tail);
  tail.head = record.seq;
  return tail;
}

function wake(tail: ProjectTail): void {
  for (const waiter of [...tail.waiters]) waiter();
}

function empty(tail: ProjectTail): void {
  tail.ring = [];
  tail.ringChars = 0;
}

function dropOlderHalf(tail: ProjectTail): void {
  tail.ring = tail.ring.slice(Math.ceil(tail.ring.length / 2));
  tail.ringChars = tail.ring.reduce((sum, event) => sum + textOf(event.data), 0);
}

/** About how many characters an event holds: its texts, also those of the fields that it set. */
function textOf(data: object): number {
  let chars = 0;
  for (const value of Object.values(data)) {
    if (typeof value === 'string') chars += value.length;
    else if (typeof value === 'object' && value !== null) chars += textOf(value);
  }
  return chars;
}
