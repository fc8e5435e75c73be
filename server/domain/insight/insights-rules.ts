import type { EventType } from '../../contract/events.ts';
import type { Insights, InsightsBucket, Spread } from '../../contract/insights.ts';
import { TaskStatus } from '../../contract/tasks.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import type { TaskRecord, WallTime } from '../records.ts';
import type { LogStep } from './insight-queries.ts';

type Status = TaskRecord['status'];
type Depth = Record<Status, number>;

/** How long a part of the time is, and when it ends. */
export interface Frame {
  readonly to: WallTime;
  readonly bucketMs: number;
  readonly buckets: number;
}

/** A change of a task's status, or its making, with what it was before and since when. */
export interface Move {
  readonly at: WallTime;
  readonly from: Status | null;
  readonly to: Status;
  /** When it had come to `from`; null where the log no longer says. */
  readonly since: WallTime | null;
}

/**
 * The moves of these steps, which are in the order of the log. `before` has the last step of a task ahead of them. What the log has
 * forgotten is told from the kind of step: what can only have been.
 */
export function movesOf(steps: readonly LogStep[], before: ReadonlyMap<number, LogStep>): Move[] {
  const last = new Map(before);
  const moves: Move[] = [];
  for (const step of steps) {
    if (step.status === null || step.task === null) continue;
    const earlier = last.get(step.task);
    last.set(step.task, step);
    const from = earlier?.status ?? usualBefore(step.type);
    if (from !== step.status) moves.push({ at: step.at, from, to: step.status, since: earlier?.at ?? null });
  }
  return moves;
}

function usualBefore(type: EventType): Status | null {
  switch (type) {
    case 'task.created':
      return null;
    case 'task.submitted':
    case 'task.released':
    case 'task.expired':
    case 'task.blocked':
    case 'task.failed':
      return 'doing';
    case 'task.unblocked':
      return 'blocked';
    case 'task.changes_requested':
    case 'task.approved':
    case 'task.done':
      return 'validating';
    case 'task.reopened':
      return 'done';
    default:
      return 'todo';
  }
}

/** The parts of the frame, with how many tasks had each status at the end of each: counted back from what there is now. */
export function bucketsOf(
  frame: Frame,
  told: { now: Depth; moves: readonly Move[]; steps: readonly LogStep[] },
): InsightsBucket[] {
  const depth = { ...told.now };
  const moves = [...told.moves];
  const buckets: InsightsBucket[] = [];
  for (let nth = frame.buckets - 1; nth >= 0; nth -= 1) {
    const to = frame.to - (frame.buckets - 1 - nth) * frame.bucketMs;
    const from = to - frame.bucketMs;
    const isLast = nth === frame.buckets - 1;
    // What happened in the very millisecond of the answer belongs to the last part.
    const isIn = ({ at }: { at: WallTime }) => at >= from && (at < to || isLast);
    const atEnd = { ...depth };
    const ended = { done: 0, failed: 0, cancelled: 0 };
    for (let move = moves.at(-1); move !== undefined && move.at >= from; move = moves.at(-1)) {
      moves.pop();
      depth[move.to] = Math.max(0, depth[move.to] - 1);
      if (move.from !== null) depth[move.from] += 1;
      if (move.to === 'done' || move.to === 'failed' || move.to === 'cancelled') ended[move.to] += 1;
    }
    const expired = (type: EventType) => told.steps.filter((step) => step.type === type && isIn(step)).length;
    const expiries = { tasks: expired('task.expired'), reviews: expired('review.expired') };
    buckets.unshift({ from: isoTime(from), to: isoTime(to), depth: atEnd, ended, expiries });
  }
  return buckets;
}

/** How long tasks stayed in each status that is not an end. */
export function staysOf(moves: readonly Move[]): Insights['stays'] {
  const stays = (status: Status) =>
    spreadOf(moves.flatMap(({ from, since, at }) => (from === status && since !== null ? [at - since] : [])));
  return { todo: stays('todo'), doing: stays('doing'), validating: stays('validating'), blocked: stays('blocked') };
}

const ANSWERS: readonly EventType[] = ['review.claimed', 'task.approved', 'task.changes_requested'];

/** How long each submission waited until a reviewer turned to it. */
export function reviewWaitOf(steps: readonly LogStep[]): Spread {
  const waiting = new Map<number, WallTime>();
  const waits: number[] = [];
  for (const { task, type, at, status } of steps) {
    if (task === null) continue;
    const since = waiting.get(task);
    if (since !== undefined && ANSWERS.includes(type)) waits.push(at - since);
    // Whatever else moves a task takes it out of review as well.
    if (type === 'task.submitted' && status === 'validating') waiting.set(task, at);
    else if (status !== null || ANSWERS.includes(type)) waiting.delete(task);
  }
  return spreadOf(waits);
}

/** By nearest rank: a time that one of them really took. */
export function spreadOf(durations: readonly number[]): Spread {
  const sorted = durations.map((ms) => Math.max(0, ms)).toSorted((a, b) => a - b);
  const rank = (part: number) => sorted[Math.ceil(part * sorted.length) - 1] ?? null;
  return { count: sorted.length, p50Ms: rank(0.5), p90Ms: rank(0.9) };
}

export function emptyDepth(): Depth {
  return Object.fromEntries(TaskStatus.options.map((status) => [status, 0])) as Depth; // one for each
}
