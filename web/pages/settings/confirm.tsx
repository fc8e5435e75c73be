import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { useAction } from '../../parts/use-action.ts';

interface ConfirmProps {
  readonly title: string;
  /** What comes of it. */
  readonly about: string;
  /** The verb on the button. */
  readonly verb: string;
  readonly act: () => Promise<unknown>;
  readonly done: string;
  readonly onClose: () => void;
}

/** Asks before what cannot be taken back. */
export function Confirm({ title, about, verb, act, done, onClose }: ConfirmProps) {
  const action = useAction();
  return (
    <Dialog title={title} about={about} open onClose={onClose}>
      <div className="row wrap">
        <Button danger disabled={action.busy} onClick={async () => (await action.run(act, done)) && onClose()}>
          {verb}
        </Button>
        <Button plain onClick={onClose}>
          Keep it
        </Button>
      </div>
    </Dialog>
  );
}
