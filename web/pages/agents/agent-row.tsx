import { Link } from 'wouter';
import type { SeenAgent } from '../../board/board.ts';
import { useBoard } from '../../board/use-board.ts';
import { useCoarseSeconds } from '../../parts/now.ts';
import { PulseStrip } from '../../parts/pulse-strip.tsx';
import { Sigil } from '../../parts/sigil.tsx';
import { durationWords } from '../../parts/time-words.ts';
import { PresenceMark } from './presence-mark.tsx';

interface AgentRowProps {
  readonly agent: SeenAgent;
  readonly isOpen: boolean;
  readonly tabIndex: 0 | -1;
}

/** An agent in one row: who, what runs it, whether it is there, what it does and can do, its pulse. */
export function AgentRow({ agent, isOpen, tabIndex }: AgentRowProps) {
  const { name, role, kind, harness, capabilities } = agent;
  return (
    <li className="roster-row">
      <Link
        href={`/agents/${encodeURIComponent(name)}`}
        className="roster-link"
        data-item={name}
        tabIndex={tabIndex}
        aria-current={isOpen ? 'true' : undefined}
      >
        <Sigil name={name} />
        <span className="grow stack" style={{ gap: 2 }}>
          <span className="row wrap">
            <strong className="clip">{name}</strong>
            <span className="quiet small">
              {kind === 'human' ? `person, ${role}` : role}
              {harness !== null && `, ${harness}`}
            </span>
            <PresenceMark agent={agent} />
            {capabilities.map((capability) => (
              <span key={capability} className="chip">
                {capability}
              </span>
            ))}
          </span>
          <Work agent={agent} />
        </span>
        <span className="stack roster-pulse">
          <PulseStrip name={name} pulse={agent.presence.pulse} />
          <LastSeen agent={agent} />
        </span>
      </Link>
    </li>
  );
}

function Work({ agent: { currentTasks, presence } }: { agent: SeenAgent }) {
  const titles =
    useBoard((board) => currentTasks.map((id) => `${id} ${board.tasks.get(id)?.title ?? ''}`.trim())) ?? currentTasks;
  return <span className="soft small clip">{titles.length === 0 ? presence.work : `works on ${titles.join(', ')}`}</span>;
}

/** How long ago its last sign of life was: what the server said, and what has passed on this page since. */
function LastSeen({ agent: { presence, readAt } }: { agent: SeenAgent }) {
  useCoarseSeconds(5);
  if (presence.lastSeenMs === null) return <span className="quiet small">not seen yet</span>;
  const ms = presence.lastSeenMs + performance.now() - readAt;
  return <span className="quiet small nowrap">{ms < 5_000 ? 'seen just now' : `seen ${durationWords(ms)} ago`}</span>;
}
