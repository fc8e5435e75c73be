import { useIsOffline } from '../../app/live-notice.tsx';
import { useMay } from '../../app/use-me.ts';

/** Why a control that needs `role` is off; undefined: it is on. */
export function useOff(role: 'lead' | 'admin'): string | undefined {
  const may = useMay(role);
  const isOffline = useIsOffline();
  if (!may) return role === 'admin' ? 'Only whoever holds the admin key may do this.' : 'Only a lead may do this.';
  return isOffline ? 'The server is out of reach.' : undefined;
}
