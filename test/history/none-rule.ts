import type { LogicalRequest } from './logical-requests.ts';
import { placedEvents } from './placed-events.ts';
import { bodyOf, describeRequest, listOf, type ProjectEvent, setOf, taskKey, type Violation } from './recorded.ts';

/** A stretch of the log, by numbers of events, in which one task was there for anybody to claim. */
interface Free {
  readonly key: string;
  readonly from: number;
  to: number;
}

/**
 * claim-next never answers "none" while a task was claimable throughout the call (SPEC CL4). Judged by the log: what was
 * free from the last event acknowledged before the call until the first event of a request sent after the answer.
 * Blind to tasks that come free by time alone, and to labels, which the workloads here do not ask for.
 */
export function checkNone(requests: readonly LogicalRequest[], events: readonly ProjectEvent[]): Violation[] {
  const nones = requests.filter(({ request, state }) => state === 'acknowledged' && isNone(request.operation, bodyOf(request)));
  if (nones.length === 0) return [];
  const free = Map.groupBy(freeStretches(events), ({ key }) => key.split('/')[0] ?? '');
  const bounds = boundsOf(requests, events);
  return nones.flatMap((none) => {
    const { from, to } = bounds(none);
    const missed = (free.get(none.request.project) ?? []).find((stretch) => stretch.from <= from && stretch.to >= to);
    if (missed === undefined) return [];
    const when = `from event ${missed.from} to ${missed.to}, and the call lay between ${from} and ${to}`;
    return [{ rule: 'CL4', evidence: `${describeRequest(none.request)} found none, but ${missed.key} was free ${when}` }];
  });
}

function isNone(operation: string, body: Readonly<Record<string, unknown>>): boolean {
  return operation === 'tasks.claimNext' && listOf(body['claims']).length === 0;
}

function freeStretches(events: readonly ProjectEvent[]): Free[] {
  const stretches: Free[] = [];
  const open = new Map<string, Free>();
  const bound = new Set<string>();
  for (const event of events) {
    if (event.taskId === undefined) continue;
    const set = setOf(event);
    const { status } = set;
    if (status === undefined) continue;
    const key = taskKey(event.project, event.taskId);
    const known = open.get(key);
    if (known !== undefined) known.to = event.seq;
    open.delete(key);
    if (event.type === 'task.created' && !isUnbound(set)) bound.add(key);
    // After changes were requested it is kept for its author for a while, and unblocked for who had blocked it.
    const isKept = event.type === 'task.changes_requested' || Number(event.data['heldForMs'] ?? 0) > 0;
    const forAnybody = status === 'todo' && !isKept && !bound.has(key);
    if (!forAnybody) continue;
    const stretch = { key, from: event.seq, to: Number.POSITIVE_INFINITY };
    open.set(key, stretch);
    stretches.push(stretch);
  }
  return stretches;
}

/** Whether a task, by the event that made it, asks for nothing that some agents lack. */
function isUnbound(set: Readonly<Record<string, unknown>>): boolean {
  const asksNothing = listOf(set['requires']).length === 0 && listOf(set['dependsOn']).length === 0;
  return asksNothing && (set['assignee'] ?? null) === null && (set['notBefore'] ?? null) === null;
}

/** For a call: the number of the last event surely before it, and of the first surely after it. */
function boundsOf(
  requests: readonly LogicalRequest[],
  events: readonly ProjectEvent[],
): (call: LogicalRequest) => { from: number; to: number } {
  const placed = placedEvents(requests, events);
  const returned = runningBest(
    placed.map(({ by, event }) => ({ at: by.returnedAt, seq: event.seq })),
    Math.max,
  );
  const invoked = runningBest(
    placed.map(({ by, event }) => ({ at: -by.invokedAt, seq: event.seq })),
    Math.min,
  );
  return (call) => ({
    from: returned(call.invokedAt) ?? 0,
    to: invoked(-call.returnedAt) ?? Number.POSITIVE_INFINITY,
  });
}

/** Answers which is the best number among the points strictly before a time. */
function runningBest(
  points: readonly { at: number; seq: number }[],
  better: (left: number, right: number) => number,
): (before: number) => number | undefined {
  const sorted = points.toSorted((left, right) => left.at - right.at);
  const best: number[] = [];
  for (const { seq } of sorted) best.push(better(best.at(-1) ?? seq, seq));
  return (before) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.at ?? 0) < before) low = middle + 1;
      else high = middle;
    }
    return best[low - 1];
  };
}
