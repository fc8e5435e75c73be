import { useState } from 'react';
import { toast, toastError } from './toasts.tsx';

export interface Action {
  /** Whether it is under way. */
  readonly busy: boolean;
  /** Does it: says `done` when it succeeded and why it failed else. Resolves to whether it succeeded. */
  run(act: () => Promise<unknown>, done?: string): Promise<boolean>;
}

/** An act of the person that the server may refuse. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  return {
    busy,
    async run(act, done) {
      setBusy(true);
      try {
        await act();
        if (done !== undefined) toast(done);
        return true;
      } catch (error) {
        toastError(error);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
