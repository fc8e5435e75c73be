import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react';
import { type Shortcut, useShortcuts } from '../keys/shortcuts.ts';

interface ListKeysOptions {
  /** The element around the items. Each of them has its id as `data-item`; what takes its focus, if not itself, is marked `data-focus`. */
  readonly list: RefObject<HTMLElement | null>;
  /** What an item is, in the help. */
  readonly what: string;
  /** The items in their order. */
  readonly ids: readonly string[];
  /** The item that is open beside the list: opening it is going to it. */
  readonly open?: string | undefined;
  /** j and k do something of the page's own. */
  readonly ownLetters?: true;
  /** What other keys do; `focused` is the item that has the focus, itself or something in it, and null if none has. */
  readonly more?: (focused: () => HTMLElement | null) => readonly Shortcut[];
}

interface ListKeys {
  /** For the element around the items. */
  readonly listProps: { onFocus(event: FocusEvent): void; onKeyDown(event: KeyboardEvent): void };
  /** Of what takes the focus of an item. */
  tabIndexOf(id: string): 0 | -1;
}

interface Place {
  readonly id: string;
  readonly at: number;
}

const ARROWS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** One item of a list is in the order of Tab; j, k and the arrows go from it to those beside it. */
export function useListKeys(options: ListKeysOptions): ListKeys {
  const { list, what, ids, open, ownLetters = false, more = () => [] } = options;
  const [last, setLast] = useState<Place | null>(null);
  const [opened, setOpened] = useState<string | undefined>(undefined);
  const goneTo = (id: string) => setLast({ id, at: ids.indexOf(id) });
  if (opened !== open) {
    setOpened(open);
    if (open !== undefined) goneTo(open);
  }
  const stop = stopOf(ids, last);
  const focused = () => {
    const item = document.activeElement?.closest<HTMLElement>('[data-item]') ?? null;
    return list.current?.contains(item) === true ? item : null;
  };
  const move = (by: number) => {
    const at = ids.indexOf(focused()?.dataset['item'] ?? '');
    const id = at === -1 ? stop : ids[within(at + by, ids.length)];
    const item = [...(list.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])].find(
      (one) => one.dataset['item'] === id,
    );
    (item?.querySelector<HTMLElement>('[data-focus]') ?? item)?.focus();
  };
  useShortcuts([
    ...(ownLetters ? [] : letters(what, move)),
    { keys: '↑ ↓', does: `Go from one ${what} to the next`, group: 'On this page', run: null },
    ...more(focused),
  ]);
  const listProps: ListKeys['listProps'] = {
    onFocus: ({ target }) => {
      const id = target.closest<HTMLElement>('[data-item]')?.dataset['item'];
      if (id !== undefined) goneTo(id);
    },
    onKeyDown: (event) => {
      const by = event.altKey || event.ctrlKey || event.metaKey ? undefined : ARROWS[event.key];
      // In a field the arrows move the caret.
      if (by === undefined || (event.target instanceof HTMLElement && event.target.matches('textarea, select'))) return;
      event.preventDefault();
      move(by);
    },
  };
  return { listProps, tabIndexOf: (id) => (id === stop ? 0 : -1) };
}

function letters(what: string, move: (by: number) => void): Shortcut[] {
  return [
    { keys: 'j', does: `Go to the next ${what}`, group: 'On this page', run: () => move(1), repeats: true },
    { keys: 'k', does: `Go to the ${what} before`, group: 'On this page', run: () => move(-1), repeats: true },
  ];
}

/** Where Tab comes to: the item that somebody was at last, or the one that is in its place now. */
function stopOf(ids: readonly string[], last: Place | null): string | undefined {
  if (last !== null && ids.includes(last.id)) return last.id;
  return ids[within(last?.at ?? 0, ids.length)];
}

function within(place: number, count: number): number {
  return Math.min(count - 1, Math.max(0, place));
}
