import { Link } from 'wouter';
import type { SeenAgent } from '../../board/board.ts';
import type { Pulse } from '../../board/pulse-log.ts';
import { PulseStrip } from '../../parts/pulse-strip.tsx';
import { Sigil } from '../../parts/sigil.tsx';
import { PresenceMark } from './presence-mark.tsx';

/** An agent in one row: who, whether it is there, what it does, its pulse. */
export function AgentRow({ agent, pulses, isOpen }: { agent: SeenAgent; pulses: readonly Pulse[]; isOpen: boolean }) {
  const { name, role, kind, presence, currentTasks } = agent;
  return (
    <li className="roster-row">
      <Link
        href={`/agents/${encodeURIComponent(name)}`}
        className="roster-link"
        data-item={name}
        aria-current={isOpen ? 'true' : undefined}
      >
        <Sigil name={name} />
        <span className="grow stack" style={{ gap: 2 }}>
          <span className="row wrap">
            <strong className="clip">{name}</strong>
            <span className="quiet small">{kind === 'human' ? `person, ${role}` : role}</span>
            <PresenceMark agent={agent} />
          </span>
          <span className="soft small clip">
            {currentTasks.length === 0 ? presence.work : `works on ${currentTasks.join(', ')}`}
          </span>
        </span>
        <PulseStrip name={name} pulses={pulses} />
      </Link>
    </li>
  );
}
