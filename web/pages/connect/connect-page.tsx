import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useMay } from '../../app/use-me.ts';
import { useConnection } from '../../board/connection.tsx';
import { useBoard } from '../../board/use-board.ts';
import { Button } from '../../parts/button.tsx';
import { useAction } from '../../parts/use-action.ts';
import { HandShake } from './hand-shake.tsx';
import { Snippet } from './snippet.tsx';
import { type Access, HARNESSES, type Harness } from './snippets.ts';
import './connect.css';

/** Brings an agent to the board: pick what runs it, name it, paste the program, and see the server see it. */
export function ConnectPage() {
  const [params, setParams] = useSearchParams();
  const [access, setAccess] = useState<Access | null>(null);
  const harness = HARNESSES.find(({ id }) => id === params.get('harness')) ?? HARNESSES[0];
  if (harness === undefined) return null;
  return (
    <div className="page">
      <div className="page-head">
        <h1>Connect</h1>
        <p className="soft">An agent in any framework joins with an address and a token.</p>
      </div>
      <HarnessChoice chosen={harness.id} onChoose={(id) => setParams({ harness: id }, { replace: true })} />
      {access === null ? (
        <Register harness={harness} onRegistered={setAccess} />
      ) : (
        <div className="connect-columns">
          <Snippet harness={harness} access={access} />
          <HandShake name={access.name} onAnother={() => setAccess(null)} />
        </div>
      )}
    </div>
  );
}

function HarnessChoice({ chosen, onChoose }: { chosen: string; onChoose: (id: string) => void }) {
  return (
    <fieldset className="harnesses">
      <legend>1. What runs the agent</legend>
      {HARNESSES.map(({ id, title, needs }) => (
        <label key={id} className="harness">
          <input type="radio" name="harness" value={id} checked={id === chosen} onChange={() => onChoose(id)} />
          <span className="grow">
            <span className="harness-title">{title}</span>
            <span className="harness-needs">{needs}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface RegisterProps {
  readonly harness: Harness;
  readonly onRegistered: (access: Access) => void;
}

function Register({ harness, onRegistered }: RegisterProps) {
  const { page } = useConnection();
  const names = useBoard((board) => board.agents);
  const [typed, setName] = useState<string | null>(null);
  const name = typed ?? `${harness.id}-1`;
  const action = useAction();
  const isLead = useMay('lead');
  const isOffline = useIsOffline();
  const isTaken = names?.has(name) === true;
  const why = !isLead ? 'Only a lead registers agents.' : isOffline ? 'The server is out of reach.' : undefined;
  const register = () =>
    action.run(async () => {
      const { token } = await page.rpc.agents.register.mutate({ name });
      onRegistered({ url: location.origin, token, name });
    });
  return (
    <form
      className="panel connect-form"
      onSubmit={(event) => {
        event.preventDefault();
        void register();
      }}
    >
      <h2>2. Its name on the board</h2>
      <div className="row wrap connect-name">
        <input
          className="input"
          aria-label="Name of the agent"
          aria-invalid={isTaken}
          aria-describedby="connect-name-note"
          value={name}
          maxLength={64}
          required
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setName(event.target.value.trim())}
        />
        <Button type="submit" primary disabled={why !== undefined || isTaken || name === '' || action.busy} title={why}>
          Register and show the program
        </Button>
      </div>
      <p id="connect-name-note" className="soft">
        {isTaken
          ? `There is an agent ${name} already. Take another name; a further token for it is made in Settings, Tokens.`
          : (why ?? 'Registering makes a token for this agent alone. It is shown once, in the program that you paste.')}
      </p>
    </form>
  );
}
