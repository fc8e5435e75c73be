import { type CSSProperties, type ReactNode, useState } from 'react';

interface FlashProps {
  /** What is shown, as a value: when it is another, that has changed. */
  readonly of: string | null;
  readonly className?: string;
  readonly style?: CSSProperties;
  readonly children: ReactNode;
}

/** What flashes once when it changes while somebody looks at it; not when it is first shown. */
export function Flash({ of, className = '', style, children }: FlashProps) {
  const [shown, setShown] = useState({ of, changes: 0 });
  if (shown.of !== of) setShown({ of, changes: shown.changes + 1 });
  // The key makes another element of it, since an animation runs once for each.
  return (
    <span key={shown.changes} className={shown.changes === 0 ? className : `${className} flash`} style={style}>
      {children}
    </span>
  );
}
