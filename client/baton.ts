import type { Artifact } from '../server/contract/artifacts.ts';
import type { ClaimResult } from '../server/contract/tasks.ts';
import type { News } from '../server/contract/wait.ts';
import type { AgentSession } from './agent-session.ts';
import { allItems, type ListWanted, type PagedList } from './all-items.ts';
import { ClaimHandle } from './claim-handle.ts';
import type { ClientClock } from './client-clock.ts';
import type { ArtifactUpload, FetchedArtifact, FileLine } from './file-line.ts';
import { Inbox } from './inbox.ts';
import { followEvents, type LiveEvent, type OpenFeed } from './live-events.ts';
import { ReviewHandle } from './review-handle.ts';
import type { Rpc } from './rpc.ts';
import { closedError } from './rpc-client.ts';
import { type ReviewHandler, type ReviewOptions, runReviewer, takeNextReview } from './run-reviewer.ts';
import { runWorker, type WorkHandler, type WorkOptions, type WorkReport } from './run-worker.ts';
import { type WaitOptions, waitForNews } from './wait-news.ts';

/** What to claim. */
export interface ClaimNextOptions {
  /** Only tasks with at least one of these labels; absent: any task. */
  readonly labels?: readonly string[];
  /** How long to wait on the server for a task, in seconds, 25 at most; absent: not at all. */
  readonly waitSeconds?: number;
}

/** From where to follow the log, and until when. */
export interface EventOptions {
  /** A cursor: of an event, of a snapshot (`asOf`), of a page. Absent: from the beginning of the log. */
  readonly after?: string;
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
}

/** What is wanted of a listing; nothing need be said where nothing must. */
type ListArguments<Input> =
  Partial<ListWanted<Input>> extends ListWanted<Input> ? [wanted?: ListWanted<Input>] : [wanted: ListWanted<Input>];

interface BatonDeps {
  readonly rpc: Rpc;
  readonly files: FileLine;
  /** null: the token is a person's, which holds nothing. */
  readonly session: AgentSession | null;
  readonly clock: ClientClock;
  readonly openFeed: OpenFeed;
  /** How many addresses the board has. */
  readonly addresses: number;
  readonly closing: AbortController;
  readonly closeTransport: () => Promise<void>;
}

/**
 * A connection to a Batonpass server as one agent's process. Made by `connectBaton`. Every method rejects with a subclass of
 * BatonApiError for what the server reports, and with BatonConnectionError when it cannot be reached.
 */
export class Baton {
  readonly #deps: BatonDeps;
  #closed: Promise<void> | null = null;
  readonly #inbox: Inbox;

  constructor(deps: BatonDeps) {
    this.#deps = deps;
    const { rpc, session, clock, closing } = deps;
    this.#inbox = new Inbox({ rpc, session, clock, closing: closing.signal, events: (options) => this.events(options) });
  }

  /** Every operation of the server, typed. */
  get rpc(): Rpc {
    return this.#deps.rpc;
  }

  /** The id of this process's session; null: the token's standing session, or none. */
  get sessionId(): string | null {
    return this.#deps.session?.id ?? null;
  }

  /** The agent's name; null where the session is the standing one, or none. */
  get agent(): string | null {
    return this.#deps.session?.agent ?? null;
  }

  /** The mail of this token's owner: sending, receiving, acknowledging. */
  get inbox(): Inbox {
    return this.#inbox;
  }

  /**
   * Everything in a listing, page after page: `for await (const task of baton.all(baton.rpc.tasks.list, { q: 'status:todo' }))`. What
   * changes while it runs may be missed or come as it was. Throws BadRequest for a query that cannot be read.
   */
  all<Input, Item>(list: PagedList<Input, Item>, ...[wanted]: ListArguments<Input>): AsyncGenerator<Item, void> {
    // Absent only where nothing must be said, which the arguments' type has seen to.
    return allItems(list, wanted ?? ({} as ListWanted<Input>), this.#deps.closing.signal);
  }

  /** Claims one task. Throws TaskHeld, NotClaimable, WipLimit, AgentPaused, NotFound. */
  async claim(taskId: string): Promise<ClaimHandle> {
    const sentAt = this.#deps.clock.monotonicNow();
    return this.#handle(await this.rpc.tasks.claim.mutate({ id: taskId }), sentAt);
  }

  /** Claims the next task by priority, then age; null: there was none in that time. Throws WipLimit, AgentPaused. */
  async claimNext(options: ClaimNextOptions = {}): Promise<ClaimHandle | null> {
    const { labels = [], waitSeconds = 0 } = options;
    const sentAt = this.#deps.clock.monotonicNow();
    const { claims } = await this.rpc.tasks.claimNext.mutate({ labels: [...labels], waitSeconds });
    const [claim] = claims;
    return claim === undefined ? null : this.#handle(claim, sentAt);
  }

  /** Moves a claim of an older session of the same agent here, with a new epoch. Throws TaskHeld when another agent holds it. */
  async takeover(taskId: string): Promise<ClaimHandle> {
    const sentAt = this.#deps.clock.monotonicNow();
    return this.#handle(await this.rpc.tasks.takeover.mutate({ id: taskId }), sentAt);
  }

  /**
   * Attaches a file to a task as a lead does, who need not hold it; holders have `ClaimHandle.attach`. The same name again replaces it.
   * Throws Forbidden, EpochRequired for one who is no lead, TooLarge, BadRequest for a name that will not do.
   */
  async attach(upload: Omit<ArtifactUpload, 'epoch'>): Promise<Artifact> {
    return this.#deps.files.put(upload);
  }

  /** Reads a file that is attached to a task, whole. Throws NotFound. */
  async fetchArtifact(taskId: string, name: string): Promise<FetchedArtifact> {
    return this.#deps.files.get(taskId, name);
  }

  /**
   * Claims, runs `handler` and submits what it returns, until `signal` fires, the process gets SIGTERM, the server asks to drain, or this
   * client is closed; then lets what runs finish. What a handler throws is the reason with which its task is released. Throws what makes going on
   * useless, for instance Unauthenticated.
   */
  async work(options: WorkOptions, handler: WorkHandler): Promise<WorkReport> {
    const { rpc, clock, closing } = this.#deps;
    const { agent, heartbeat } = this.#session();
    return runWorker(
      {
        rpc,
        clock,
        agent,
        closing: closing.signal,
        draining: () => heartbeat.draining,
        beatNow: () => heartbeat.beatNow(),
        claimNext: (wanted) => this.claimNext(wanted),
      },
      { options, handler },
    );
  }

  /** Takes one review in hand. Throws TaskHeld while another has it, StaleReview, Forbidden, WipLimit, AgentPaused, NotFound. */
  async claimReview(reviewId: string): Promise<ReviewHandle> {
    const { rpc, clock } = this.#deps;
    const session = this.#session();
    const sentAt = clock.monotonicNow();
    const claim = await rpc.reviews.claim.mutate({ id: reviewId });
    const { task, epoch, leaseRemainingMs: grantedMs } = claim;
    const of = { taskId: task.id, reviewId, epoch, ttlMs: task.leaseTtlSeconds * 1_000 };
    return new ReviewHandle(claim, { rpc, lease: await session.hold({ ...of, sentAt, grantedMs }) });
  }

  /** Takes the next review in hand: what is offered to this agent first, then the oldest. null: there is none. Throws WipLimit, AgentPaused. */
  nextReview(): Promise<ReviewHandle | null> {
    return takeNextReview({ rpc: this.rpc, agent: this.agent, claimReview: (id) => this.claimReview(id) });
  }

  /**
   * Takes reviews in hand, one after the other, and decides what `handler` says, until `signal` fires, the server asks to drain, or
   * this client is closed. What a handler throws is the reason with which its review is released. Throws what makes going on useless.
   */
  review(options: ReviewOptions, handler: ReviewHandler): Promise<void> {
    const { clock, closing } = this.#deps;
    const { heartbeat } = this.#session();
    const signals = [closing.signal, heartbeat.draining, ...(options.signal === undefined ? [] : [options.signal])];
    const deps = {
      clock,
      until: AbortSignal.any(signals),
      nextReview: () => this.nextReview(),
      openNews: (signal: AbortSignal) => this.wait({ kinds: ['review'], signal }),
    };
    return runReviewer(deps, { options, handler });
  }

  /**
   * The project's events after a cursor, then live, in order, each once: across lost connections, restarts of the server and a
   * change of the node (SPEC EV3). Throws CursorExpired or LogReset when the cursor is of no use any more: read the snapshot and begin again.
   */
  async *events(options: EventOptions = {}): AsyncGenerator<LiveEvent, void> {
    const { clock, openFeed, addresses, closing } = this.#deps;
    const { after, signal } = options;
    const until = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]);
    yield* followEvents(after, { open: openFeed, addresses, clock, signal: until });
  }

  /**
   * What concerns this agent next, as it comes: a task that it could claim, a message, a review to do, a decision on its work, a
   * cancelled or lost task (SPEC WT1). First what is there already. Costs one sleeping request, claims nothing. Throws Forbidden for a person.
   */
  async *wait(options: WaitOptions = {}): AsyncGenerator<News, void> {
    const { rpc, clock, closing } = this.#deps;
    const { signal } = options;
    yield* waitForNews(options, {
      rpc,
      clock,
      signal: signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]),
    });
  }

  /**
   * Ends the session, which gives back all that it holds (SPEC PR2), stops the heartbeat and closes the connection. Handles that
   * are still held fire their signal. A server that cannot be reached does not hold it up for long.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /** For `await using baton = await connectBaton(…)`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const { session, closing, closeTransport } = this.#deps;
    try {
      await session?.end();
    } finally {
      closing.abort(closedError());
      await closeTransport();
    }
  }

  async #handle(result: ClaimResult, sentAt: number): Promise<ClaimHandle> {
    const { rpc, files, clock } = this.#deps;
    const { task, epoch, leaseRemainingMs: grantedMs } = result;
    const ttlMs = task.leaseTtlSeconds * 1_000;
    const lease = await this.#session().hold({ taskId: task.id, reviewId: null, epoch, ttlMs, sentAt, grantedMs });
    return new ClaimHandle(result, { rpc, files, clock, lease });
  }

  #session(): AgentSession {
    if (this.#deps.closing.signal.aborted) throw closedError();
    if (this.#deps.session === null) throw new TypeError("Only agents hold tasks: connect with an agent's token and a session.");
    return this.#deps.session;
  }
}
