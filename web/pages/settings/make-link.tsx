import { useState } from 'react';
import type { LoginLink } from '../../../client/page/index.ts';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { Copied } from '../../parts/copied.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { absoluteTime } from '../../parts/time-words.ts';
import { useAction } from '../../parts/use-action.ts';
import { Field } from './section.tsx';

const ROLES = [
  { role: 'viewer', may: 'looks at everything, changes nothing' },
  { role: 'reviewer', may: 'decides reviews, answers questions' },
  { role: 'lead', may: 'all of that, and tasks, agents and people' },
] as const;
const TERMS = [
  { seconds: 900, words: '15 minutes' },
  { seconds: 86_400, words: '1 day' },
  { seconds: 604_800, words: '7 days' },
] as const;

/** A link that signs one person in, once. */
export function MakeLink({ onClose }: { onClose: () => void }) {
  const [link, setLink] = useState<LoginLink | null>(null);
  return (
    <Dialog title="A link for another person" open onClose={onClose}>
      {link === null ? <LinkForm onMade={setLink} /> : <MadeLink link={link} />}
    </Dialog>
  );
}

function LinkForm({ onMade }: { onMade: (link: LoginLink) => void }) {
  const { page } = useConnection();
  const action = useAction();
  const [name, setName] = useState('');
  const [role, setRole] = useState<(typeof ROLES)[number]['role']>('viewer');
  const [expiresInSeconds, setExpires] = useState<number>(TERMS[1].seconds);
  const make = () => action.run(async () => onMade(await page.rpc.auth.createLink.mutate({ name, role, expiresInSeconds })));
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Field label="Their name on the board">
        <input
          className="input"
          value={name}
          required
          maxLength={64}
          autoComplete="off"
          onChange={({ target }) => setName(target.value.trim())}
        />
      </Field>
      <fieldset className="choices">
        <legend>Role, for somebody new</legend>
        {ROLES.map((one) => (
          <label key={one.role} className="choice">
            <input type="radio" name="role" checked={one.role === role} onChange={() => setRole(one.role)} />
            <span>
              {one.role} <span className="soft">{one.may}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Field label="The link may be opened for">
        <select className="input" value={expiresInSeconds} onChange={({ target }) => setExpires(Number(target.value))}>
          {TERMS.map(({ seconds, words }) => (
            <option key={seconds} value={seconds}>
              {words}
            </option>
          ))}
        </select>
      </Field>
      <div className="row">
        <Button type="submit" primary disabled={name === '' || action.busy}>
          Make the link
        </Button>
      </div>
    </form>
  );
}

function MadeLink({ link }: { link: LoginLink }) {
  return (
    <div className="stack">
      <p>
        It signs {link.name} in as {link.role}, in one browser, until {absoluteTime(link.expiresAt)}. It is shown this once: send
        it to them alone.
      </p>
      <Copied title="Link" text={`${location.origin}${link.path}`} />
    </div>
  );
}
