import { useRef } from 'react';
import { type Shortcut, useShortcuts } from '../keys/shortcuts.ts';

interface ListKeys<E extends HTMLElement> {
  /** Put on the element around the items. */
  readonly list: React.RefObject<E | null>;
  /** The item that has the focus, by its `data-item`. */
  current(): string | null;
}

/** j and k move the focus through the items of a list, which are the elements with `data-item` and a tabindex. */
export function useListKeys<E extends HTMLElement>(
  what: string,
  more: (list: React.RefObject<E | null>) => Shortcut[] = () => [],
): ListKeys<E> {
  const list = useRef<E>(null);
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])];
  const focused = () => items().findIndex((item) => item.contains(document.activeElement));
  const move = (by: number) => {
    const all = items();
    const at = focused();
    all[at === -1 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
  };
  const current = () => items()[focused()]?.dataset['item'] ?? null;
  useShortcuts([
    { keys: 'j', does: `Go to the next ${what}`, group: 'On this page', run: () => move(1) },
    { keys: 'k', does: `Go to the ${what} before`, group: 'On this page', run: () => move(-1) },
    ...more(list),
  ]);
  return { list, current };
}
