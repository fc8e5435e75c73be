import { useState } from 'react';

/**
 * For a window that is there as long as it is open: gives the focus back to what had it before, once the window is gone, and then
 * does `after`. What has taken the focus by then keeps it.
 */
export function useFocusReturn(after?: () => void): (event: Event) => void {
  const [before] = useState(() => document.activeElement);
  return (event) => {
    event.preventDefault();
    if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    after?.();
  };
}
