import type { QueryClient } from '@tanstack/react-query';
import { CursorExpired, type LiveEvent, LogReset, type Page, Unauthenticated } from '../../client/page/index.ts';
import { type Board, type BoardTask, boardOf, withAgents, withoutOld, withReviews, withTask, withTasks } from './board.ts';
import { type LiveState, Watched } from './live-state.ts';
import { patchBoard, staleAfter } from './patch-board.ts';
import { readPages } from './read-pages.ts';
import { StaleQueries } from './stale-queries.ts';
import { throttle } from './throttle.ts';

/** Where the board lies in the cache of queries. */
export const BOARD_KEY = ['board'] as const;
/** The newest events that came while this page was open. */
export const EVENTS_KEY = ['recent-events'] as const;
export const RECENT_EVENTS_MAX = 500;
/** How often, at most, tasks that changed are read anew; what their events say is shown before. */
const READ_EVERY_MS = 100;
/** How often, at most, what is counted over the whole board is asked for again. */
const COUNT_EVERY_MS = 700;
/** Heartbeats write no events, so what they change (leases, presence) is looked at while somebody looks at the page. */
const LOOK_EVERY_MS = 5_000;
/** What was looked at longer ago than this says nothing of now: the page was hidden, or the server is away. */
const LOOK_HOLDS_MS = 2 * LOOK_EVERY_MS;
/** Before the board is read whole again: a log that is reset again and again is not read as fast as it answers. */
const REREAD_AFTER_MS = 500;
/** A search names at most so many tasks. */
const IDS_MAX = 20;

/**
 * The board in the cache of queries, kept true by one subscription: what an event says is patched in at once, what it makes stale is
 * read anew, at most so often.
 */
export class LiveBoard {
  readonly state = new Watched<LiveState>({ kind: 'connecting' });
  readonly signedOut = new Watched(false);
  /** Why the board could not be read the last time; null: it could. */
  readonly problem = new Watched<unknown>(null);
  /** When leases were looked at last, on the page's own clock: up to then it is known that none was renewed but those that say so. */
  readonly lookedAt = new Watched(performance.now());
  readonly #page: Page;
  readonly #queries: QueryClient;
  readonly #end = new AbortController();
  readonly #listeners = new Set<(events: readonly LiveEvent[]) => void>();
  #waiting: LiveEvent[] = [];
  /** When the connection was lost, on the page's own clock; null: it is there. */
  #lostAt: number | null = null;
  #dirty = new Set<string>();
  #flushing = false;
  /** The newest event that is on the board. */
  #seq = 0;
  /** Up to where there is something to catch up with; null: not known yet. */
  #head: number | null = null;
  readonly #readTasks = throttle(READ_EVERY_MS, () => void this.#catch(this.#refreshTasks()));
  readonly #readAgents = throttle(COUNT_EVERY_MS, () => void this.#catch(this.#refreshAgents()));
  readonly #readReviews = throttle(READ_EVERY_MS * 3, () => void this.#catch(this.#refreshReviews()));
  readonly #countAgain = throttle(COUNT_EVERY_MS, () => this.#invalidateCounts());
  #stale = new StaleQueries();

  constructor(page: Page, queries: QueryClient) {
    this.#page = page;
    this.#queries = queries;
  }

  /** Follows the board until `stop`. */
  start(): void {
    const { signal } = this.#end;
    signal.addEventListener(
      'abort',
      this.#page.watch((isOpen) => this.#onConnection(isOpen)),
    );
    const look = () => {
      if (document.visibilityState === 'visible' && this.state.get().kind === 'live') void this.#catch(this.#look());
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
    // What was not looked at while nobody saw it is old when somebody does.
    document.addEventListener('visibilitychange', look, { signal });
    void this.#follow();
  }

  stop(): void {
    this.#end.abort();
    for (const one of [this.#readTasks, this.#readAgents, this.#readReviews, this.#countAgain]) one.stop();
  }

  /** Calls `listener` with events as they come, some at a time. Returns what ends that. */
  onEvents(listener: (events: readonly LiveEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The moment of what is shown, on the page's own clock: now while the page is live. It stands still while nobody says how things are. */
  dataNow(): number {
    return Math.min(performance.now(), this.lookedAt.get() + LOOK_HOLDS_MS, this.#lostAt ?? Number.POSITIVE_INFINITY);
  }

  /** Shows a change of a task that the server was asked for and has not made yet. Returns what takes it back, if it is refused. */
  expect(id: string, change: Partial<BoardTask>): () => void {
    const before = this.#board()?.tasks.get(id);
    if (before === undefined) return () => undefined;
    this.#update((board) => withTask(board, { ...before, ...change }));
    return () => {
      // What came meanwhile is newer than what was there before.
      this.#update((board) => (board.tasks.get(id)?.version === before.version ? withTask(board, before) : board));
      this.#dirty.add(id);
      this.#readTasks.ask();
    };
  }

  async #follow(): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      try {
        const after = await this.#load();
        for await (const event of this.#page.events({ after, signal })) this.#take(event);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Unauthenticated) return this.signedOut.set(true);
        // The log goes on elsewhere: what is shown is read whole again.
        if (error instanceof CursorExpired || error instanceof LogReset) {
          await pause(REREAD_AFTER_MS);
          continue;
        }
        this.problem.set(error);
        this.#onConnection(false);
        await pause(LOOK_EVERY_MS);
      }
    }
  }

  async #load(): Promise<string> {
    const snapshot = await this.#page.rpc.events.snapshot.query({});
    const readAt = performance.now();
    this.#queries.setQueryData<Board>(BOARD_KEY, boardOf(snapshot, readAt));
    this.lookedAt.set(readAt);
    this.problem.set(null);
    this.#seq = seqOf(snapshot.asOf);
    this.#settle();
    void this.#queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== BOARD_KEY[0] });
    return snapshot.asOf;
  }

  #take(event: LiveEvent): void {
    this.#waiting.push(event);
    if (this.#flushing) return;
    this.#flushing = true;
    // A page in the background paints no frames.
    if (document.visibilityState === 'visible') requestAnimationFrame(() => this.#flush());
    else setTimeout(() => this.#flush(), READ_EVERY_MS);
  }

  #flush(): void {
    this.#flushing = false;
    const events = this.#waiting;
    this.#waiting = [];
    const stale = staleAfter(events);
    this.#update((board) => patchBoard(board, events, performance.now()));
    this.#queries.setQueryData<readonly LiveEvent[]>(EVENTS_KEY, (old = []) => [...old, ...events].slice(-RECENT_EVENTS_MAX));
    for (const id of stale.tasks) this.#dirty.add(id);
    this.#stale.add(events);
    if (this.#dirty.size > 0) this.#readTasks.ask();
    if (stale.agents) this.#readAgents.ask();
    if (stale.reviews) this.#readReviews.ask();
    if (stale.project) void this.#catch(this.#load());
    if (!this.#stale.isEmpty) this.#countAgain.ask();
    this.#seq = events.at(-1)?.seq ?? this.#seq;
    this.#settle();
    for (const listener of this.#listeners) listener(events);
  }

  #onConnection(isOpen: boolean): void {
    const { kind } = this.state.get();
    this.#lostAt = isOpen ? null : (this.#lostAt ?? performance.now());
    if (!isOpen) {
      if (kind === 'live' || kind === 'catching_up') this.state.set({ kind: 'offline', since: Date.now() });
      return;
    }
    if (kind === 'offline') {
      this.state.set({ kind: 'catching_up' });
      void this.#catch(this.#measureGap());
    } else this.state.set({ kind: 'live' });
  }

  /** After a lost connection: up to where there is something to catch up with. Asked until it is answered, or the connection lost again. */
  async #measureGap(): Promise<void> {
    this.#head = null;
    while (this.state.get().kind === 'catching_up' && !this.#end.signal.aborted) {
      try {
        const { head } = await this.#page.rpc.events.list.query({ limit: 1 });
        await this.#look();
        this.#head = seqOf(head);
        return this.#settle();
      } catch (error) {
        if (error instanceof Unauthenticated) throw error;
        await pause(LOOK_EVERY_MS);
      }
    }
  }

  /** Live again, once all that was missed is on the board. */
  #settle(): void {
    if (this.state.get().kind !== 'catching_up' || this.#head === null || this.#seq < this.#head) return;
    this.state.set({ kind: 'live' });
  }

  async #refreshTasks(): Promise<void> {
    const ids = [...this.#dirty].slice(0, IDS_MAX);
    for (const id of ids) this.#dirty.delete(id);
    if (ids.length === 0) return;
    const { items } = await this.#page.rpc.tasks.list.query({ q: `id:${ids.join(',')}`, limit: IDS_MAX });
    const readAt = performance.now();
    this.#update((board) => withTasks(board, items, readAt));
    if (this.#dirty.size > 0) this.#readTasks.ask();
  }

  async #refreshAgents(): Promise<void> {
    const agents = await readPages((page) => this.#page.rpc.agents.list.query(page));
    this.#update((board) => withAgents(board, agents, performance.now()));
  }

  async #refreshReviews(): Promise<void> {
    const reviews = await readPages((page) => this.#page.rpc.reviews.list.query(page));
    this.#update((board) => withReviews(board, reviews));
  }

  async #look(): Promise<void> {
    const askedAt = performance.now();
    const [held, agents] = await Promise.all([
      readPages((page) => this.#page.rpc.tasks.list.query({ q: 'status:doing', ...page })),
      readPages((page) => this.#page.rpc.agents.list.query(page)),
    ]);
    const readAt = performance.now();
    this.#update((board) => withoutOld(withAgents(withTasks(board, held.items, readAt), agents, readAt), Date.now()));
    this.lookedAt.set(askedAt);
    if (!held.isWhole) return;
    // A lease that is over without a word is no longer in that list.
    const listed = new Set(held.items.map(({ id }) => id));
    const isGone = ({ id, status, readAt: at }: BoardTask) => status === 'doing' && at < askedAt && !listed.has(id);
    const gone = [...(this.#board()?.tasks.values() ?? [])].filter(isGone);
    for (const { id } of gone) this.#dirty.add(id);
    if (gone.length > 0) this.#readTasks.ask();
  }

  #invalidateCounts(): void {
    const stale = this.#stale;
    this.#stale = new StaleQueries();
    void this.#queries.invalidateQueries({ predicate: (query) => stale.has(query) });
  }

  #board(): Board | undefined {
    return this.#queries.getQueryData<Board>(BOARD_KEY);
  }

  #update(change: (board: Board) => Board): void {
    this.#queries.setQueryData<Board>(BOARD_KEY, (board) => (board === undefined ? board : change(board)));
  }

  /** A reading that fails is made good by the next one; that the server is away is shown by the connection. */
  async #catch(reading: Promise<unknown>): Promise<void> {
    try {
      await reading;
    } catch (error) {
      if (error instanceof Unauthenticated) this.signedOut.set(true);
    }
  }
}

/** The number of the event that a cursor stands for. */
function seqOf(cursor: string): number {
  return Number(cursor.slice(cursor.lastIndexOf('.') + 1));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
