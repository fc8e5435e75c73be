import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../app/use-me.ts';
import type { SeenAgent } from '../../board/board.ts';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { Copied } from '../../parts/copied.tsx';
import { ChoiceField } from '../../parts/text-field.tsx';
import { useAction } from '../../parts/use-action.ts';
import { HARNESSES, shellLines } from '../connect/snippets.ts';

/** The program that connects this agent, for what runs it. Its own token was shown when it was made; an admin gets another one into the program. */
export function AgentConnect({ agent }: { agent: SeenAgent }) {
  const [id, setId] = useState(agent.harness ?? '');
  const [token, setToken] = useState<string | null>(null);
  const harness = HARNESSES.find((one) => one.id === id) ?? HARNESSES[0];
  if (harness === undefined) return null;
  const shell = shellLines({ url: location.origin, token: token ?? '…', name: agent.name });
  return (
    <section className="panel-body agent-part" aria-label="Connect it">
      <details open={agent.presence.lastSeenMs === null}>
        <summary>Connect it</summary>
        <div className="stack agent-connect">
          <ChoiceField label="What runs it" value={harness.id} onText={setId}>
            {HARNESSES.map(({ id: one, title }) => (
              <option key={one} value={one}>
                {title}
              </option>
            ))}
          </ChoiceField>
          {token === null ? (
            <NoToken name={agent.name} onToken={setToken} />
          ) : (
            <p className="notice warn">The token is shown this once. The server keeps only its hash.</p>
          )}
          <Copied title="Into the shell" text={shell} />
          <Copied
            title={harness.file === 'shell' ? 'Then, in the same shell' : `Then, as ${harness.file}`}
            text={harness.program}
          />
        </div>
      </details>
    </section>
  );
}

function NoToken({ name, onToken }: { name: string; onToken: (token: string) => void }) {
  const { page, trpc } = useConnection();
  const queries = useQueryClient();
  const action = useAction();
  const isAdmin = useMay('admin');
  const make = () =>
    action.run(async () => {
      const { token } = await page.rpc.tokens.create.mutate({ agent: name, label: 'connect', expiresAt: null });
      await queries.invalidateQueries(trpc.tokens.list.pathFilter());
      onToken(token);
    });
  return (
    <div className="row wrap">
      <p className="soft grow">Its token was shown when it was made, and stands for the dots below.</p>
      {isAdmin && (
        <Button small disabled={action.busy} onClick={make}>
          Put a further token in
        </Button>
      )}
    </div>
  );
}
