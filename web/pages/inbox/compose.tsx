import { useState } from 'react';
import type { Urgency } from '../../../client/page/index.ts';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useConnection } from '../../board/connection.tsx';
import { useBoard } from '../../board/use-board.ts';
import { Button } from '../../parts/button.tsx';
import { ChoiceField, TextField } from '../../parts/text-field.tsx';
import { useAction } from '../../parts/use-action.ts';

const ROLES = ['agent', 'reviewer', 'lead'] as const;

/** A new message: to one agent, to a role, of which one takes it, or to all. */
export function Compose({ onClose }: { onClose: () => void }) {
  const { page } = useConnection();
  const action = useAction();
  const isOffline = useIsOffline();
  const [to, setTo] = useState('');
  const [fields, setFields] = useState({ subject: '', body: '', taskId: '', urgency: 'next' as Urgency });
  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change });
  const send = async () => {
    const { subject, body, taskId, urgency } = fields;
    const message = {
      to: recipientOf(to),
      body: body.trim(),
      urgency,
      ...(subject.trim() === '' ? {} : { subject: subject.trim() }),
      ...(taskId.trim() === '' ? {} : { taskId: taskId.trim() }),
    };
    if (await action.run(() => page.rpc.messages.send.mutate(message), 'Sent.')) onClose();
  };
  return (
    <form
      className="panel panel-body stack"
      aria-label="New message"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="compose-row">
        <ChoiceField label="To" required value={to} onText={setTo}>
          <Recipients />
        </ChoiceField>
        <ChoiceField label="To be read" value={fields.urgency} onText={(urgency) => set({ urgency: urgency as Urgency })}>
          <option value="now">now</option>
          <option value="next">before the next piece of work</option>
          <option value="whenever">whenever there is time</option>
        </ChoiceField>
        <TextField label="About task" placeholder="T-12" value={fields.taskId} onText={(taskId) => set({ taskId })} />
      </div>
      <TextField label="Subject" value={fields.subject} onText={(subject) => set({ subject })} />
      <TextField label="Message" long required value={fields.body} onText={(body) => set({ body })} />
      <div className="row">
        <Button primary type="submit" disabled={action.busy || isOffline || to === '' || fields.body.trim() === ''}>
          Send
        </Button>
        <Button plain onClick={onClose}>
          Not now
        </Button>
      </div>
    </form>
  );
}

/** Whom a message may go to. */
function Recipients() {
  const agents =
    useBoard((board) => [...board.agents.values()].filter(({ status }) => status !== 'retired').map(({ name }) => name)) ?? [];
  return (
    <>
      <option value="">Choose</option>
      <optgroup label="One of a role">
        {ROLES.map((role) => (
          <option key={role} value={`role:${role}`}>
            Any {role}
          </option>
        ))}
      </optgroup>
      <option value="all">All agents</option>
      <optgroup label="Agents">
        {agents.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </optgroup>
    </>
  );
}

function recipientOf(to: string): { agent: string } | { role: (typeof ROLES)[number] } | { all: true } {
  if (to === 'all') return { all: true };
  const role = ROLES.find((one) => to === `role:${one}`);
  return role === undefined ? { agent: to } : { role };
}
