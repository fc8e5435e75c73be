import type { Role } from '../contract/agents.ts';
import type { EventType } from '../contract/events.ts';
import type { ReviewStatus } from '../contract/reviews.ts';
import type { Answer, AttemptOutcome, Evidence, TaskStatus } from '../contract/tasks.ts';
import type { StandstillFields } from './blocking/blocking-records.ts';
import type { LeaseTime } from './lease-time.ts';

/** Milliseconds since 1970, for people. */
export type WallTime = number;

export interface ProjectRecord {
  name: string;
  selfReview: boolean;
  pausedBy: string | null;
  pausedReason: string | null;
  pausedAt: WallTime | null;
  drain: boolean;
  nextTask: number;
  eventSeq: number;
  /** The first event that is still kept. */
  firstEventSeq: number;
  createdAt: WallTime;
}

export interface AgentRecord {
  project: string;
  name: string;
  kind: 'agent' | 'human';
  role: Exclude<Role, 'admin'>;
  capabilities: string[];
  maxConcurrent: number;
  status: 'active' | 'paused' | 'retired';
  statusReason: string | null;
  drain: boolean;
  createdBy: string;
  createdAt: WallTime;
  version: number;
}

export interface TokenRecord {
  id: string;
  /** A bearer's, a browser's cookie, or a link that can be turned into one, once. */
  purpose: 'bearer' | 'browser' | 'link';
  secretHash: string;
  project: string | null;
  agent: string | null;
  role: Role | null;
  label: string;
  createdBy: string;
  createdAt: WallTime;
  expiresAt: WallTime | null;
  revokedAt: WallTime | null;
}

export interface SessionRecord {
  id: string;
  project: string;
  agent: string;
  tokenId: string;
  standing: boolean;
  harness: string;
  host: string;
  pid: number | null;
  sdkVersion: string;
  startedAt: WallTime;
  /** null until the first sign of life. */
  lastSeen: LeaseTime | null;
  lost: boolean;
  endedAt: WallTime | null;
}

export interface TaskRecord extends StandstillFields {
  project: string;
  number: number;
  title: string;
  brief: string;
  status: TaskStatus;
  statusReason: string | null;
  statusSince: WallTime;
  priority: number;
  labels: string[];
  requires: string[];
  /** `requires`, sorted and joined: what claim-next looks up. */
  needs: string;
  dependsOn: number[];
  openDeps: number;
  /** Dependencies that were cancelled or failed. */
  brokenDeps: number;
  paths: string[];
  acceptance: string[];
  assignee: string | null;
  reviewer: string;
  reviewsRequired: number;
  leaseTtlMs: number;
  maxAttempts: number;
  attempts: number;
  /** Grows when a done task is reopened: who worked before that may review again. */
  generation: number;
  epoch: number;
  version: number;
  revision: number;
  round: number;
  summary: string | null;
  holderAgent: string | null;
  holderSession: string | null;
  claimedAt: LeaseTime | null;
  leaseEndsAt: LeaseTime | null;
  progressAt: LeaseTime | null;
  /** The author for whom it is kept after changes were requested, until `heldUntil`. */
  heldFor: string | null;
  heldUntil: LeaseTime | null;
  /** Who alone finds it by claim-next: the assignee, else `heldFor`, else nobody in particular (empty). */
  queueFor: string;
  notBefore: WallTime | null;
  /** `notBefore` until it has come; then null, so that the ready index holds it. */
  scheduledAt: WallTime | null;
  dueAt: WallTime | null;
  /** How many artifacts hang on it. */
  attached: number;
  createdBy: string;
  createdAt: WallTime;
  updatedAt: WallTime;
}

export interface AttemptRecord {
  project: string;
  task: number;
  epoch: number;
  generation: number;
  agent: string;
  session: string;
  startedAt: WallTime;
  endedAt: WallTime | null;
  outcome: AttemptOutcome | null;
  reason: string | null;
}

export interface NoteRecord {
  project: string;
  task: number;
  id: string;
  kind: 'progress' | 'review';
  epoch: number;
  author: string;
  text: string;
  percent: number | null;
  at: WallTime;
}

export interface CommentRecord {
  project: string;
  task: number;
  id: string;
  author: string;
  body: string;
  at: WallTime;
}

export interface OrphanRecord {
  project: string;
  task: number;
  id: string;
  epoch: number;
  agent: string;
  operation: string;
  payload: unknown;
  at: WallTime;
}

export interface ReviewRecord {
  id: string;
  project: string;
  task: number;
  revision: number;
  round: number;
  generation: number;
  author: string;
  reviewer: string;
  status: ReviewStatus;
  summary: string;
  evidence: Evidence[];
  answers: Answer[];
  note: string | null;
  decidedBy: string | null;
  createdAt: WallTime;
  decidedAt: WallTime | null;
  /** The fencing token of the review's own lease: grows with each grant, release and expiry. */
  epoch: number;
  holderAgent: string | null;
  holderSession: string | null;
  claimedAt: LeaseTime | null;
  leaseEndsAt: LeaseTime | null;
  leaseTtlMs: number;
  /** How many reviewers let their lease run out, as far as that was written down. */
  expiries: number;
  /** Who had it and let it go, by expiry or release: the next is sought among the others first. */
  passedBy: string[];
  /** When it was written down that the leads are asked (SPEC RV3). */
  escalatedAt: WallTime | null;
}

export interface ApprovalRecord {
  review: string;
  by: string;
  selfReview: boolean;
  note: string | null;
  at: WallTime;
}

export interface EventRecord {
  project: string;
  seq: number;
  type: EventType;
  at: WallTime;
  actor: string;
  task: number | null;
  agent: string | null;
  data: Record<string, unknown>;
}

export interface IdempotencyRecord {
  scope: string;
  requestHash: string;
  /** The stored reply as JSON; sealed where it holds a token. */
  reply: string;
  createdAt: WallTime;
}
