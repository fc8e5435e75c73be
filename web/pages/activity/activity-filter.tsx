import { useId } from 'react';
import { useBoard } from '../../board/use-board.ts';
import type { Filter } from './filter-events.ts';

const KINDS = ['task', 'review', 'message', 'agent', 'session', 'reservation', 'project'];

/** What of the log to show. The address holds it. */
export function ActivityFilter({ filter, onFilter }: { filter: Filter; onFilter: (filter: Filter) => void }) {
  const agents = useBoard((board) => [...board.agents.keys()]) ?? [];
  const id = useId();
  const set = (change: Partial<Filter>) => onFilter({ ...filter, ...change, seq: null });
  return (
    <search className="activity-filter row wrap">
      <label className="row">
        <span className="soft">Kind</span>
        <select className="input activity-choice" value={filter.kind} onChange={(event) => set({ kind: event.target.value })}>
          <option value="">All</option>
          {KINDS.map((kind) => (
            <option key={kind}>{kind}</option>
          ))}
        </select>
      </label>
      <label className="row">
        <span className="soft">By or about</span>
        <select className="input activity-choice" value={filter.agent} onChange={(event) => set({ agent: event.target.value })}>
          <option value="">Anybody</option>
          {[...new Set([...agents, ...(filter.agent === '' ? [] : [filter.agent])])].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label className="row" htmlFor={id}>
        <span className="soft">Task</span>
        <input
          id={id}
          data-filter
          className="input activity-choice"
          placeholder="T-12"
          value={filter.task}
          onChange={(event) => set({ task: event.target.value.trim() })}
        />
      </label>
    </search>
  );
}
