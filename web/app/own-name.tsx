import { useState } from 'react';
import { useConnection } from '../board/connection.tsx';
import { useBoard } from '../board/use-board.ts';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/text-field.tsx';
import { useAction } from '../parts/use-action.ts';

const NAME_MAX_CHARS = 64;
/** The link is opened at once. */
const LINK_SECONDS = 60;

/** Signs whoever holds the server's own key in under a name: as somebody on the board, a lead where there is nobody of that name. */
export function OwnName() {
  const { page } = useConnection();
  const action = useAction();
  const [name, setName] = useState('');
  const isKnown = useBoard((board) => board.agents.has(name)) ?? false;
  const signIn = () =>
    action.run(async () => {
      const role = isKnown ? {} : ({ role: 'lead' } as const);
      const { path } = await page.rpc.auth.createLink.mutate({ name, ...role, expiresInSeconds: LINK_SECONDS });
      location.assign(path);
    });
  return (
    <form
      className="stack own-name"
      aria-label="Sign in under a name"
      onSubmit={(event) => {
        event.preventDefault();
        void signIn();
      }}
    >
      <TextField
        label="Your name on the board"
        required
        maxLength={NAME_MAX_CHARS}
        value={name}
        onText={(text) => setName(text.trim().toLowerCase())}
      />
      <Button primary type="submit" disabled={name === '' || action.busy}>
        Sign in as {name === '' ? 'yourself' : name}
      </Button>
    </form>
  );
}
