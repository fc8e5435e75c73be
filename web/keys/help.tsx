import { useWatched } from '../board/use-board.ts';
import { Dialog } from '../parts/dialog.tsx';
import { keyWords } from './key-words.ts';
import { allShortcuts, type Shortcut, singleKeys, switchSingleKeys } from './shortcuts.ts';

const GROUPS = ['On this page', 'Go to', 'Everywhere'] as const;

/** What the keys do now, from the same list that they go by. */
export function Help({ onClose }: { onClose: () => void }) {
  const shortcuts = useWatched(allShortcuts);
  const isOn = useWatched(singleKeys);
  return (
    <Dialog title="Keyboard" open onClose={onClose}>
      <label className="row">
        <input type="checkbox" checked={isOn} onChange={(event) => switchSingleKeys(event.target.checked)} />
        Single keys act
      </label>
      {GROUPS.map((group) => (
        <Group key={group} title={group} shortcuts={newestOf(shortcuts.filter((one) => one.group === group))} />
      ))}
    </Dialog>
  );
}

function Group({ title, shortcuts }: { title: string; shortcuts: readonly Shortcut[] }) {
  if (shortcuts.length === 0) return null;
  return (
    <section className="stack">
      <h3>{title}</h3>
      <dl className="key-list">
        {shortcuts.map(({ keys, does }) => (
          <div key={keys} className="row">
            <dt className="nowrap" style={{ minWidth: 72 }}>
              {keyWords(keys).map((key) => (
                <kbd key={key} style={{ marginRight: 4 }}>
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Of several for the same keys, the one that acts. */
function newestOf(shortcuts: readonly Shortcut[]): Shortcut[] {
  return [...new Map(shortcuts.map((one) => [one.keys, one])).values()];
}
