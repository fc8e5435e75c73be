import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { SeenAgent } from '../../board/board.ts';
import { useConnection } from '../../board/connection.tsx';
import { useBoard } from '../../board/use-board.ts';
import { LeaseRing } from '../../parts/lease-ring.tsx';
import { PulseStrip } from '../../parts/pulse-strip.tsx';
import { Sentence } from '../../parts/sentence.tsx';
import { Sigil } from '../../parts/sigil.tsx';
import { TaskLink } from '../../parts/task-link.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { AgentActions } from './agent-actions.tsx';
import { AgentConnect } from './agent-connect.tsx';
import { AgentHistory } from './agent-history.tsx';
import { AgentSettings } from './agent-settings.tsx';
import { AgentTokens } from './agent-tokens.tsx';
import { PresenceMark } from './presence-mark.tsx';

/** One agent in full: why it does what it does, what it holds, what it did lately. */
export function AgentDetail({ agent }: { agent: SeenAgent }) {
  const { name, presence, capabilities, maxConcurrent, role, createdBy, createdAt } = agent;
  return (
    <section className="panel agent-detail" aria-labelledby="agent-name">
      <header className="panel-body stack">
        <Link href="/agents" className="agent-back">
          All agents
        </Link>
        <div className="row wrap">
          <Sigil name={name} size={28} />
          <h2 id="agent-name" className="agent-title">
            {name}
          </h2>
          <PresenceMark agent={agent} />
        </div>
        <p>
          <Sentence text={presence.because} />
        </p>
        <PulseStrip name={name} pulse={presence.pulse} />
        <p className="soft small">
          {role}, up to {maxConcurrent} at once{capabilities.length > 0 && `, can ${capabilities.join(', ')}`}. Registered by{' '}
          {createdBy} <TimeAgo at={createdAt} />.
        </p>
        {agent.statusReason !== null && <p className="soft">Because: {agent.statusReason}</p>}
        {presence.lastSeenMs === null && agent.status !== 'retired' && (
          <p>It has not connected yet. The program to paste is below.</p>
        )}
        <AgentActions agent={agent} />
      </header>
      <AgentWhy name={name} />
      <AgentWork agent={agent} />
      <AgentHistory name={name} />
      {agent.status !== 'retired' && <AgentConnect agent={agent} />}
      {agent.status !== 'retired' && <AgentSettings key={`${name}${agent.version}`} agent={agent} />}
      <AgentTokens agent={agent} />
    </section>
  );
}

function AgentWhy({ name }: { name: string }) {
  const { trpc } = useConnection();
  const { data } = useQuery(trpc.agents.explain.queryOptions({ name }));
  if (data === undefined) return null;
  return (
    <section className="panel-body agent-part stack" aria-label="Why">
      <h3>Why</h3>
      <ul className="stack" style={{ gap: 4 }}>
        {data.reasons.map((entry) => (
          <li key={entry.reason}>
            <Sentence text={entry.because} />{' '}
            {entry.taskIds.slice(0, 5).map((id) => (
              <span key={id}>
                <TaskLink id={id} />{' '}
              </span>
            ))}
            {entry.movers.length > 0 && (
              <ul className="soft small agent-movers">
                {entry.movers.map(({ kind, name: mover, how }) => (
                  <li key={`${kind}${mover}${how}`}>
                    {kind === 'task' ? (
                      <TaskLink id={mover} />
                    ) : (
                      <strong>
                        <Sentence text={mover} />
                      </strong>
                    )}
                    : <Sentence text={how} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function AgentWork({ agent }: { agent: SeenAgent }) {
  const held = useBoard((board) => agent.currentTasks.flatMap((id) => board.tasks.get(id) ?? [])) ?? [];
  if (held.length === 0) return null;
  return (
    <section className="panel-body agent-part stack" aria-label="Holds">
      <h3>Holds</h3>
      <ul className="stack">
        {held.map((task) => (
          <li key={task.id} className="row">
            <LeaseRing task={task} />
            <TaskLink id={task.id} className="clip">
              <span className="mono quiet">{task.id}</span> {task.title}
            </TaskLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
