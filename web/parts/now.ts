import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let seconds = Math.floor(Date.now() / 1_000);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) {
    timer = setInterval(tick, 1_000);
    // What stood still while nobody looked goes on at once.
    document.addEventListener('visibilitychange', tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
    timer = null;
  };
}

function tick(): void {
  if (document.visibilityState === 'hidden') return;
  seconds = Math.floor(Date.now() / 1_000);
  for (const listener of listeners) listener();
}

/** The time in whole seconds since 1970; one timer for all that show time, which sleeps while nobody looks. */
export function useSeconds(): number {
  return useSyncExternalStore(subscribe, () => seconds);
}

/** The time in whole steps of `stepSeconds`, for what need not change each second. */
export function useCoarseSeconds(stepSeconds: number): number {
  return useSyncExternalStore(subscribe, () => Math.floor(seconds / stepSeconds) * stepSeconds);
}
