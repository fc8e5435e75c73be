import { createContext, useContext } from 'react';
import type { Rpc } from '../../client/page/index.ts';

/** Who is signed in, and to what server. */
export type Me = Awaited<ReturnType<Rpc['auth']['me']['query']>>;

export const MeContext = createContext<Me | null>(null);

/** Who is signed in. Only below the signed-in part of the page. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error('Nobody is signed in around this part of the page.');
  return me;
}

const RANKS = ['viewer', 'agent', 'reviewer', 'lead', 'admin'] as const;

/** Whether the person may do what needs `role`. What they may not do is shown as off, with the reason; the server decides. */
export function useMay(role: (typeof RANKS)[number]): boolean {
  return RANKS.indexOf(useMe().role) >= RANKS.indexOf(role);
}
