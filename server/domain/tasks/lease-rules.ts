import type { LeaseTime, LeaseView } from '../lease-time.ts';
import type { TaskRecord } from '../records.ts';

/** After an expiry nobody else may claim for so long, so that the old holder's last push lands first (SPEC CL6). */
export const RECLAIM_DELAY_MS = 5_000;
/** The longest that one claim may last, however often it is renewed (SPEC LE7). */
export const MAX_DURATION_MS = 24 * 60 * 60 * 1_000;
/** Without a note or change for so long a held task counts as silent (SPEC LE7). */
export const PROGRESS_TIMEOUT_MS = 30 * 60 * 1_000;

/** What has a lease: a task or a review. */
type Leased = Pick<TaskRecord, 'leaseEndsAt' | 'leaseTtlMs' | 'claimedAt'>;

/** When the lease ends, counting that nothing is taken within one lease after a time in which nobody listened (SPEC LE6). */
export function effectiveLeaseEnd(task: Leased, lease: LeaseView): LeaseTime {
  const end = Math.max(task.leaseEndsAt ?? 0, lease.listeningSince + task.leaseTtlMs);
  return Math.min(end, (task.claimedAt ?? 0) + MAX_DURATION_MS);
}

/** Whether another may take what is held under this lease. The bound is inclusive. */
export function isLeaseOver(task: Leased, lease: LeaseView): boolean {
  return effectiveLeaseEnd(task, lease) + RECLAIM_DELAY_MS <= lease.now;
}

/** Whether somebody holds the task: the one answer for claims, lists, board and metrics. */
export function isHeld(task: Leased & Pick<TaskRecord, 'status'>, lease: LeaseView): boolean {
  return task.status === 'doing' && !isLeaseOver(task, lease);
}

/** Whether the holder lives but has shown no progress for too long (SPEC LE7). */
export function isSilent(task: Leased & Pick<TaskRecord, 'status' | 'progressAt'>, lease: LeaseView): boolean {
  return isHeld(task, lease) && silentMs(task, lease) >= PROGRESS_TIMEOUT_MS;
}

/** Milliseconds since the holder last noted progress, or claimed. */
export function silentMs(task: Leased & Pick<TaskRecord, 'progressAt'>, lease: LeaseView): number {
  return lease.now - (task.progressAt ?? task.claimedAt ?? lease.now);
}

/** When a lease that is granted or renewed now will end. Renewal never shortens (SPEC LE3); a claim never outlives its maximum. */
export function renewedLeaseEnd(task: Leased, now: LeaseTime): LeaseTime {
  const end = Math.max(task.leaseEndsAt ?? 0, now + task.leaseTtlMs);
  return Math.min(end, (task.claimedAt ?? now) + MAX_DURATION_MS);
}

/** Milliseconds until the lease ends; 0 when it is over. */
export function leaseRemainingMs(task: Leased, lease: LeaseView): number {
  return Math.max(0, Math.round((task.leaseEndsAt ?? 0) - lease.now));
}
