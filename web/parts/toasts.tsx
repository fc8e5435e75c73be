import { useSyncExternalStore } from 'react';
import { Watched } from '../board/live-state.ts';
import { Button } from './button.tsx';
import { errorWords } from './states.tsx';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly hint: string;
  readonly tone: 'plain' | 'bad';
}

const TOASTS_MAX = 4;
const TOAST_MS = 8_000;
const toasts = new Watched<readonly Toast[]>([]);
let lastId = 0;

/** Says something in the corner for a while. What fails stays until it is closed. */
export function toast(text: string, { tone = 'plain', hint = '' }: { tone?: Toast['tone']; hint?: string } = {}): void {
  lastId += 1;
  const id = lastId;
  toasts.set([...toasts.get(), { id, text, hint, tone }].slice(-TOASTS_MAX));
  if (tone === 'plain') setTimeout(() => close(id), TOAST_MS);
}

/** Says why an action failed, in the server's words. */
export function toastError(error: unknown): void {
  const { message, hint } = errorWords(error);
  toast(message, { tone: 'bad', hint });
}

function close(id: number): void {
  toasts.set(toasts.get().filter((one) => one.id !== id));
}

export function Toasts() {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.get);
  return (
    <section className="toasts" aria-label="Notices" aria-live="polite">
      {shown.map(({ id, text, hint, tone }) => (
        <div key={id} className="toast" role={tone === 'bad' ? 'alert' : undefined}>
          <div className="grow">
            <p style={tone === 'bad' ? { color: 'var(--failed)' } : undefined}>{text}</p>
            {hint !== '' && <p className="soft">{hint}</p>}
          </div>
          <Button small plain aria-label="Close notice" onClick={() => close(id)}>
            Close
          </Button>
        </div>
      ))}
    </section>
  );
}
