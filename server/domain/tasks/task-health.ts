import type { HealthState, TaskStatus } from '../../contract/tasks.ts';
import { blockedBecause, isBlockOver } from '../blocking/block-rules.ts';
import { isClaimable, type Moment, type TaskVitals } from './claim-rules.ts';
import { isHeld, leaseRemainingMs, PROGRESS_TIMEOUT_MS, silentMs } from './lease-rules.ts';

/** A lease with less than this part of it left counts as expiring. */
const EXPIRING_PART = 0.25;

export interface Health {
  readonly state: HealthState;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly because: string;
}

/** The status as it is now: a lease that is over leaves no task in `doing`, a date that has come none in `blocked`, whatever the row still says. */
export function currentStatus(task: TaskVitals, at: Moment): TaskStatus {
  if (task.status === 'blocked') return isBlockOver(task, at.wallNow) ? 'todo' : 'blocked';
  if (task.status !== 'doing' || isHeld(task, at.lease)) return task.status;
  return isClaimable(task, at) ? 'todo' : 'failed';
}

/** Since when it has that status, in milliseconds since 1970: what the row does not say yet began when the lease or the block ended. */
export function currentSince(task: TaskVitals, at: Moment): number {
  if (currentStatus(task, at) === task.status) return task.statusSince;
  return task.status === 'blocked' ? (task.blockedUntil ?? task.statusSince) : at.wallNow - overMs(task, at);
}

/** For how long the lease of a task has been over, in milliseconds. */
function overMs(task: TaskVitals, at: Moment): number {
  return Math.max(0, at.lease.now - (task.leaseEndsAt ?? 0));
}

/** How the task does, since when, and why. Computed when read, never stored (SPEC TK4). */
export function taskHealth(task: TaskVitals, at: Moment): Health {
  switch (task.status) {
    case 'doing':
      return isHeld(task, at.lease) ? heldHealth(task, at) : expiredHealth(task, at);
    case 'todo':
      return todoHealth(task);
    case 'blocked':
      return blockedHealth(task, at);
    case 'failed':
      return { state: 'stuck', since: task.statusSince, because: task.statusReason ?? 'All attempts are used up.' };
    case 'validating':
    case 'done':
    case 'cancelled':
      return { state: 'ok', since: task.statusSince, because: task.statusReason ?? `It is ${task.status}.` };
  }
}

function heldHealth(task: TaskVitals, at: Moment): Health {
  const remaining = leaseRemainingMs(task, at.lease);
  const silent = silentMs(task, at.lease);
  if (remaining <= task.leaseTtlMs * EXPIRING_PART) {
    const beatMs = at.lease.now - ((task.leaseEndsAt ?? 0) - task.leaseTtlMs);
    return {
      state: 'expiring',
      since: at.wallNow - Math.max(0, beatMs - task.leaseTtlMs * (1 - EXPIRING_PART)),
      because: `${task.holderAgent}'s last heartbeat was ${seconds(beatMs)} s ago; ${seconds(remaining)} s of its lease are left.`,
    };
  }
  if (silent >= PROGRESS_TIMEOUT_MS) {
    return {
      state: 'silent',
      since: at.wallNow - (silent - PROGRESS_TIMEOUT_MS),
      because: `${task.holderAgent} is alive but has noted no progress for ${Math.floor(silent / 60_000)} min.`,
    };
  }
  return { state: 'ok', since: task.statusSince, because: `${task.holderAgent} holds it.` };
}

function expiredHealth(task: TaskVitals, at: Moment): Health {
  const over = overMs(task, at);
  const left = task.maxAttempts - task.attempts;
  const next = left > 0 ? `It can be claimed (attempt ${task.attempts + 1} of ${task.maxAttempts}).` : 'No attempt is left.';
  return {
    state: left > 0 ? 'bounced' : 'stuck',
    since: at.wallNow - over,
    because: `${task.holderAgent}'s lease ended ${seconds(over)} s ago. ${next}`,
  };
}

function blockedHealth(task: TaskVitals, at: Moment): Health {
  if (task.blocked === null || isBlockOver(task, at.wallNow)) {
    return todoHealth({ ...task, statusSince: task.blockedUntil ?? task.statusSince, statusReason: null });
  }
  if (task.stuckBecause !== null) {
    return { state: 'stuck', since: task.stuckSince ?? task.statusSince, because: task.stuckBecause };
  }
  const because = blockedBecause(task.blocked);
  return { state: 'blocked', since: task.statusSince, because: `${because.charAt(0).toUpperCase()}${because.slice(1)}` };
}

function todoHealth(task: TaskVitals): Health {
  if (task.brokenDeps > 0) {
    return {
      state: 'stuck',
      since: task.stuckSince ?? task.updatedAt,
      because: task.stuckBecause ?? `${task.brokenDeps} of the tasks that it depends on ended without being done.`,
    };
  }
  if (task.round > 0 || task.attempts > 0) {
    return { state: 'bounced', since: task.statusSince, because: task.statusReason ?? 'An earlier attempt gave it back.' };
  }
  return { state: 'ok', since: task.statusSince, because: waitsFor(task) };
}

function waitsFor({ openDeps, statusReason }: TaskVitals): string {
  if (openDeps > 0) return `It waits for ${openDeps} of its dependencies.`;
  return statusReason === null ? 'It waits to be claimed.' : `It waits to be claimed. ${statusReason}`;
}

function seconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1_000));
}
