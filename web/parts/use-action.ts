import { useState } from 'react';
import { useIsOffline } from '../app/live-notice.tsx';
import { toast, toastError } from './toasts.tsx';

export interface Action {
  /** Whether it cannot be done now: it is under way, or the server is out of reach. What does it is off for as long. */
  readonly busy: boolean;
  /** Does it: says `done` when it succeeded and why it failed else. Resolves to whether it succeeded. */
  run(act: () => Promise<unknown>, done?: string): Promise<boolean>;
}

/** An act of the person that the server may refuse. Whatever sends something goes through here, or through `useTaskAct`. */
export function useAction(): Action {
  const [isRunning, setRunning] = useState(false);
  const isOffline = useIsOffline();
  return {
    busy: isRunning || isOffline,
    async run(act, done) {
      // A key has no button that is off.
      if (isOffline) return sayOffline();
      setRunning(true);
      try {
        await act();
        if (done !== undefined) toast(done);
        return true;
      } catch (error) {
        toastError(error);
        return false;
      } finally {
        setRunning(false);
      }
    },
  };
}

/** Says that nothing was sent; false, as for what failed. */
export function sayOffline(): false {
  toast('Not sent: the server is out of reach.', { tone: 'bad', hint: 'The page comes back by itself; then try again.' });
  return false;
}
