import { useId, useState } from 'react';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useMay } from '../../app/use-me.ts';
import type { SeenAgent } from '../../board/board.ts';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { useAction } from '../../parts/use-action.ts';

const ROLES = ['viewer', 'agent', 'reviewer', 'lead'] as const;
const AT_ONCE_MAX = 100;

/** What an agent may do, can do, and holds at once: for a lead to change. Begins anew when somebody else changes it. */
export function AgentSettings({ agent }: { agent: SeenAgent }) {
  const { page } = useConnection();
  const action = useAction();
  const isLead = useMay('lead');
  const isOff = useIsOffline() || action.busy;
  const id = useId();
  const before = { role: agent.role, can: agent.capabilities.join(' '), atOnce: String(agent.maxConcurrent) };
  const [fields, setFields] = useState(before);
  if (!isLead) return null;
  const isSame = fields.role === before.role && fields.can === before.can && fields.atOnce === before.atOnce;
  const { name } = agent;
  const capabilities = fields.can.split(/[\s,]+/).filter(Boolean);
  const change = { name, role: fields.role, capabilities, maxConcurrent: Number(fields.atOnce) };
  return (
    <form
      className="panel-body agent-part stack"
      aria-label="What it may do"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(() => page.rpc.agents.update.mutate(change), `Changed ${name}.`);
      }}
    >
      <h3>What it may do</h3>
      <div className="agent-settings">
        <div className="field">
          <label htmlFor={`${id}-role`}>Role</label>
          <select
            id={`${id}-role`}
            className="input"
            value={fields.role}
            onChange={({ target }) => setFields({ ...fields, role: ROLES.find((one) => one === target.value) ?? fields.role })}
          >
            {ROLES.map((role) => (
              <option key={role}>{role}</option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={`${id}-once`}>Tasks at once</label>
          <input
            id={`${id}-once`}
            className="input"
            type="number"
            required
            min={1}
            max={AT_ONCE_MAX}
            value={fields.atOnce}
            onChange={({ target }) => setFields({ ...fields, atOnce: target.value })}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-can`}>Capabilities, parted by spaces</label>
          <input
            id={`${id}-can`}
            className="input"
            autoComplete="off"
            value={fields.can}
            onChange={({ target }) => setFields({ ...fields, can: target.value })}
          />
        </div>
      </div>
      <div className="row">
        <Button small type="submit" disabled={isOff || isSame}>
          Save
        </Button>
      </div>
    </form>
  );
}
