import { useState } from 'react';
import { notifications, switchNotifications } from '../../app/notify.ts';
import { chooseTheme, type Theme, theme } from '../../app/theme.ts';
import { useMe } from '../../app/use-me.ts';
import { useConnection } from '../../board/connection.tsx';
import { useWatched } from '../../board/use-board.ts';
import { singleKeys, switchSingleKeys } from '../../keys/shortcuts.ts';
import { Button } from '../../parts/button.tsx';
import { absoluteTime } from '../../parts/time-words.ts';
import { useAction } from '../../parts/use-action.ts';
import { Section } from './section.tsx';

const THEMES: readonly { theme: Theme; words: string }[] = [
  { theme: 'system', words: 'As the system' },
  { theme: 'light', words: 'Light' },
  { theme: 'dark', words: 'Dark' },
];

/** What is kept in this browser alone. */
export function Browser() {
  const chosen = useWatched(theme);
  return (
    <Section title="This browser" about="Kept here, for you alone.">
      <div className="panel-body stack settings-browser">
        <fieldset className="choices across">
          <legend>Theme</legend>
          {THEMES.map((one) => (
            <label key={one.theme} className="choice">
              <input type="radio" name="theme" checked={one.theme === chosen} onChange={() => chooseTheme(one.theme)} />
              {one.words}
            </label>
          ))}
        </fieldset>
        <Switches />
        <SignOut />
      </div>
    </Section>
  );
}

function Switches() {
  const notify = useWatched(notifications);
  const keys = useWatched(singleKeys);
  const [isRefused, setRefused] = useState(false);
  const ask = async (isOn: boolean) => setRefused(!(await switchNotifications(isOn)));
  return (
    <fieldset className="choices">
      <legend>Notices and keys</legend>
      <label className="choice">
        <input type="checkbox" checked={notify} onChange={({ target }) => void ask(target.checked)} />
        <span>
          Notify me of what waits on me <span className="soft">while this page is in the background, and of nothing else</span>
        </span>
      </label>
      {isRefused && (
        <p role="alert" className="soft">
          The browser does not allow it. Allow notifications for this address in its settings, then switch it on again.
        </p>
      )}
      <label className="choice">
        <input type="checkbox" checked={keys} onChange={({ target }) => switchSingleKeys(target.checked)} />
        <span>
          Single keys <span className="soft">such as g b for the board; off where they disturb a screen reader or dictation</span>
        </span>
      </label>
    </fieldset>
  );
}

function SignOut() {
  const me = useMe();
  const { page } = useConnection();
  const action = useAction();
  const leave = async () => {
    if (await action.run(() => page.rpc.auth.logout.mutate({}))) location.assign('/dashboard/');
  };
  return (
    <div className="row wrap">
      <p className="grow">
        Signed in as {me.name}, {me.role}
        {me.expiresAt !== null && <span className="soft"> until {absoluteTime(me.expiresAt)}</span>}
      </p>
      <Button disabled={action.busy} onClick={leave}>
        Sign out here
      </Button>
    </div>
  );
}
