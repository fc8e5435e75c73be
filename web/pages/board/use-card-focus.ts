import { useRef, useState } from 'react';
import { type Column, cardBeside } from './columns.ts';

/** What a card tells and asks of the board's focus; the same object as long as the board is shown. */
export interface CardKeys {
  /** The card that wants the focus as soon as it is on the page; it is read and cleared by that card. */
  wish: string | null;
  /** The card that has the focus. One that goes elsewhere with it asks for it again. */
  held: string | null;
  /** Notes which card has the focus. */
  readonly at: (id: string) => void;
  /** Puts the focus on a card, wherever it is. */
  readonly go: (id: string) => void;
  readonly step: (across: number, down: number) => void;
}

export interface CardFocus {
  /** The one card that Tab comes to. */
  readonly active: string | null;
  /** How often a card was gone to: going to the one that is active already draws it again, and it takes the focus. */
  readonly turn: number;
  readonly keys: CardKeys;
}

/** One card of the board is in the order of Tab; keys go from it to the cards beside it, those that are not yet drawn, too. */
export function useCardFocus(columns: readonly Column[]): CardFocus {
  const [chosen, setChosen] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const isShown = columns.some(({ tasks }) => tasks.some(({ id }) => id === chosen));
  const active = isShown ? chosen : cardBeside(columns, null, { across: 0, down: 0 });
  const newest = useRef({ columns, active });
  newest.current = { columns, active };
  const [keys] = useState((): CardKeys => {
    const go = (id: string) => {
      keys.wish = id;
      setChosen(id);
      setTurn((before) => before + 1);
    };
    const at = (id: string) => {
      keys.held = id;
      keys.wish = null;
      setChosen(id);
    };
    const step = (across: number, down: number) => {
      const { columns: shown, active: from } = newest.current;
      const isThere = document.activeElement?.closest('[data-card]') != null;
      const next = isThere ? cardBeside(shown, from, { across, down }) : from;
      if (next !== null) go(next);
    };
    const keys: CardKeys = { wish: null, held: null, at, go, step };
    return keys;
  });
  return { active, turn, keys };
}
