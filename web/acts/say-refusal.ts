import { BatonError, type Rpc } from '../../client/page/index.ts';
import { errorWords } from '../parts/states.tsx';
import { toast, toastError } from '../parts/toasts.tsx';
import { type Seen, whoWasFaster } from './who-was-faster.ts';

/** Says why an act on a task was refused: by who was faster and when, if it is not any more what the person saw. */
export async function sayRefusal(rpc: Rpc, seen: Seen, error: unknown): Promise<void> {
  const who = isOutrun(error) ? await whoWasFaster(rpc, seen).catch(() => '') : '';
  if (who === '') toastError(error);
  else toast(`Not done: ${who}`, { tone: 'bad', hint: errorWords(error).message });
}

/** Whether the server says that the task is not any more what the person saw. */
function isOutrun(error: unknown): boolean {
  return error instanceof BatonError && (error.status === 409 || error.current !== undefined);
}
