import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { Watched } from '../board/live-state.ts';

const AGAIN_AFTER_MS = 500;
const AGAIN_AFTER_MAX_MS = 5_000;
/** One failure may be a connection that broke at a bad moment. */
const FAILURES_BEFORE_ASKING = 2;

/** How many parts of the page the server, although it answers, does not have. */
export const missingParts = new Watched(0);

/**
 * A part of the page whose program is loaded when it is first shown. Until then its `Suspense` stands there. A server that is away
 * delays it: it is asked for again, after 500 ms and then ever more seldom, at most 5 s apart. One that is there and does not have
 * it, as after an upgrade of the server with the page open, is counted in `missingParts`.
 */
export function late<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await loaded(load) }));
}

async function loaded<T>(load: () => Promise<T>): Promise<T> {
  let isMissing = false;
  for (let failures = 0; ; ) {
    try {
      const part = await load();
      if (isMissing) missingParts.set(missingParts.get() - 1);
      return part;
    } catch {
      failures += 1;
    }
    if (!isMissing && failures >= FAILURES_BEFORE_ASKING && (await isServerThere())) {
      isMissing = true;
      missingParts.set(missingParts.get() + 1);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.min(AGAIN_AFTER_MS * failures, AGAIN_AFTER_MAX_MS)));
  }
}

/** Whether the page itself could be loaded now. */
async function isServerThere(): Promise<boolean> {
  const reply = await fetch(location.pathname, { method: 'GET', cache: 'no-store' }).catch(() => null);
  return reply?.ok === true;
}
