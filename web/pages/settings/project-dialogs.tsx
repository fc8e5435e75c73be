import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { useAction } from '../../parts/use-action.ts';
import { Field } from './section.tsx';

export function NewProject({ onClose }: { onClose: () => void }) {
  const { page, trpc } = useConnection();
  const queries = useQueryClient();
  const action = useAction();
  const [name, setName] = useState('');
  const [selfReview, setSelfReview] = useState(false);
  const make = async () => {
    if (!(await action.run(() => page.rpc.projects.create.mutate({ name, selfReview }), `${name} is made.`))) return;
    await queries.invalidateQueries(trpc.projects.list.pathFilter());
    onClose();
  };
  return (
    <Dialog title="Create a project" about="A board of its own, with its own agents and its own log." open onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Field label="Name">
          <input
            className="input"
            value={name}
            required
            maxLength={64}
            autoComplete="off"
            onChange={({ target }) => setName(target.value.trim())}
          />
        </Field>
        <label className="choice">
          <input type="checkbox" checked={selfReview} onChange={({ target }) => setSelfReview(target.checked)} />
          <span>
            Authors may approve their own work <span className="soft">for a project with one agent</span>
          </span>
        </label>
        <div className="row">
          <Button type="submit" primary disabled={name === '' || action.busy}>
            Create the project
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function PauseProject({ name, onClose }: { name: string; onClose: () => void }) {
  const { page } = useConnection();
  const action = useAction();
  const [reason, setReason] = useState('');
  const [drain, setDrain] = useState(false);
  const pause = async () => {
    if (await action.run(() => page.rpc.projects.pause.mutate({ name, reason, drain }), `${name} is paused.`)) onClose();
  };
  return (
    <Dialog
      title={`Pause ${name}`}
      about="Nothing is claimed until somebody resumes it. What is in hand goes on."
      open
      onClose={onClose}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void pause();
        }}
      >
        <Field label="Reason, for everybody who asks why">
          <input className="input" value={reason} required maxLength={500} onChange={({ target }) => setReason(target.value)} />
        </Field>
        <label className="choice">
          <input type="checkbox" checked={drain} onChange={({ target }) => setDrain(target.checked)} />
          <span>
            Drain <span className="soft">also ask agents to finish what they hold and take no more</span>
          </span>
        </label>
        <div className="row">
          <Button type="submit" primary disabled={reason.trim() === '' || action.busy}>
            Pause the project
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
