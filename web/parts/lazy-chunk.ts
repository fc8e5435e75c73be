import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { Watched } from '../board/live-state.ts';

const AGAIN_AFTER_MS = 500;
const AGAIN_AFTER_MAX_MS = 5_000;

/** How many chunks that the page waits for the server does not have, although it answers. */
export const missingChunks = new Watched(0);

/**
 * A component whose code is loaded when it is first shown; until then its `Suspense` stands there. A server that is away delays it:
 * it is asked for again, after 500 ms and then ever more seldom, at most 5 s apart. While a server that answers does not have it, as
 * after an upgrade with the page open, it is counted in `missingChunks`.
 */
export function lazyChunk<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await loaded(load) }));
}

async function loaded<T>(load: () => Promise<T>): Promise<T> {
  let answered = false;
  let isMissing = false;
  for (let failures = 1; ; failures += 1) {
    try {
      const chunk = await load();
      if (isMissing) missingChunks.set(missingChunks.get() - 1);
      return chunk;
    } catch {
      if (answered && !isMissing) {
        isMissing = true;
        missingChunks.set(missingChunks.get() + 1);
      }
    }
    // Only what fails after an answer is not there: before, the server may have been away.
    answered = await isServerThere();
    await new Promise((resolve) => setTimeout(resolve, Math.min(AGAIN_AFTER_MS * failures, AGAIN_AFTER_MAX_MS)));
  }
}

/** Whether the page itself could be loaded now. */
async function isServerThere(): Promise<boolean> {
  const reply = await fetch(location.pathname, { cache: 'no-store' }).catch(() => null);
  return reply?.ok === true;
}
