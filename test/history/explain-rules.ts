import { type EventKey, keyOfEvent, keysOfAcknowledged, keysOfIntended } from './event-keys.ts';
import type { LogicalRequest } from './logical-requests.ts';
import { type Placed, placedEvents } from './placed-events.ts';
import { describeEvent, describeRequest, type ProjectEvent, type Violation } from './recorded.ts';

interface Promised {
  readonly key: string;
  readonly once: boolean;
  readonly by: LogicalRequest;
}

/** The log equals what was acknowledged, give or take the requests that nobody knows of (SPEC LAW2, LAW3). */
export function checkExplained(requests: readonly LogicalRequest[], events: readonly ProjectEvent[]): Violation[] {
  const promised = Map.groupBy(promisesOf(requests), (promise) => promise.key);
  const seen = Map.groupBy(keyedEvents(events), ({ key }) => key.exact);
  const budget = unknownBudget(requests);
  const violations: Violation[] = [];
  for (const [exact, promises] of promised) {
    const wanted = wantedOf(promises);
    const found = seen.get(exact)?.length ?? 0;
    const first = promises[0];
    if (found >= wanted || first === undefined) continue;
    const said = describeRequest(first.by.request);
    violations.push({ rule: 'LAW3', evidence: `${said} was acknowledged, but of its events (${exact}) the log has ${found}` });
  }
  for (const [exact, found] of seen) {
    const promises = promised.get(exact) ?? [];
    for (const { event, key } of found.slice(wantedOf(promises))) {
      if (take(budget, key.exact) || take(budget, key.loose)) continue;
      violations.push({ rule: 'LAW2', evidence: `${describeEvent(event)} is explained by no request: ${exact}` });
    }
  }
  return violations;
}

/** What was acknowledged before another was asked for stands before it in the log (SPEC EV1). */
export function checkRealTimeOrder(requests: readonly LogicalRequest[], events: readonly ProjectEvent[]): Violation[] {
  return [...Map.groupBy(placedEvents(requests, events), ({ event }) => event.project).values()].flatMap(checkOrderOfProject);
}

function checkOrderOfProject(placed: readonly Placed[]): Violation[] {
  const violations: Violation[] = [];
  const byReturn = placed.toSorted((left, right) => left.by.returnedAt - right.by.returnedAt);
  let next = 0;
  let latest: Placed | null = null;
  for (const one of placed.toSorted((left, right) => left.by.invokedAt - right.by.invokedAt)) {
    for (let early = byReturn[next]; early !== undefined && early.by.returnedAt < one.by.invokedAt; early = byReturn[next]) {
      if (latest === null || early.event.seq > latest.event.seq) latest = early;
      next += 1;
    }
    if (latest === null || latest.event.seq < one.event.seq) continue;
    const before = `${describeEvent(latest.event)} was acknowledged ${(one.by.invokedAt - latest.by.returnedAt).toFixed(3)} ms before`;
    violations.push({ rule: 'EV1', evidence: `${before} the request behind ${describeEvent(one.event)} was sent` });
  }
  return violations;
}

function promisesOf(requests: readonly LogicalRequest[]): Promised[] {
  return requests
    .filter(({ state }) => state === 'acknowledged')
    .flatMap((by) => keysOfAcknowledged(by.request).map(({ exact, once = false }) => ({ key: exact, once, by })));
}

function wantedOf(promises: readonly Promised[]): number {
  return promises.every(({ once }) => once) ? Math.min(1, promises.length) : promises.length;
}

function keyedEvents(events: readonly ProjectEvent[]): Array<{ event: ProjectEvent; key: EventKey }> {
  return events.flatMap((event) => {
    const key = keyOfEvent(event);
    return key === null ? [] : [{ event, key }];
  });
}

/** How many events each request without an answer may have left. */
function unknownBudget(requests: readonly LogicalRequest[]): Map<string, number> {
  const budget = new Map<string, number>();
  for (const { request, state } of requests) {
    if (state !== 'unknown') continue;
    for (const { loose } of keysOfIntended(request)) budget.set(loose, (budget.get(loose) ?? 0) + 1);
  }
  return budget;
}

function take(budget: Map<string, number>, key: string): boolean {
  const left = budget.get(key) ?? 0;
  if (left <= 0) return false;
  budget.set(key, left - 1);
  return true;
}
