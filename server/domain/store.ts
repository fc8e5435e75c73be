import type { ArtifactReadQueries, ArtifactWriteQueries } from './artifacts/artifact-queries.ts';
import type { BlobStore } from './artifacts/blob-store.ts';
import type { BlockingReads, BlockingWrites } from './blocking/blocking-queries.ts';
import type { InboxReadQueries, InboxWriteQueries } from './inbox/inbox-queries.ts';
import type { EntryDraft } from './inbox/inbox-records.ts';
import type { InsightQueries } from './insight/insight-queries.ts';
import type { LeaseTime, LeaseView } from './lease-time.ts';
import type {
  AgentRecord,
  ApprovalRecord,
  AttemptRecord,
  CommentRecord,
  EventRecord,
  IdempotencyRecord,
  NoteRecord,
  OrphanRecord,
  ProjectRecord,
  ReviewRecord,
  SessionRecord,
  TaskRecord,
  TokenRecord,
  WallTime,
} from './records.ts';
import type { ReservationReads, ReservationWrites } from './reservations/reservation-queries.ts';
import type { ReviewLeaseReads, ReviewLeaseWrites } from './reviews/review-queries.ts';
import type { SearchReads, TextWrites } from './search/search-queries.ts';

/**
 * The port to storage. A work is a plain async function of its transaction that awaits nothing but the
 * transaction's queries; it may run twice (a database may ask for that) and must have no other effect.
 *
 * What a writing work has found with findTask, findAgent, findReview, findReply or claimant, or was given as the head of a
 * queue, stays as it found it until the work is over: nobody else changes it meanwhile. What it only listed may change.
 */
export interface Storage {
  /** Runs `work` on a consistent snapshot that nothing in it can change. */
  read<T>(work: (tx: ReadTx) => Promise<T>): Promise<T>;
  /**
   * Runs `work` atomically. Resolves after the commit is durable; when `work` throws, nothing of it is kept. A `renewal` does not
   * queue behind other works where the store can help it: a lease depends on it.
   */
  write<T>(work: (tx: WriteTx) => Promise<T>, urgency?: 'renewal'): Promise<T>;
  /** Calls `listener` after each commit of this program with the events that it appended, in order. Returns how to stop. */
  onCommit(listener: (events: readonly EventRecord[]) => void): () => void;
  /**
   * Calls `listener` when another program has appended to a project's log, with the number that it has reached at least.
   * Only a doorbell (SPEC MN2): it may ring late, twice, or for what is known already. Returns how to stop.
   */
  onGrowthElsewhere(listener: (project: string, head: number) => void): () => void;
  /** The bytes of artifacts. */
  readonly blobs: BlobStore;
  /** Whether other programs serve the same store at the same time. */
  readonly isShared: boolean;
  /** The identity of this log: another after a restore (SPEC EV2). */
  readonly incarnation: string;
  /** What durability is in force, for the health check. */
  durability(): Promise<Durability>;
  /** Finishes what is queued, refuses the rest, closes. */
  close(): Promise<void>;
}

/**
 * Thrown by a work that finds at its writing that another was faster with something it had only read. The store runs it
 * again from the start; where that keeps happening the caller gets `reason`.
 */
export class Overtaken extends Error {
  readonly reason: Error;
  constructor(reason: Error) {
    super(reason.message);
    this.reason = reason;
  }
}

export interface Durability {
  readonly engine: string;
  readonly journal: string;
  readonly synchronous: string;
}

export interface ReadTx {
  readonly q: ReadQueries;
  readonly lease: LeaseView;
}

export interface WriteTx {
  readonly q: ReadQueries & WriteQueries;
  readonly lease: LeaseView;
  /** Appends to the project's log under the next number (SPEC EV1). */
  append(event: Omit<EventRecord, 'seq'>): Promise<void>;
  /**
   * Puts a message into an inbox under that inbox's next number (SPEC IN1), after the event that tells of it. It may be there to be read
   * from the commit on only, so a work does not look for what it has posted.
   */
  post(entry: EntryDraft): Promise<void>;
}

/** Whether a conditional write met its condition: how many rows it changed. */
export interface Changed {
  readonly changes: number;
}

export interface TaskKey {
  readonly project: string;
  readonly number: number;
}
export interface AgentKey {
  readonly project: string;
  readonly name: string;
}

/** What deciding a claim needs to know beside the task, in one row. */
export interface ClaimantRecord {
  readonly maxConcurrent: number;
  readonly capabilities: string[];
  readonly agentStatus: AgentRecord['status'];
  readonly agentReason: string | null;
  readonly agentDrain: boolean;
  readonly projectPausedBy: string | null;
  readonly projectPausedReason: string | null;
  readonly projectPausedAt: WallTime | null;
  readonly projectDrain: boolean;
  readonly sessionEndedAt: WallTime | null;
  readonly held: number;
}

/** What in a project time alone will change, soonest of each kind. */
export interface NextTimesRecord {
  readonly scheduledAt: WallTime | null;
  readonly blockedUntil: WallTime | null;
  readonly heldUntil: LeaseTime | null;
  readonly leaseEndsAt: LeaseTime | null;
}

export interface BeatRecord {
  readonly project: string;
  readonly agent: string;
  readonly endedAt: WallTime | null;
  readonly lost: boolean;
  readonly agentDrain: boolean;
  readonly projectDrain: boolean;
  readonly eventSeq: number;
  /** The number of the newest message in the agent's inbox; 0: none yet. */
  readonly inboxHead: number;
}

export type LeaseRecord = Pick<
  TaskRecord,
  'project' | 'number' | 'status' | 'epoch' | 'holderAgent' | 'holderSession' | 'leaseEndsAt' | 'leaseTtlMs' | 'claimedAt'
>;

export interface ReadQueries
  extends InboxReadQueries,
    BlockingReads,
    ReservationReads,
    ArtifactReadQueries,
    ReviewLeaseReads,
    InsightQueries,
    SearchReads {
  getProject(p: { name: string }): Promise<ProjectRecord | undefined>;
  listProjects(p: { after: string; limit: number }): Promise<ProjectRecord[]>;

  findAgent(p: AgentKey): Promise<AgentRecord | undefined>;
  listAgents(p: { project: string; after: string; limit: number }): Promise<AgentRecord[]>;

  findToken(p: { id: string }): Promise<TokenRecord | undefined>;
  listTokens(p: { after: string; limit: number }): Promise<TokenRecord[]>;

  findSession(p: { id: string }): Promise<SessionRecord | undefined>;
  /** Sessions not yet ended, of one agent. */
  listAgentSessions(p: AgentKey): Promise<SessionRecord[]>;
  /** Sessions not yet ended, of all agents of a project. */
  listProjectSessions(p: { project: string }): Promise<SessionRecord[]>;
  /** Sessions neither ended nor known as lost, last seen at or before `before`. */
  listSilentSessions(p: { before: LeaseTime; limit: number }): Promise<SessionRecord[]>;

  findTask(p: TaskKey): Promise<TaskRecord | undefined>;
  listTasks(p: { project: string; after: number; limit: number }): Promise<TaskRecord[]>;
  listTasksByStatus(p: { project: string; status: string; after: number; limit: number }): Promise<TaskRecord[]>;
  listTasksByLabel(p: { project: string; label: string; after: number; limit: number }): Promise<TaskRecord[]>;
  /** Tasks in `doing` that name this agent as holder, whether or not the lease still runs. */
  listTasksHeldBy(p: { project: string; agent: string }): Promise<TaskRecord[]>;
  /** All tasks in `doing` of a project. */
  listHeldTasks(p: { project: string }): Promise<TaskRecord[]>;
  /** Tasks that ended at or after `since`, newest first. */
  listEndedTasks(p: { project: string; since: WallTime; limit: number }): Promise<TaskRecord[]>;
  /** The tasks that depend on this one. */
  listDependents(p: TaskKey): Promise<TaskRecord[]>;
  /** Numbers of the tasks that this one depends on. */
  listDependencies(p: TaskKey): Promise<Array<{ dependsOn: number }>>;
  /**
   * `held` counts the tasks in `doing` of this agent that nobody else may claim: those for which
   * max(leaseEndsAt, listeningSince + leaseTtlMs) > `endedBefore` (which is the lease clock less the reclaim delay).
   * Nothing comes back when the agent or the session does not exist, or the session is another agent's.
   */
  claimant(p: {
    project: string;
    agent: string;
    session: string;
    endedBefore: LeaseTime;
    listeningSince: LeaseTime;
  }): Promise<ClaimantRecord | undefined>;
  /** What a heartbeat needs to know beside the leases, in one row. */
  beatFacts(p: { session: string }): Promise<BeatRecord | undefined>;
  /** The few columns of a task that a heartbeat looks at. */
  findLease(p: TaskKey): Promise<LeaseRecord | undefined>;

  /** The first ready task of one queue, by priority, then number. */
  headOfQueue(p: { project: string; needs: string; queueFor: string }): Promise<TaskRecord | undefined>;
  headOfLabelQueue(p: { project: string; label: string; needs: string; queueFor: string }): Promise<TaskRecord | undefined>;
  /** Each distinct `needs` that a task of the project ever had. */
  listNeeds(p: { project: string }): Promise<Array<{ needs: string }>>;
  /** Tasks in `doing` whose stored lease ended at or before `endedBefore`, by priority, then number, after the given place. */
  listExpired(p: {
    project: string;
    endedBefore: LeaseTime;
    afterPriority: number;
    afterNumber: number;
    limit: number;
  }): Promise<TaskRecord[]>;
  /** Tasks in `doing` whose lease is over, with no attempt left or claimed at or before `claimedBefore`. */
  listOverdue(p: { project: string; endedBefore: LeaseTime; claimedBefore: LeaseTime; limit: number }): Promise<TaskRecord[]>;
  /** The least of the times at which a scheduled task, a blocked or held-back task or a lease would come free; null where there is none. */
  nextTimes(p: { project: string }): Promise<NextTimesRecord | undefined>;

  findAttempt(p: TaskKey & { epoch: number }): Promise<AttemptRecord | undefined>;
  /** Newest first, as all lists of what hangs on a task: a limit then cuts off the oldest. */
  listAttempts(p: TaskKey & { limit: number }): Promise<AttemptRecord[]>;
  /** One row if `agent` was granted any epoch of the task in this generation. */
  findAttemptBy(p: TaskKey & { generation: number; agent: string }): Promise<{ epoch: number } | undefined>;
  listNotes(p: TaskKey & { limit: number }): Promise<NoteRecord[]>;
  listComments(p: TaskKey & { limit: number }): Promise<CommentRecord[]>;
  listOrphans(p: TaskKey & { limit: number }): Promise<OrphanRecord[]>;

  findReview(p: { project: string; id: string }): Promise<ReviewRecord | undefined>;
  /** Oldest first, by id, which sorts by time. */
  listOpenReviews(p: { project: string; after: string; limit: number }): Promise<ReviewRecord[]>;
  listTaskReviews(p: { project: string; task: number; limit: number }): Promise<ReviewRecord[]>;
  listApprovals(p: { review: string }): Promise<ApprovalRecord[]>;

  listEvents(p: { project: string; after: number; limit: number }): Promise<EventRecord[]>;
  listTaskEvents(p: { project: string; task: number; after: number; limit: number }): Promise<EventRecord[]>;

  findReply(p: { scope: string }): Promise<IdempotencyRecord | undefined>;
}

/** What a renewal says: the lease of this epoch lasts at least until then. */
export interface Renewal {
  readonly project: string;
  readonly number: number;
  readonly epoch: number;
  readonly leaseEndsAt: LeaseTime;
}

export interface WriteQueries
  extends InboxWriteQueries,
    BlockingWrites,
    ReservationWrites,
    ArtifactWriteQueries,
    ReviewLeaseWrites,
    TextWrites {
  insertProject(p: ProjectRecord): Promise<Changed>;
  pauseProject(p: {
    name: string;
    pausedBy: string | null;
    pausedReason: string | null;
    pausedAt: WallTime | null;
    drain: boolean;
  }): Promise<Changed>;
  /** Gives out `count` task numbers: the first is `nextTask - count` of the row that comes back. */
  takeTaskNumbers(p: { name: string; count: number }): Promise<{ nextTask: number } | undefined>;

  /** Changes nothing when the name exists. */
  insertAgent(p: AgentRecord): Promise<Changed>;
  updateAgent(p: Omit<AgentRecord, 'kind' | 'createdBy' | 'createdAt'> & { expectedVersion: number }): Promise<Changed>;

  insertToken(p: TokenRecord): Promise<Changed>;
  revokeToken(p: { id: string; revokedAt: WallTime }): Promise<Changed>;

  insertSession(p: SessionRecord): Promise<Changed>;
  /** Changes nothing when it has ended already. */
  endSession(p: { id: string; endedAt: WallTime }): Promise<Changed>;
  markSessionLost(p: { id: string }): Promise<Changed>;
  markSessionSeen(p: { id: string; lastSeen: LeaseTime }): Promise<Changed>;

  insertTask(p: TaskRecord): Promise<Changed>;
  /**
   * Moves the dependency counters of every task that depends on this one by the given steps, in one statement; says which.
   * Together with setDependencyCounts the only way to change openDeps and brokenDeps: updateTask leaves them alone.
   */
  shiftDependents(p: TaskKey & { open: number; broken: number }): Promise<Array<{ number: number }>>;
  setDependencyCounts(p: TaskKey & { openDeps: number; brokenDeps: number }): Promise<Changed>;
  /** Stores every field that may change but the dependency counters and `attached`, if the stored version is still `expectedVersion` and the epoch `expectedEpoch`. */
  updateTask(p: TaskRecord & { expectedVersion: number; expectedEpoch: number }): Promise<Changed>;
  /** Grants: sets holder, lease and epoch + 1, if the stored epoch and version are still those that the decision was made on. */
  grantTask(p: {
    project: string;
    number: number;
    expectedEpoch: number;
    expectedVersion: number;
    agent: string;
    session: string;
    now: LeaseTime;
    leaseEndsAt: LeaseTime;
    wallNow: WallTime;
  }): Promise<Changed>;
  /** Never shortens; changes nothing when the epoch is no longer the task's or it is not in `doing`. */
  renewLease(p: Renewal): Promise<Changed>;
  /** Notes progress and renews, if the epoch is still the task's and it is in `doing`. Leaves the version alone: it edits no field. */
  noteProgress(p: Renewal & { progressAt: LeaseTime; updatedAt: WallTime }): Promise<Changed>;
  /** From here until the work is over nobody else changes what a task of this project depends on. */
  holdDependencies(p: { project: string }): Promise<{ name: string } | undefined>;
  insertDependency(p: { project: string; task: number; dependsOn: number }): Promise<Changed>;
  deleteDependencies(p: { project: string; task: number }): Promise<Changed>;
  /** Follows a change of the task in all its label rows at once. */
  updateLabels(p: {
    project: string;
    task: number;
    needs: string;
    queueFor: string;
    priority: number;
    ready: boolean;
  }): Promise<Changed>;
  insertLabel(p: {
    project: string;
    label: string;
    task: number;
    needs: string;
    queueFor: string;
    priority: number;
    ready: boolean;
  }): Promise<Changed>;
  deleteLabels(p: { project: string; task: number }): Promise<Changed>;
  insertNeeds(p: { project: string; needs: string }): Promise<Changed>;
  /** Lets scheduled tasks whose time has come into the ready index; says which, so that their labels can follow. */
  promoteScheduled(p: { project: string; wallNow: WallTime }): Promise<Array<{ number: number }>>;
  promoteHeld(p: { project: string; now: LeaseTime }): Promise<Array<{ number: number }>>;

  insertAttempt(p: AttemptRecord): Promise<Changed>;
  endAttempt(
    p: TaskKey & { epoch: number; endedAt: WallTime; outcome: AttemptRecord['outcome']; reason: string | null },
  ): Promise<Changed>;
  insertNote(p: NoteRecord): Promise<Changed>;
  insertComment(p: CommentRecord): Promise<Changed>;
  insertOrphan(p: OrphanRecord): Promise<Changed>;
  deleteOrphans(p: { before: WallTime }): Promise<Changed>;

  insertReview(p: ReviewRecord): Promise<Changed>;
  /** Decides and ends its lease, if it is still open at that revision and epoch. */
  decideReview(p: {
    project: string;
    id: string;
    revision: number;
    expectedEpoch: number;
    status: ReviewRecord['status'];
    note: string | null;
    decidedBy: string;
    decidedAt: WallTime;
  }): Promise<Changed>;
  /** Records an approval unless the approver held an epoch of that generation (RV2) and the project forbids that; once per approver. */
  insertApproval(p: ApprovalRecord & { project: string; task: number; generation: number }): Promise<Changed>;
  /** Ends the open reviews of a task, and their leases, without a decision. */
  supersedeReviews(p: { project: string; task: number; decidedAt: WallTime }): Promise<Changed>;

  insertReply(p: IdempotencyRecord): Promise<Changed>;
  deleteReplies(p: { before: WallTime }): Promise<Changed>;
  /** Forgets events up to `upTo` of the project and remembers where its log begins now. */
  deleteEvents(p: { project: string; upTo: number }): Promise<Changed>;
  /** Never back: of two programs that forget at once the one that forgot more is right. */
  setFirstEvent(p: { project: string; firstEventSeq: number }): Promise<Changed>;
}
