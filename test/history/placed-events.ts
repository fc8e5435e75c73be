import { keyOfEvent, keysOfAcknowledged } from './event-keys.ts';
import type { LogicalRequest } from './logical-requests.ts';
import type { ProjectEvent } from './recorded.ts';

/** An event and the one acknowledged request that surely caused it. */
export interface Placed {
  readonly by: LogicalRequest;
  readonly event: ProjectEvent;
}

/** Joins events to requests, where exactly one of each has the key. */
export function placedEvents(requests: readonly LogicalRequest[], events: readonly ProjectEvent[]): Placed[] {
  const seen = Map.groupBy(events, (event) => keyOfEvent(event)?.exact ?? '');
  const promised = Map.groupBy(
    requests
      .filter(({ state }) => state === 'acknowledged')
      .flatMap((by) => keysOfAcknowledged(by.request).map(({ exact }) => ({ by, exact }))),
    ({ exact }) => exact,
  );
  return [...promised].flatMap(([exact, promises]) => {
    const [promise, another] = promises;
    const [event, twin] = seen.get(exact) ?? [];
    // Of an approval that was repeated nobody can say which request it came from.
    if (promise === undefined || event === undefined || another !== undefined || twin !== undefined) return [];
    return [{ by: promise.by, event }];
  });
}
