import { listOf, type ProjectEvent, recordOf, setOf, taskKey } from '../history/recorded.ts';

/** The state of one task after some part of the log. */
export interface ReplayedTask {
  readonly project: string;
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Rebuilds every task from the log alone: what each event set, in order (SPEC EV4). */
export function replayTasks(events: readonly ProjectEvent[]): Map<string, ReplayedTask> {
  const tasks = new Map<string, ReplayedTask>();
  for (const event of events) {
    if (event.taskId === undefined) continue;
    const key = taskKey(event.project, event.taskId);
    const before = tasks.get(key)?.fields ?? {};
    tasks.set(key, { project: event.project, id: event.taskId, fields: { ...before, ...setOf(event) } });
  }
  return tasks;
}

/** Rebuilds every review from the log alone, by its id: what each event set of it, in order (SPEC EV4). */
export function replayReviews(events: readonly ProjectEvent[]): Map<string, Record<string, unknown>> {
  const reviews = new Map<string, Record<string, unknown>>();
  for (const { data } of events) {
    const { review, reviewSet } = recordOf(data);
    if (typeof review === 'string') reviews.set(review, { ...reviews.get(review), ...recordOf(reviewSet) });
  }
  return reviews;
}

/** Whether two values of the wire are the same, whatever the order of their fields. */
export function isSameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) || Array.isArray(right)) {
    const [a, b] = [listOf(left), listOf(right)];
    if (!Array.isArray(left) || !Array.isArray(right)) return false;
    return a.length === b.length && a.every((item, index) => isSameValue(item, b[index]));
  }
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  const [a, b] = [recordOf(left), recordOf(right)];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => isSameValue(a[name], b[name]));
}
