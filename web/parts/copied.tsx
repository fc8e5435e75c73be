import { useState } from 'react';
import { Button } from './button.tsx';
import { copyText } from './copy-text.ts';
import './copied.css';

/** Text to be taken elsewhere, as it is, with a button that copies it and says that it did. */
export function Copied({ title, text }: { title: string; text: string }) {
  const [isDone, setDone] = useState(false);
  const copy = async () => setDone(await copyText(text));
  return (
    <div className="copied">
      <div className="row">
        <h3 className="grow">{title}</h3>
        <Button small onClick={() => void copy()}>
          {isDone ? 'Copied' : 'Copy'}
        </Button>
      </div>
      {/* It scrolls, so a keyboard must reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section tabIndex={0} aria-label={title}>
        <pre>
          <code>{text}</code>
        </pre>
      </section>
    </div>
  );
}
