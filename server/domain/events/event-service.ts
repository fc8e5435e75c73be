import { BatonError } from '../../contract/errors.ts';
import {
  type Event,
  type EventListQuery,
  type EventPage,
  SNAPSHOT_MAX_AGENTS,
  SNAPSHOT_MAX_RESERVATIONS,
  SNAPSHOT_MAX_REVIEWS,
  SNAPSHOT_MAX_TASKS,
  type Snapshot,
} from '../../contract/events.ts';
import { invariant } from '../../kernel/invariant.ts';
import { loadAgents } from '../agents/agent-view.ts';
import type { CallContext } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import { toProject } from '../projects/project-service.ts';
import type { TaskRecord } from '../records.ts';
import { readHolds } from '../reservations/path-holds.ts';
import { toReservation } from '../reservations/reservation-view.ts';
import { loadReview } from '../reviews/review-view.ts';
import type { ReadTx } from '../store.ts';
import { isHeld } from '../tasks/lease-rules.ts';
import { toTask } from '../tasks/task-view.ts';
import { formatCursor, type LogBounds, readCursor } from './cursor-rules.ts';
import { toEvent } from './event-view.ts';

/** Tasks that ended so long ago are no longer in a snapshot. */
export const SNAPSHOT_ENDED_MS = 24 * 60 * 60 * 1_000;
const OPEN_STATUSES = ['todo', 'doing', 'blocked', 'validating'] as const;

export interface LiveEvents {
  /** Events in order without gap; may be empty only to say that all has been read. */
  readonly events: readonly Event[];
  /** The cursor after these events. */
  readonly cursor: string;
  /** Whether nothing more was there when this was read. */
  readonly live: boolean;
}

export interface EventService {
  /** Throws `cursor_expired` or `log_reset`, which point to the snapshot (SPEC EV2). */
  list(ctx: CallContext, input: EventListQuery): Promise<EventPage>;
  /** One consistent look at the project, and the cursor from which to follow it. */
  snapshot(ctx: CallContext): Promise<Snapshot>;
  /**
   * Every event after the cursor, then each new one, until `signal` fires (SPEC EV3). The first `live` batch comes when the
   * backlog has been read. The reader sets the pace: nothing is gathered for one that does not ask.
   */
  subscribe(ctx: CallContext, after: string | undefined, signal: AbortSignal): AsyncGenerator<LiveEvents, void>;
  cursorOf(seq: number): string;
}

export function createEventService(deps: DomainDeps): EventService {
  const { storage, feed, clock } = deps;
  const cursorOf = (seq: number) => formatCursor(storage.incarnation, seq);
  return {
    cursorOf,
    list(ctx, input) {
      return storage.read(async ({ q }) => {
        const project = await q.getProject({ name: ctx.project });
        const log = { incarnation: storage.incarnation, first: project?.firstEventSeq ?? 1, head: project?.eventSeq ?? 0 };
        const { after, limit } = placeOf(input, log);
        const records = limit === 0 ? [] : await q.listEvents({ project: ctx.project, after, limit });
        return {
          items: records.map(toEvent),
          nextCursor: cursorOf(records.at(-1)?.seq ?? after),
          previousCursor: after < log.first ? null : cursorOf(after),
          head: cursorOf(log.head),
        };
      });
    },
    snapshot(ctx) {
      return storage.read(async (tx) => {
        const project = await tx.q.getProject({ name: ctx.project });
        invariant(project !== undefined, 'the project of a call exists');
        const wallNow = clock.wallNow();
        const agents = await tx.q.listAgents({ project: ctx.project, after: '', limit: SNAPSHOT_MAX_AGENTS });
        const tasks = await openTasks(tx, ctx.project, wallNow);
        const reviews = await tx.q.listOpenReviews({ project: ctx.project, after: '', limit: SNAPSHOT_MAX_REVIEWS });
        const holds = (await readHolds(tx, ctx.project)).map((hold) => deps.leases.apply(hold));
        const held = holds.filter((hold) => isHeld(hold, tx.lease));
        const at = { lease: tx.lease, wallNow };
        return {
          asOf: cursorOf(project.eventSeq),
          project: toProject(project),
          agents: await loadAgents(tx, agents, deps),
          tasks: tasks.slice(0, SNAPSHOT_MAX_TASKS).map((task) => toTask(deps.leases.apply(task), at)),
          reviews: await Promise.all(reviews.map((review) => loadReview(tx, review, at))),
          reservations: held.slice(0, SNAPSHOT_MAX_RESERVATIONS).map((hold) => toReservation(hold, tx.lease)),
          truncated:
            held.length > SNAPSHOT_MAX_RESERVATIONS ||
            agents.length === SNAPSHOT_MAX_AGENTS ||
            tasks.length > SNAPSHOT_MAX_TASKS ||
            reviews.length === SNAPSHOT_MAX_REVIEWS,
        };
      });
    },
    async *subscribe(ctx, after, signal) {
      let seq = await feed.place(ctx.project, after);
      let live = false;
      while (!signal.aborted) {
        const events = await feed.read(ctx.project, seq);
        seq = events.at(-1)?.seq ?? seq;
        const caughtUp = events.length === 0;
        if (events.length > 0 || !live) yield { events, cursor: cursorOf(seq), live: caughtUp };
        if (!caughtUp) continue;
        live = true;
        await feed.grown(ctx.project, seq, signal);
      }
    },
  };
}

/** From where to read and how many. The numbers of a log have no holes, so where a page before a cursor begins is known. */
function placeOf(input: EventListQuery, log: LogBounds): { after: number; limit: number } {
  if (input.before === undefined) return { after: readCursor(input.after, log), limit: input.limit };
  if (input.after !== undefined) {
    throw new BatonError('invalid_input', {
      detail: 'A page goes either on from `after` or back from `before`.',
      hint: 'Give one of them.',
    });
  }
  const before = readCursor(input.before, log);
  const after = Math.max(log.first - 1, before - input.limit);
  return { after, limit: before - after };
}

async function openTasks(tx: ReadTx, project: string, wallNow: number): Promise<TaskRecord[]> {
  const limit = SNAPSHOT_MAX_TASKS + 1;
  const tasks: TaskRecord[] = [];
  for (const status of OPEN_STATUSES) tasks.push(...(await tx.q.listTasksByStatus({ project, status, after: 0, limit })));
  tasks.push(...(await tx.q.listEndedTasks({ project, since: wallNow - SNAPSHOT_ENDED_MS, limit })));
  return tasks;
}
