import type { Presence } from '../../contract/agents.ts';
import type { LeaseTime } from '../lease-time.ts';

/** How often a session is asked to give a sign of life: a third of the default lease. */
export const HEARTBEAT_INTERVAL_MS = 20_000;
/** Later than so many intervals is `late`, then `offline`. */
const LATE_AFTER_INTERVALS = 1.5;
const OFFLINE_AFTER_INTERVALS = 3;
/** A session silent for so long is noted as lost in the log. */
export const SESSION_LOST_MS = OFFLINE_AFTER_INTERVALS * HEARTBEAT_INTERVAL_MS;

interface PresenceFacts {
  readonly name: string;
  /** The last sign of life of any of its sessions, on the lease clock; null: none. */
  readonly lastSeen: LeaseTime | null;
  readonly now: LeaseTime;
  /** Tasks and reviews that it has in hand, in words. */
  readonly holds: readonly string[];
  /** Reviews of its work that are open. */
  readonly waitsFor: number;
  /** Messages in its own inbox that it has not acknowledged: they wait for it, it does not wait for them. */
  readonly unread: number;
  readonly status: 'active' | 'paused' | 'retired';
  readonly statusReason: string | null;
}

/** Three facts, never one dot: is it there, does it work, is it held back; and why we think so (SPEC PR1). */
export function presenceOf(facts: PresenceFacts): Presence {
  const age = facts.lastSeen === null ? null : Math.max(0, Math.round(facts.now - facts.lastSeen));
  const connection = connectionOf(age);
  const work = facts.holds.length > 0 ? 'working' : facts.waitsFor > 0 ? 'waiting' : 'idle';
  const paused = facts.status === 'paused';
  return { connection, work, paused, because: because(facts, age), lastSeenMs: age };
}

/** Whether whoever gave its last sign of life then, on the lease clock, is there still, if late. */
export function isAlive(lastSeen: LeaseTime | null, now: LeaseTime): boolean {
  return connectionOf(lastSeen === null ? null : Math.max(0, now - lastSeen)) !== 'offline';
}

/** How an agent is connected, by how long ago its last sign of life was; null: there was none. */
export function connectionOf(ageMs: number | null): Presence['connection'] {
  if (ageMs === null || ageMs > OFFLINE_AFTER_INTERVALS * HEARTBEAT_INTERVAL_MS) return 'offline';
  return ageMs > LATE_AFTER_INTERVALS * HEARTBEAT_INTERVAL_MS ? 'late' : 'online';
}

function because(facts: PresenceFacts, ageMs: number | null): string {
  const seen =
    ageMs === null ? `${facts.name} has given no sign of life yet` : `last sign of life ${Math.round(ageMs / 1_000)} s ago`;
  const works = facts.holds.length > 0 ? `holds ${facts.holds.join(', ')}` : 'holds nothing';
  const waits = facts.waitsFor > 0 ? `; ${facts.waitsFor} of its submissions wait for review` : '';
  const unread = facts.unread > 0 ? `; ${facts.unread} unread message${facts.unread === 1 ? '' : 's'}` : '';
  const paused =
    facts.status === 'active' ? '' : `; ${facts.status}${facts.statusReason === null ? '' : `: ${facts.statusReason}`}`;
  return `${seen}; ${works}${waits}${unread}${paused}.`;
}
