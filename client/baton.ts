import type { Artifact } from '../server/contract/artifacts.ts';
import type { ClaimResult } from '../server/contract/tasks.ts';
import type { AgentSession } from './agent-session.ts';
import { allItems, type ListWanted, type PagedList } from './all-items.ts';
import { NothingClaimable } from './baton-errors.ts';
import { Claim } from './claim.ts';
import { type ClaimOptions, claimNext, type Found } from './claim-next.ts';
import type { ClientClock } from './client-clock.ts';
import { EventLog } from './event-log.ts';
import type { ArtifactUpload, FetchedArtifact, FileLine } from './file-line.ts';
import { Inbox } from './inbox.ts';
import type { OpenFeed } from './live-events.ts';
import { NewsFeed } from './news-feed.ts';
import { onEndSignal } from './on-end-signal.ts';
import { closedError } from './repeat-call.ts';
import { Reviews } from './reviews.ts';
import type { Rpc } from './rpc.ts';
import { type ReviewHandler, type ReviewOptions, runReviewer } from './run-reviewer.ts';
import { runWorker, type WorkHandler, type WorkOptions, type WorkReport } from './run-worker.ts';

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
 * BatonError.
 */
export class Baton {
  /** The mail of this token's owner: reading, watching, sending, acknowledging. */
  readonly inbox: Inbox;
  /** The reviews that wait for this agent. */
  readonly reviews: Reviews;
  /** The log of the project, as it grows. */
  readonly events: EventLog;
  /** What concerns this agent, as it comes. */
  readonly news: NewsFeed;
  readonly #deps: BatonDeps;
  #closed: Promise<void> | null = null;
  /** How many workers and reviewers run, and whether a signal has stopped one. */
  #running = 0;
  #isSignalled = false;

  constructor(deps: BatonDeps) {
    this.#deps = deps;
    const { rpc, session, clock, openFeed, addresses } = deps;
    const closing = deps.closing.signal;
    this.events = new EventLog({ open: openFeed, addresses, clock, signal: closing });
    this.news = new NewsFeed({ rpc, clock, closing });
    this.inbox = new Inbox({ rpc, session, clock, closing, events: this.events });
    this.reviews = new Reviews({ rpc, clock, session: () => this.#session() });
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

  /**
   * Everything in a listing, page after page: `for await (const task of baton.all(baton.rpc.tasks.list, { q: 'status:todo' }))`. What
   * changes while it runs may be missed or come as it was. Throws BadRequest for a query that cannot be read.
   */
  all<Input, Item>(list: PagedList<Input, Item>, ...[wanted]: ListArguments<Input>): AsyncGenerator<Item, void> {
    // Absent only where nothing must be said, which the arguments' type has seen to.
    return allItems(list, wanted ?? ({} as ListWanted<Input>), this.#deps.closing.signal);
  }

  /** Whether the server asks this agent to finish what it holds and take no more. */
  get draining(): boolean {
    return this.#deps.session?.heartbeat.draining.aborted ?? false;
  }

  /**
   * Claims a task: the one named, or the next by priority, then age, for which it waits up to `waitSeconds`. Throws NothingClaimable where
   * there is none in that time; TaskHeld, NotClaimable, WipLimit, AgentPaused, NotFound.
   */
  async claim(wanted: string | ClaimOptions = {}): Promise<Claim> {
    if (typeof wanted === 'string') {
      const sentAt = this.#deps.clock.monotonicNow();
      return this.#hold(await this.rpc.tasks.claim.mutate({ id: wanted }), sentAt);
    }
    const found = await this.#claimNext(wanted);
    if ('because' in found) throw new NothingClaimable(found.because);
    return this.#hold(found.result, found.sentAt);
  }

  /** Like `claim` of the next task, but null when there is none. Throws WipLimit, AgentPaused. */
  async tryClaim(options: ClaimOptions = {}): Promise<Claim | null> {
    const found = await this.#claimNext(options);
    return 'because' in found ? null : this.#hold(found.result, found.sentAt);
  }

  /** Moves a claim of an older session of the same agent here, with a new epoch. Throws TaskHeld when another agent holds it. */
  async takeOver(taskId: string): Promise<Claim> {
    const sentAt = this.#deps.clock.monotonicNow();
    return this.#hold(await this.rpc.tasks.takeover.mutate({ id: taskId }), sentAt);
  }

  /**
   * Attaches a file to a task as a lead does, who need not hold it; holders have `Claim.attach`. The same name again replaces it.
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
   * Claims, runs `handler` and submits what it returns, until `signal` fires, the process gets SIGTERM or SIGINT, the server asks to drain,
   * or this client is closed; then lets what runs finish. What a handler throws is the reason with which its task is released. Throws what makes
   * going on useless, for instance Unauthenticated.
   */
  async work(options: WorkOptions, handler: WorkHandler): Promise<WorkReport> {
    const { rpc, clock, closing } = this.#deps;
    const session = this.#session();
    const { agent, heartbeat } = session;
    const deps = {
      rpc,
      clock,
      agent,
      closing: closing.signal,
      draining: () => heartbeat.draining,
      beatNow: () => heartbeat.beatNow(),
      claimNext: async (wanted: ClaimOptions, until: AbortSignal) => {
        const found = await this.#claimNext(wanted, until);
        return 'because' in found ? null : this.#hold(found.result, found.sentAt);
      },
      giveBack: (task: Claim, reason: string) => session.giveBack(task, reason),
    };
    return this.#untilSignalled((onEndSignal) => runWorker({ ...deps, onEndSignal }, { options, handler }));
  }

  /**
   * Takes reviews in hand, one after the other, and decides what `handler` says, until `signal` fires, the process gets SIGTERM or SIGINT,
   * the server asks to drain, or this client is closed; how many were decided. What a handler throws is the reason with which its review is
   * released. Throws what makes going on useless.
   */
  async review(options: ReviewOptions, handler: ReviewHandler): Promise<number> {
    const { clock, closing } = this.#deps;
    const { heartbeat } = this.#session();
    const signals = [closing.signal, heartbeat.draining, ...(options.signal === undefined ? [] : [options.signal])];
    const deps = {
      clock,
      until: AbortSignal.any(signals),
      nextReview: () => this.reviews.tryClaim(),
      openNews: (signal: AbortSignal) => this.news.watch({ kinds: ['review'], signal }),
    };
    return this.#untilSignalled((onEndSignal) => runReviewer({ ...deps, onEndSignal }, { options, handler }));
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

  async #claimNext(options: ClaimOptions, signal = this.#deps.closing.signal): Promise<Found> {
    const { rpc, clock } = this.#deps;
    return claimNext(options, { rpc, clock, signal });
  }

  async #hold(result: ClaimResult, sentAt: number): Promise<Claim> {
    const { rpc, files, clock } = this.#deps;
    const { task, epoch, leaseRemainingMs: grantedMs } = result;
    const ttlMs = task.leaseTtlSeconds * 1_000;
    const lease = await this.#session().hold({ taskId: task.id, reviewId: null, epoch, ttlMs, sentAt, grantedMs });
    return new Claim(result, { rpc, files, clock, lease });
  }

  /** Runs a worker or a reviewer. Once the last of them has stopped for a signal, nothing of this client keeps the process from ending. */
  async #untilSignalled<T>(run: (listen: typeof onEndSignal) => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await run((act) =>
        onEndSignal(() => {
          this.#isSignalled = true;
          act();
        }),
      );
    } finally {
      this.#running -= 1;
      if (this.#isSignalled && this.#running === 0) await this.close();
    }
  }

  #session(): AgentSession {
    if (this.#deps.closing.signal.aborted) throw closedError();
    if (this.#deps.session === null) throw new TypeError("Only agents hold tasks: connect with an agent's token and a session.");
    return this.#deps.session;
  }
}
