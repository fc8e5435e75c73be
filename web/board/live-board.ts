import type { QueryClient } from '@tanstack/react-query';
import { CursorExpired, type LiveEvent, LogReset, type Page, Unauthenticated } from '../../client/page/index.ts';
import { type Board, type BoardTask, boardOf, withAgents, withTask, withTasks } from './board.ts';
import { type LiveState, Watched } from './live-state.ts';
import { patchBoard, staleAfter } from './patch-board.ts';
import { PulseLog } from './pulse-log.ts';
import { staleQueries } from './stale-queries.ts';
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
  /** What each look at the agents found. */
  readonly pulses = new PulseLog();
  readonly #page: Page;
  readonly #queries: QueryClient;
  readonly #end = new AbortController();
  readonly #listeners = new Set<(events: readonly LiveEvent[]) => void>();
  #waiting: LiveEvent[] = [];
  #dirty = new Set<string>();
  #flushing = false;
  #head = 0;
  readonly #readTasks = throttle(READ_EVERY_MS, () => void this.#catch(this.#refreshTasks()));
  readonly #readAgents = throttle(COUNT_EVERY_MS, () => void this.#catch(this.#refreshAgents()));
  readonly #readReviews = throttle(READ_EVERY_MS * 3, () => void this.#catch(this.#refreshReviews()));
  readonly #countAgain = throttle(COUNT_EVERY_MS, () => this.#invalidateCounts());
  #stale = new Set<string>();

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
    const look = setInterval(() => {
      if (document.visibilityState === 'visible' && this.state.get().kind === 'live') void this.#catch(this.#look());
    }, LOOK_EVERY_MS);
    signal.addEventListener('abort', () => clearInterval(look));
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
        if (error instanceof CursorExpired || error instanceof LogReset) continue;
        this.problem.set(error);
        this.#onConnection(false);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    }
  }

  async #load(): Promise<string> {
    const snapshot = await this.#page.rpc.events.snapshot.query({});
    this.#queries.setQueryData<Board>(BOARD_KEY, boardOf(snapshot, performance.now()));
    this.problem.set(null);
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
    for (const path of staleQueries(events)) this.#stale.add(path);
    if (this.#dirty.size > 0) this.#readTasks.ask();
    if (stale.agents) this.#readAgents.ask();
    if (stale.reviews) this.#readReviews.ask();
    if (stale.project) void this.#catch(this.#load());
    if (this.#stale.size > 0) this.#countAgain.ask();
    const last = events.at(-1)?.seq ?? 0;
    if (this.state.get().kind === 'catching_up' && last >= this.#head) this.state.set({ kind: 'live' });
    for (const listener of this.#listeners) listener(events);
  }

  #onConnection(isOpen: boolean): void {
    const { kind } = this.state.get();
    if (!isOpen) {
      if (kind === 'live' || kind === 'catching_up') this.state.set({ kind: 'offline', since: Date.now() });
      return;
    }
    if (kind === 'offline') {
      this.state.set({ kind: 'catching_up' });
      void this.#catch(this.#measureGap());
    } else this.state.set({ kind: 'live' });
  }

  /** After a lost connection: up to where there is something to catch up with. */
  async #measureGap(): Promise<void> {
    const events = this.#queries.getQueryData<readonly LiveEvent[]>(EVENTS_KEY) ?? [];
    const last = events.at(-1);
    const page = await this.#page.rpc.events.list.query({ ...(last === undefined ? {} : { after: last.cursor }), limit: 1 });
    this.#head = Number(page.head.split('.').at(-1));
    await this.#look();
    if (page.items.length === 0 || last === undefined) this.state.set({ kind: 'live' });
  }

  async #refreshTasks(): Promise<void> {
    const ids = [...this.#dirty].slice(0, IDS_MAX);
    for (const id of ids) this.#dirty.delete(id);
    if (ids.length === 0) return;
    const { items } = await this.#page.rpc.tasks.list.query({ q: `id:${ids.join(',')}`, limit: IDS_MAX });
    const readAt = performance.now();
    // What was patched meanwhile by a later event is newer than what was read.
    this.#update((board) =>
      withTasks(
        board,
        items.filter((task) => task.version >= (board.tasks.get(task.id)?.version ?? 0)),
        readAt,
      ),
    );
    if (this.#dirty.size > 0) this.#readTasks.ask();
  }

  async #refreshAgents(): Promise<void> {
    const { items } = await this.#page.rpc.agents.list.query({ limit: 200 });
    this.#update((board) => withAgents(board, items, performance.now()));
  }

  async #refreshReviews(): Promise<void> {
    const { items } = await this.#page.rpc.reviews.list.query({ limit: 200 });
    this.#update((board) => ({ ...board, reviews: items }));
  }

  async #look(): Promise<void> {
    const held = this.#page.rpc.tasks.list.query({ q: 'status:doing', limit: 200 });
    const agents = this.#page.rpc.agents.list.query({ limit: 200 });
    const [{ items }, { items: seen }] = await Promise.all([held, agents]);
    const readAt = performance.now();
    this.pulses.note(seen);
    this.#update((board) => {
      const newer = items.filter((task) => task.version >= (board.tasks.get(task.id)?.version ?? 0));
      return withAgents(withTasks(board, newer, readAt), seen, readAt);
    });
    // A lease that is over without a word is no longer in that list.
    const gone = [...(this.#board()?.tasks.values() ?? [])].filter((task) => task.status === 'doing' && task.readAt < readAt);
    for (const { id } of gone) this.#dirty.add(id);
    if (gone.length > 0) this.#readTasks.ask();
  }

  #invalidateCounts(): void {
    const paths = this.#stale;
    this.#stale = new Set();
    void this.#queries.invalidateQueries({
      predicate: ({ queryKey: [path] }) => Array.isArray(path) && paths.has(path.join('.')),
    });
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
