import { Watched } from '../board/live-state.ts';

const SETTING = 'batonpass.notifications';

/** Whether the person wants the browser to tell them of what waits on them, and of nothing else. */
export const notifications = new Watched(localStorage.getItem(SETTING) === 'on' && isAllowed());

/** Asks the browser where that is needed. False: it does not allow it. */
export async function switchNotifications(isOn: boolean): Promise<boolean> {
  const allowed = !isOn || isAllowed() || (await ask());
  localStorage.setItem(SETTING, isOn && allowed ? 'on' : 'off');
  notifications.set(isOn && allowed);
  return allowed;
}

let known: Set<string> | null = null;

/** Tells of what was not there before; what waits already when the page opens is no news. */
export function notifyOf(items: readonly { id: string; from: string; what: string }[]): void {
  const fresh = known === null ? [] : items.filter(({ id }) => !known?.has(id));
  known = new Set(items.map(({ id }) => id));
  if (!notifications.get() || document.visibilityState === 'visible') return;
  for (const { id, from, what } of fresh) new Notification(`${from} waits on you`, { body: what, tag: id });
}

function isAllowed(): boolean {
  return 'Notification' in window && Notification.permission === 'granted';
}

async function ask(): Promise<boolean> {
  return 'Notification' in window && (await Notification.requestPermission()) === 'granted';
}
