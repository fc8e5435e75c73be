import type { Event } from '../../server/contract/events.ts';

/** What the server answered; `unknown` when the connection broke before an answer, so that nobody knows whether it took effect. */
export type RecordedReply = { readonly status: number; readonly body: unknown } | 'unknown';

/** One request as its sender saw it. The times are of one monotonic clock that all clients share. */
export interface RequestRecord {
  readonly client: string;
  /** The name under which it acts in the log. */
  readonly actor: string;
  readonly session: string | null;
  readonly project: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly invokedAt: number;
  /** Infinity for an unknown reply: it may take effect at any later time. */
  readonly returnedAt: number;
  /** The same two moments on the clock that drives the server's leases, which a test may hold still. */
  readonly leaseInvokedAt: number;
  readonly leaseReturnedAt: number;
  readonly reply: RecordedReply;
  readonly idempotencyKey: string | null;
}

export interface ProjectEvent extends Event {
  readonly project: string;
}

export interface StoredProject {
  readonly name: string;
  readonly selfReview: boolean;
  readonly eventSeq: number;
}

export interface StoredTask {
  readonly project: string;
  readonly id: string;
  /** The stored state in the words of the wire. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface StoredAttempt {
  readonly project: string;
  readonly taskId: string;
  readonly epoch: number;
  readonly generation: number;
  readonly agent: string;
  readonly session: string;
  readonly ended: boolean;
  readonly outcome: string | null;
}

export interface StoredReview {
  readonly id: string;
  readonly project: string;
  readonly taskId: string;
  readonly generation: number;
  readonly status: string;
}

export interface StoredApproval {
  readonly review: string;
  readonly by: string;
}

/** The final state, read from the database file itself. */
export interface DatabaseState {
  readonly projects: readonly StoredProject[];
  readonly tasks: readonly StoredTask[];
  readonly attempts: readonly StoredAttempt[];
  readonly reviews: readonly StoredReview[];
  readonly approvals: readonly StoredApproval[];
}

/** All that a run leaves to be judged. */
export interface Recorded {
  readonly requests: readonly RequestRecord[];
  /** The whole log of each project, in the order in which it was read. */
  readonly events: readonly ProjectEvent[];
  readonly database: DatabaseState;
}

/** A rule of the specification that the run broke, and how that can be seen. */
export interface Violation {
  readonly rule: string;
  readonly evidence: string;
}

export function isAcknowledged(request: RequestRecord): boolean {
  return request.reply !== 'unknown' && request.reply.status >= 200 && request.reply.status < 300;
}

/** Whether nobody can say if it took effect: no answer, or one that only says that the server failed. */
export function isUnknown(request: RequestRecord): boolean {
  return request.reply === 'unknown' || request.reply.status >= 500;
}

/** The body of an acknowledged request; empty for any other. */
export function bodyOf(request: RequestRecord): Readonly<Record<string, unknown>> {
  return request.reply === 'unknown' ? {} : recordOf(request.reply.body);
}

/** `value` when it is an object, else an empty one. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  // Any object may be read by name; what is read is unknown.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What the event says was changed. */
export function setOf(event: ProjectEvent): Readonly<Record<string, unknown>> {
  return recordOf(event.data['set']);
}

/** One task among all projects. */
export function taskKey(project: string, taskId: unknown): string {
  return `${project}/${String(taskId)}`;
}

export function describeRequest(request: RequestRecord): string {
  const status = request.reply === 'unknown' ? 'no answer' : String(request.reply.status);
  const session = request.session ?? 'no session';
  return `${request.operation} ${JSON.stringify(request.input)} by ${request.actor} (${session}), answered ${status}`;
}

export function describeEvent(event: ProjectEvent): string {
  return `event ${event.seq} of ${event.project} (${event.type} ${event.taskId ?? ''} by ${event.actor})`;
}
