import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useConnection } from '../../board/connection.tsx';
import { useBoard } from '../../board/use-board.ts';
import { Button } from '../../parts/button.tsx';
import { Copied } from '../../parts/copied.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { useAction } from '../../parts/use-action.ts';
import { Field } from './section.tsx';

const DAY_MS = 86_400_000;
const OWN = [
  { value: 'viewer', words: 'Nobody: it only looks at this project' },
  { value: 'admin', words: 'Nobody: it may do everything' },
] as const;

/** A further token for an agent, or one of its own that looks or administers. `agent`: whose it is at first. */
export function NewToken({ agent, onClose }: { agent?: string; onClose: () => void }) {
  const [token, setToken] = useState<string | null>(null);
  return (
    <Dialog title="Create a token" open onClose={onClose}>
      {token === null ? (
        <TokenForm of={agent ?? 'own:viewer'} onMade={setToken} />
      ) : (
        <div className="stack">
          <p>It is shown this once. Put it where the program finds it, as BATON_TOKEN.</p>
          <Copied title="Token" text={token} />
        </div>
      )}
    </Dialog>
  );
}

function TokenForm({ of, onMade }: { of: string; onMade: (token: string) => void }) {
  const { page, trpc } = useConnection();
  const queries = useQueryClient();
  const action = useAction();
  const agents = useBoard((board) => board.agents);
  const [whose, setWhose] = useState(of);
  const [label, setLabel] = useState('');
  const [days, setDays] = useState(0);
  const make = () =>
    action.run(async () => {
      const own = OWN.find(({ value }) => whose === `own:${value}`);
      const expiresAt = days === 0 ? null : new Date(Date.now() + days * DAY_MS).toISOString();
      const input = own === undefined ? { agent: whose, label, expiresAt } : { role: own.value, label, expiresAt };
      const { token } = await page.rpc.tokens.create.mutate(input);
      await queries.invalidateQueries(trpc.tokens.list.pathFilter());
      onMade(token);
    });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Field label="Who it is">
        <select className="input" value={whose} onChange={({ target }) => setWhose(target.value)}>
          {OWN.map(({ value, words }) => (
            <option key={value} value={`own:${value}`}>
              {words}
            </option>
          ))}
          {[...(agents?.keys() ?? [])].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </Field>
      <Field label="What it is for, in a word">
        <input
          className="input"
          value={label}
          required
          maxLength={64}
          autoComplete="off"
          placeholder="ci"
          onChange={({ target }) => setLabel(target.value.trim())}
        />
      </Field>
      <Field label="It is good for">
        <select className="input" value={days} onChange={({ target }) => setDays(Number(target.value))}>
          <option value={0}>ever, until it is revoked</option>
          <option value={1}>1 day</option>
          <option value={30}>30 days</option>
          <option value={365}>1 year</option>
        </select>
      </Field>
      <div className="row">
        <Button type="submit" primary disabled={label === '' || action.busy}>
          Create the token
        </Button>
      </div>
    </form>
  );
}
