import { useState } from 'react';

/** What was written and not sent, by what it is about; kept for as long as the dashboard is open. */
const drafts = new Map<string, string>();

interface Draft {
  readonly text: string;
  readonly write: (text: string) => void;
  /** It was sent. */
  readonly drop: () => void;
}

/** A text that is still there when whoever wrote it looks at something else and comes back. */
export function useDraft(about: string): Draft {
  const [text, setText] = useState(drafts.get(about) ?? '');
  const write = (next: string) => {
    if (next === '') drafts.delete(about);
    else drafts.set(about, next);
    setText(next);
  };
  return { text, write, drop: () => write('') };
}
