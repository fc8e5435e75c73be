import { type RefObject, useCallback, useEffect, useState } from 'react';

interface SteadyList<T> {
  readonly items: readonly T[];
  /** How many are new and wait, since they would push others away. */
  readonly fresh: number;
  readonly show: () => void;
}

/**
 * A list in which nothing moves while the pointer or the focus is in `list`: what is new waits for `show`, unless it comes after all
 * the others. What is gone goes at once.
 */
export function useSteadyList<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  list: RefObject<HTMLElement | null>,
): SteadyList<T> {
  const isBusy = useIsBusy(list);
  const [kept, setKept] = useState<readonly string[] | null>(null);
  const ids = items.map(idOf);
  const next = isBusy ? steadyOrder(ids, kept ?? ids) : null;
  // What was shown last is what stays; noted while rendering, so that no frame shows another order.
  if (next?.join(' ') !== kept?.join(' ')) setKept(next);
  if (next === null) return { items, fresh: 0, show: () => undefined };
  const byId = new Map(items.map((item) => [idOf(item), item]));
  return {
    items: next.flatMap((id) => byId.get(id) ?? []),
    fresh: ids.length - next.length,
    show: () => setKept(ids),
  };
}

/** Those of `kept` that are still there, in that order, and what comes after all of them. */
function steadyOrder(ids: readonly string[], kept: readonly string[]): readonly string[] {
  const here = new Set(ids);
  const still = kept.filter((id) => here.has(id));
  const shown = new Set(still);
  const last = ids.findLastIndex((id) => shown.has(id));
  return [...still, ...ids.slice(last + 1)];
}

/** Whether the pointer or the focus is in an element. */
export function useIsBusy(of: RefObject<HTMLElement | null>): boolean {
  const [isBusy, setBusy] = useState(false);
  const look = useCallback(() => {
    const element = of.current;
    setBusy(element !== null && (element.matches(':hover') || element.contains(document.activeElement)));
  }, [of]);
  // What had the focus may be gone without a word.
  useEffect(look);
  useEffect(() => {
    const element = of.current;
    if (element === null) return;
    // A frame later, when it is settled where the focus or the pointer went.
    const later = () => requestAnimationFrame(look);
    const events = ['pointerenter', 'pointerleave', 'focusin', 'focusout'] as const;
    for (const name of events) element.addEventListener(name, later);
    return () => {
      for (const name of events) element.removeEventListener(name, later);
    };
  }, [of, look]);
  return isBusy;
}
