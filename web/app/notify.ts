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

/** What waits on the person, as much of it as a notification says. */
interface Waiting {
  readonly id: string;
  readonly from: string;
  readonly what: string;
  readonly taskId: string | null;
  readonly reviewId: string | null;
}

interface NotifyOptions {
  /** Whatever the items are of: those of another board are no news when it is opened. */
  readonly of: object;
  /** Opens a page of the dashboard. */
  readonly open: (path: string) => void;
}

let known: { readonly of: object; readonly ids: ReadonlySet<string> } | null = null;

/** Tells of what was not there before; what waits already when the page or another project opens is no news. */
export function notifyOf(items: readonly Waiting[], { of, open }: NotifyOptions): void {
  const before = known?.of === of ? known.ids : null;
  known = { of, ids: new Set(items.map(({ id }) => id)) };
  if (before === null || !notifications.get() || document.visibilityState === 'visible') return;
  for (const item of items.filter(({ id }) => !before.has(id))) show(item, open);
}

function show(item: Waiting, open: (path: string) => void): void {
  const { id, from, what } = item;
  try {
    const shown = new Notification(`${from} waits on you`, { body: what, tag: id });
    shown.onclick = () => {
      window.focus();
      open(pathOf(item));
      shown.close();
    };
  } catch {
    // A browser on a phone says that it allows them, and then has them from a service worker alone.
    void switchNotifications(false);
  }
}

/** Where it is answered: a review and a task have a page, all else is on Now. */
function pathOf({ reviewId, taskId }: Waiting): string {
  if (reviewId !== null) return `/review/${reviewId}`;
  return taskId === null ? '/' : `/tasks/${taskId}`;
}

function isAllowed(): boolean {
  return 'Notification' in window && Notification.permission === 'granted';
}

async function ask(): Promise<boolean> {
  return 'Notification' in window && (await Notification.requestPermission()) === 'granted';
}
