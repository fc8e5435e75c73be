import { useLayoutEffect, useRef } from 'react';
import { Watched } from '../board/live-state.ts';

/** A thing that a key does; the help and the palette show the same list that the keys go by. */
export interface Shortcut {
  /** One key (`x`, `?`), or two in a row (`g b`), compared with what the keyboard types; `Ctrl+k` is Command on a Mac as well. */
  readonly keys: string;
  /** What it does, beginning with a verb. */
  readonly does: string;
  /** null: what has the focus does it by itself, and it is only told of here. */
  readonly run: (() => void) | null;
  /** It acts again and again while the key is held down. What decides anything must not: nobody has read the next one yet. */
  readonly repeats?: true;
  /** Where it stands in the help. */
  readonly group: 'Go to' | 'On this page' | 'Everywhere';
}

/** How long the second key of two may take. */
const SECOND_KEY_MS = 1_200;
const SETTING = 'batonpass.single-keys';

const registered = new Watched<readonly Shortcut[]>([]);
/** Whether keys without a modifier do anything. */
export const singleKeys = new Watched(localStorage.getItem(SETTING) !== 'off');

export function switchSingleKeys(isOn: boolean): void {
  localStorage.setItem(SETTING, isOn ? 'on' : 'off');
  singleKeys.set(isOn);
}

/** All shortcuts that work now. */
export const allShortcuts = registered;

/** Registers shortcuts for as long as a component is there. The newest of the same keys wins. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const newest = useRef(shortcuts);
  newest.current = shortcuts;
  const told = shortcuts.map(({ keys, does }) => `${keys} ${does}`).join('|');
  // Registered anew only when what is told of them changes; what they do is looked up when they are pressed. In the layout phase, so that
  // whoever sees what a key acts on can press it: after the paint a key may come first, and would be lost.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `told` stands for the list
  useLayoutEffect(() => {
    const mine = newest.current.map((one) => ({
      ...one,
      run: one.run && (() => newest.current.find(({ keys }) => keys === one.keys)?.run?.()),
    }));
    registered.set([...registered.get(), ...mine]);
    return () => registered.set(registered.get().filter((one) => !mine.includes(one)));
  }, [told]);
}

/** Whether a window or a drawer is over the page: the keys of the page do nothing then, since nobody sees what they would act on. */
export function isCovered(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}

let first: { key: string; at: number } | null = null;

/** Listens to the keyboard for the whole page. Returns what ends that. */
export function listenToKeys(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey) return;
    const found = event.ctrlKey || event.metaKey ? find(`Ctrl+${event.key.toLowerCase()}`) : findSingle(event);
    if (found?.run == null || (event.repeat && found.repeats !== true)) return;
    event.preventDefault();
    first = null;
    found.run();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

/** What a key without a modifier does, alone or as the second of two. None does anything while somebody writes. */
function findSingle({ key, target, timeStamp }: KeyboardEvent): Shortcut | undefined {
  if (!singleKeys.get() || isTyping(target) || isCovered()) return undefined;
  const before = first !== null && timeStamp - first.at < SECOND_KEY_MS ? first.key : null;
  first = { key, at: timeStamp };
  return (before === null ? undefined : find(`${before} ${key}`)) ?? find(key);
}

function find(keys: string): Shortcut | undefined {
  return registered.get().findLast((one) => one.keys === keys);
}

/** Fields in which no key writes anything. */
const TICKED = /^(checkbox|radio|button|submit|reset|range|color|file)$/;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !TICKED.test(target.type);
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[role="menu"]') !== null;
}
