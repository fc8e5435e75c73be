import { useMe } from '../app/use-me.ts';
import type { BoardTask } from '../board/board.ts';
import { useConnection } from '../board/connection.tsx';
import { type LeaseLook, leaseLook } from './lease-look.ts';
import { useSeconds } from './now.ts';
import { Sigil } from './sigil.tsx';

const COLOURS: Readonly<Record<LeaseLook['state'], string>> = {
  good: 'var(--doing)',
  low: 'var(--expiring)',
  over: 'var(--failed)',
};

/**
 * The lease ring: 20 px of sigil, and around it what is left of the lease. Amber at a quarter, dashed after a missed beat, struck
 * when it is over. Its text says the same.
 */
export function LeaseRing({ task }: { task: BoardTask }) {
  const { live } = useConnection();
  const { heartbeatMs } = useMe().leases;
  // It drains with the seconds: what moves between them has the browser paint sixty times as often and tells nobody more.
  useSeconds();
  const { holder, readAt } = task;
  if (holder === null) return null;
  const leftAt = (moment: number) => holder.leaseRemainingMs - (moment - readAt);
  const look = leaseLook({
    ttlMs: task.leaseTtlSeconds * 1_000,
    leftMs: leftAt(live.dataNow()),
    leftAtLookMs: leftAt(live.lookedAt.get()),
    heartbeatMs,
  });
  const words = `${holder.agent}'s ${look.words}`;
  return (
    <span className="lease-ring" role="img" aria-label={words} title={words} data-state={look.state} data-missed={look.isMissed}>
      <svg className="ring" width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
        <Circle stroke="var(--border)" width={2} />
        <Circle stroke={COLOURS[look.state]} width={2.5} dashes={`${(look.part * 100).toFixed(1)} 100`} />
        {look.isMissed && <Circle stroke="var(--surface)" width={3} dashes="2 6" />}
      </svg>
      <Sigil name={holder.agent} />
      {look.state === 'over' && (
        <svg className="ring" width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
          <path d="M4 4 22 22" stroke="var(--failed)" strokeWidth="2.5" />
        </svg>
      )}
    </span>
  );
}

/** `dashes`: in hundredths of the ring. */
function Circle({ stroke, width, dashes }: { stroke: string; width: number; dashes?: string }) {
  return (
    <circle cx="13" cy="13" r="11.5" fill="none" stroke={stroke} strokeWidth={width} pathLength={100} strokeDasharray={dashes} />
  );
}
