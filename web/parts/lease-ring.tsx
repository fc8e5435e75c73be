import type { BoardTask } from '../board/board.ts';
import { useSeconds } from './now.ts';
import { Sigil } from './sigil.tsx';

const RADIUS = 11.5;
/** Below this part of the lease the ring is amber. */
const AMBER_PART = 0.25;
/** A heartbeat comes each third of the lease. One that is so late was missed. */
const MISSED_PART = 0.6;

/** What is left of a claim's lease, counted from when it was read. */
export function leaseLeftMs(task: BoardTask, now: number): number {
  if (task.holder === null) return 0;
  return Math.max(0, task.holder.leaseRemainingMs - (now - task.readAt));
}

/**
 * The lease ring: 20 px of sigil, and around it what is left of the lease. Amber at a quarter, dashed after a missed beat, struck
 * when it is over. Its text says the same.
 */
export function LeaseRing({ task }: { task: BoardTask }) {
  // Looked at once a second for its text and colour; between that it drains by itself.
  useSeconds();
  if (task.holder === null) return null;
  const { agent } = task.holder;
  const ttlMs = task.leaseTtlSeconds * 1_000;
  const leftMs = leaseLeftMs(task, performance.now());
  const part = Math.min(1, leftMs / ttlMs);
  const isOver = leftMs === 0;
  const isMissed = !isOver && part < MISSED_PART;
  const colour = isOver ? 'var(--failed)' : part <= AMBER_PART ? 'var(--expiring)' : 'var(--doing)';
  const words = isOver
    ? `${agent}'s lease is over`
    : `${agent}'s lease is good for ${Math.ceil(leftMs / 1_000)} s${isMissed ? ', a heartbeat was missed' : ''}`;
  return (
    <span className="lease-ring" role="img" aria-label={words} title={words}>
      <svg className="ring" width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
        <circle cx="13" cy="13" r={RADIUS} fill="none" stroke="var(--border)" strokeWidth="2" />
        <circle
          key={task.readAt}
          className="lease-ring-arc"
          cx="13"
          cy="13"
          r={RADIUS}
          fill="none"
          stroke={colour}
          strokeWidth="2.5"
          pathLength={100}
          strokeDasharray="100 100"
          strokeDashoffset={0}
          style={{
            animationDuration: `${ttlMs}ms`,
            animationDelay: `${-(ttlMs - Math.min(ttlMs, task.holder.leaseRemainingMs))}ms`,
          }}
        />
        {isMissed && (
          <circle
            cx="13"
            cy="13"
            r={RADIUS}
            fill="none"
            stroke="var(--surface)"
            strokeWidth="3"
            pathLength={100}
            strokeDasharray="2 6"
          />
        )}
      </svg>
      <Sigil name={agent} />
      {isOver && (
        <svg className="ring" width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
          <path d="M4 4 22 22" stroke="var(--failed)" strokeWidth="2.5" />
        </svg>
      )}
    </span>
  );
}
