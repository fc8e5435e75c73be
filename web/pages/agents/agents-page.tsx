import { useRef, useState } from 'react';
import { Link, useParams } from 'wouter';
import type { SeenAgent } from '../../board/board.ts';
import { useBoard } from '../../board/use-board.ts';
import { Button } from '../../parts/button.tsx';
import { Empty, LoadingPage } from '../../parts/states.tsx';
import { useListKeys } from '../../parts/use-list-keys.ts';
import { AgentDetail } from './agent-detail.tsx';
import { AgentRow } from './agent-row.tsx';
import './agents.css';

/** Who is on the board, how they are, and what they do; beside it one of them in full. */
export function AgentsPage() {
  const { name } = useParams<{ name?: string }>();
  const open = name === undefined ? undefined : decodeURIComponent(name);
  const agents = useBoard((board) => [...board.agents.values()]);
  const [withRetired, setWithRetired] = useState(false);
  if (agents === undefined) return <LoadingPage title="Agents" />;
  const active = agents.filter(({ status }) => status !== 'retired');
  const retired = agents.filter(({ status }) => status === 'retired');
  // A link to one that has retired leads to it.
  const shown = [...active, ...retired.filter((agent) => withRetired || agent.name === open)];
  return (
    <div className="page">
      <div className="page-head">
        <h1>Agents</h1>
        <span className="soft">{active.length}</span>
        {retired.length > 0 && (
          <div className="tools">
            <Button small aria-pressed={withRetired} onClick={() => setWithRetired(!withRetired)}>
              {withRetired ? 'Fold the retired away' : `Show ${retired.length} retired`}
            </Button>
          </div>
        )}
      </div>
      {!active.some(({ kind }) => kind === 'agent') && <NoAgents />}
      {agents.length > 0 && <Roster agents={shown} open={open} />}
    </div>
  );
}

function NoAgents() {
  return (
    <section className="panel">
      <Empty title="No agent is here yet">
        <p>An agent appears when it is registered, and is online once it has a session.</p>
        <Link href="/connect" className="button">
          Connect an agent
        </Link>
      </Empty>
    </section>
  );
}

function Roster({ agents, open }: { agents: readonly SeenAgent[]; open: string | undefined }) {
  const list = useRef<HTMLUListElement>(null);
  const ids = agents.map(({ name }) => name);
  const { listProps, tabIndexOf } = useListKeys({ list, what: 'agent', ids, open });
  const chosen = agents.find(({ name }) => name === open);
  return (
    <div className="agents-columns" data-open={open !== undefined}>
      <section className="panel roster" aria-label="Roster">
        <ul className="list" ref={list} {...listProps}>
          {agents.map((agent) => (
            <AgentRow key={agent.name} agent={agent} isOpen={agent.name === open} tabIndex={tabIndexOf(agent.name)} />
          ))}
        </ul>
      </section>
      {open !== undefined && chosen === undefined && (
        <section className="panel">
          <Empty title={`There is no agent ${open}`}>
            <Link href="/agents">All agents</Link>
          </Empty>
        </section>
      )}
      {chosen !== undefined && <AgentDetail key={chosen.name} agent={chosen} />}
    </div>
  );
}
