import type { ReactNode } from 'react';
import { BatonError, ConnectionFailed } from '../../client/page/index.ts';
import { Button } from './button.tsx';

/** Grey lines where something will stand; they appear after 150 ms, so that what is quick does not flicker. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  return (
    <div className="stack" role="status" aria-label="Loading" style={{ padding: 12 }}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines differ in nothing but their place
        <span key={line} className="skeleton" style={{ height: 16, width: `${90 - (line % 3) * 18}%` }} />
      ))}
    </div>
  );
}

/** A page of which nothing is there yet but its name. */
export function LoadingPage({ title }: { title: string }) {
  return (
    <div className="page">
      <h1>{title}</h1>
      <Skeleton lines={8} />
    </div>
  );
}

interface EmptyProps {
  readonly title: string;
  /** Whether there is no page around it that has a heading of its own. */
  readonly isPage?: boolean;
  readonly children?: ReactNode;
}

/** Nothing is here: what that means, and what fills it. */
export function Empty({ title, isPage = false, children }: EmptyProps) {
  return (
    <div className="state-note">
      {isPage ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children}
    </div>
  );
}

interface ErrorNoteProps {
  readonly error: unknown;
  readonly retry?: () => void;
  /** Where the error's own words do not say what failed. */
  readonly title?: string;
}

/** What failed, in the server's words: the fact, its code, and what to do next. */
export function ErrorNote({ error, retry, title }: ErrorNoteProps) {
  const { message, code, hint } = errorWords(error);
  const copy = () => void navigator.clipboard?.writeText([message, code, hint].filter(Boolean).join('\n'));
  return (
    <div className="state-note" role="alert">
      <h2>{title ?? message}</h2>
      {title !== undefined && <p>{message}</p>}
      {hint !== '' && <p>{hint}</p>}
      <div className="row wrap">
        {retry !== undefined && (
          <Button small onClick={retry}>
            Try again
          </Button>
        )}
        <Button small onClick={copy}>
          Copy
        </Button>
        {code !== '' && <code>{code}</code>}
      </div>
    </div>
  );
}

/** What to say of an error: the server's own words, or what the client knows. */
export function errorWords(error: unknown): { message: string; code: string; hint: string } {
  if (error instanceof BatonError && !(error instanceof ConnectionFailed)) {
    const id = error.requestId === null ? '' : ` ${error.requestId}`;
    return { message: error.message, code: `${error.code}${id}`, hint: error.hint };
  }
  return { message: error instanceof Error ? error.message : String(error), code: '', hint: '' };
}
