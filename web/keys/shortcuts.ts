import { useEffect, useRef } from 'react';
import { Watched } from '../board/live-state.ts';

/** A thing that a key does; the help and the palette show the same list that the keys go by. */
export interface Shortcut {
  /** One key (`x`, `?`), or two in a row (`g b`). Compared with what the keyboard types. */
  readonly keys: string;
  /** What it does, beginning with a verb. */
  readonly does: string;
  readonly run: () => void;
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
  const keys = shortcuts.map((one) => one.keys).join('|');
  // Registered anew only when the keys change; what they do is looked up when they are pressed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `keys` stands for the list
  useEffect(() => {
    const mine = newest.current.map((one) => ({
      ...one,
      run: () => newest.current.find(({ keys: pressed }) => pressed === one.keys)?.run(),
    }));
    registered.set([...registered.get(), ...mine]);
    return () => registered.set(registered.get().filter((one) => !mine.includes(one)));
  }, [keys]);
}

let first: { key: string; at: number } | null = null;

/** Listens to the keyboard for the whole page. Returns what ends that. */
export function listenToKeys(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!singleKeys.get() || isTyping(event.target) || isCovered(event.target)) return;
    const before = first !== null && event.timeStamp - first.at < SECOND_KEY_MS ? first.key : null;
    first = { key: event.key, at: event.timeStamp };
    const pressed = before === null ? null : find(`${before} ${event.key}`);
    const found = pressed ?? find(event.key);
    if (found === undefined || found === null) return;
    event.preventDefault();
    first = null;
    found.run();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

function find(keys: string): Shortcut | undefined {
  return registered.get().findLast((one) => one.keys === keys);
}

/** No single key fires while somebody writes. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[role="menu"]') !== null;
}

/** Under an open window the page's own keys do nothing, but those of a drawer's content do. */
function isCovered(target: EventTarget | null): boolean {
  const window = document.querySelector('.dialog');
  return window !== null && target instanceof Node && !window.contains(target);
}
