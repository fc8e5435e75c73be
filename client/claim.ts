import type { Artifact } from '../server/contract/artifacts.ts';
import type { TaskBlock } from '../server/contract/blocking.ts';
import type { Reservation, ReservationMode } from '../server/contract/reservations.ts';
import type { Answer, ClaimResult, Evidence, Handover, Task } from '../server/contract/tasks.ts';
import { type BatonError, LeaseLost } from './baton-errors.ts';
import type { ClientClock } from './client-clock.ts';
import type { ArtifactSource, FetchedArtifact, FileLine } from './file-line.ts';
import type { ClaimOutcome, Lease, Settled } from './lease.ts';
import type { Rpc } from './rpc.ts';
import type { CallPolicy } from './rpc-client.ts';

/** What a claim left without a submission is released with. */
export const NO_RESULT = 'no result';

/** The evidence that a submission names; `vouchedBy` is `self` unless it says otherwise. */
export type EvidenceInput = Evidence extends infer One
  ? One extends Evidence
    ? Omit<One, 'vouchedBy'> & Partial<Pick<One, 'vouchedBy'>>
    : never
  : never;
/** The answer to one acceptance criterion. */
export type AnswerInput = Omit<Answer, 'note'> & Partial<Pick<Answer, 'note'>>;

/** What goes with the summary of a submission. */
export interface SubmitOptions {
  readonly evidence?: readonly EvidenceInput[];
  /** One for each acceptance criterion of the task. */
  readonly answers?: readonly AnswerInput[];
  /** A key of the caller's own, where it may hand in again after a restart of its process (SPEC ID1). */
  readonly idempotencyKey?: string;
}

/** What kind of thing a task waits for, `question` unless it is said, and who or what could end that (see `TaskBlock` in the contract). */
export type BlockOptions = Partial<Omit<TaskBlock, 'id' | 'epoch' | 'reason' | 'options'>> & {
  readonly options?: readonly string[];
};

interface HandleDeps {
  readonly rpc: Rpc;
  readonly files: FileLine;
  readonly clock: ClientClock;
  readonly lease: Lease;
}

/**
 * A task that this client holds. Its lease is renewed in the background until it is submitted, released, blocked or lost. With
 * `await using` a claim that is left without a submission goes back to the queue.
 */
export class Claim {
  /** The fencing token that the claim gave (SPEC LAW1). */
  readonly epoch: number;
  /** Task and epoch, `T-12:7`, for use outside: in a branch name, in a merge check (SPEC LE8). */
  readonly fence: string;
  /** What earlier attempts left, newest first (SPEC TK6). */
  readonly handover: Handover;
  /** Whether this session held the task already (SPEC CL2). */
  readonly alreadyHeld: boolean;
  readonly #deps: HandleDeps;
  #task: Task;

  constructor(result: ClaimResult, deps: HandleDeps) {
    this.epoch = result.epoch;
    this.fence = result.fence;
    this.handover = result.handover;
    this.alreadyHeld = result.alreadyHeld;
    this.#task = result.task;
    this.#deps = deps;
  }

  /** The task's id, `T-12`. */
  get id(): string {
    return this.#deps.lease.taskId;
  }

  /** The task as the last answer of the server showed it. */
  get task(): Task {
    return this.#task;
  }

  /**
   * Fires when the lease is lost: taken, cancelled, or no longer trusted because no renewal came in time (SPEC LE2). Its reason
   * is a LeaseLost. It does not fire when the task is submitted, released or blocked through this handle.
   */
  get lost(): AbortSignal {
    return this.#deps.lease.signal;
  }

  /** How long the lease may be trusted if nothing renews it, in milliseconds; 0: it is over. */
  get leaseRemainingMs(): number {
    return this.#deps.lease.remainingMs;
  }

  /** What has become of the claim. Once it is not `held`, nothing more can be done with this handle. */
  get outcome(): ClaimOutcome {
    const { outcome } = this.#deps.lease;
    return outcome === 'decided' ? 'submitted' : outcome;
  }

  /** Whether it is still this process's to work on. */
  get held(): boolean {
    return this.outcome === 'held';
  }

  /** Throws LeaseLost when the claim is over. Looks at the clock and sends nothing: call it in loops, and before what cannot be undone. */
  check(): void {
    const { over } = this.#deps.lease;
    if (over !== null) throw over;
  }

  /** Notes progress for people and for the next holder, and renews the lease. Throws LeaseLost, without a request once it is known. */
  async progress(note: string, options: { percent?: number } = {}): Promise<void> {
    this.check();
    const { rpc, clock, lease } = this.#deps;
    const sentAt = clock.monotonicNow();
    const result = await this.#asHolder(rpc.tasks.progress.mutate({ ...this.#ref(), note, ...options }));
    lease.renew({ sentAt, grantedMs: result.leaseRemainingMs });
    this.#task = result.task;
  }

  /**
   * Holds more paths than the task declares, as globs, until this claim ends: alone, or `shared` with other shared holds. Throws
   * PathsReserved when another claim is in the way, LeaseLost.
   */
  async reserve(paths: readonly string[], options: { mode?: ReservationMode } = {}): Promise<Reservation> {
    this.check();
    const { id: taskId, epoch } = this.#ref();
    return this.#asHolder(this.#deps.rpc.reservations.make.mutate({ taskId, epoch, paths: [...paths], ...options }));
  }

  /** Reads a file that is attached to the task, by this attempt or an earlier one, whole. Throws NotFound. */
  fetch(name: string): Promise<FetchedArtifact> {
    return this.#deps.files.get(this.id, name);
  }

  /**
   * Attaches a file of at most 10 MiB to the task, or replaces it, and renews the lease on the server. Throws LeaseLost, without a request
   * once it is known; TooLarge; BadRequest for a name that will not do.
   */
  async attach(name: string, content: ArtifactSource, options: { mediaType?: string } = {}): Promise<Artifact> {
    this.check();
    const { files, lease } = this.#deps;
    return this.#asHolder(files.put({ taskId: lease.taskId, epoch: this.epoch, name, content, ...options }));
  }

  /**
   * Hands in the work and ends the lease. A lost lease is sent all the same: if nobody has taken the task it counts (SPEC LE3) and the
   * outcome becomes `submitted`, else the server keeps the work on the task (SPEC LE4) and this throws LeaseLost.
   */
  async submit(summary: string, options: SubmitOptions = {}): Promise<Task> {
    const { rpc, lease } = this.#deps;
    // What was handed in or given back by this very handle cannot be handed in again.
    if (lease.over !== null && lease.outcome !== 'lost') throw lease.over;
    const evidence = [...(options.evidence ?? [])];
    const answers = [...(options.answers ?? [])];
    const { idempotencyKey } = options;
    const policy: CallPolicy = idempotencyKey === undefined ? {} : { idempotencyKey };
    const what = { ...this.#ref(), summary, evidence, answers };
    return this.#settle('submitted', rpc.tasks.submit.mutate(what, { context: { ...policy } }));
  }

  /** Gives the task back with a reason for the next holder. Throws LeaseLost, without a request once it is known. */
  async release(reason: string): Promise<Task> {
    this.check();
    return this.#settle('released', this.#deps.rpc.tasks.release.mutate({ ...this.#ref(), reason }));
  }

  /**
   * Gives the task back until what it waits for has come; what is answered is in the handover of the next claim. The attempt does not
   * count. Throws LeaseLost, without a request once it is known.
   */
  async block(reason: string, given: BlockOptions = {}): Promise<Task> {
    this.check();
    const { kind = 'question', options = [], ...rest } = given;
    const what = { ...this.#ref(), ...rest, kind, reason, options: [...options] };
    return this.#settle('blocked', this.#deps.rpc.tasks.block.mutate(what));
  }

  /**
   * Gives the task back unless it has been settled; gives what went wrong with that, or null, and does not throw it. However that goes,
   * the claim is over: a task that could not be given back is free once its lease has run out.
   */
  letGo(reason: string): Promise<BatonError | null> {
    return this.#deps.lease.letGo(() => this.release(reason));
  }

  /** Lets the task go unless it has been settled. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.letGo(NO_RESULT);
  }

  #ref(): { id: string; epoch: number } {
    return { id: this.id, epoch: this.epoch };
  }

  async #settle(how: Settled, call: Promise<Task>): Promise<Task> {
    const { lease } = this.#deps;
    lease.settling = true;
    try {
      this.#task = await this.#asHolder(call);
    } finally {
      lease.settling = false;
    }
    lease.settle(how);
    return this.#task;
  }

  /** A refusal as holder ends the lease here too, so that the signal fires and nothing more is sent. */
  async #asHolder<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      if (error instanceof LeaseLost) this.#deps.lease.lose('refused', error);
      throw error;
    }
  }
}
